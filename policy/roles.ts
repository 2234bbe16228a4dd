import type { GroupRules, Settings, Sharing } from "./settings.ts";

type Link = Settings["links"][number];

/**
 * What a role may really do: a right needs the group's switch and the role's own. Nothing of the role's is
 * forgotten while the group's is off. Where the group lists its roles, one that is not listed may do nothing.
 */
export function roleSharing(
	{ sharing, roles }: Pick<GroupRules, "sharing" | "roles">,
	role: string,
): Sharing {
	if (roles === undefined) return sharing;
	const own = roles.find(({ name }) => name === role)?.sharing ?? NOTHING;
	return bothOf(sharing, own);
}

const NOTHING: Sharing = {
	visitorDocumentShare: false,
	agentDocumentShare: false,
	agentDownloadDocumentShare: false,
	visitorDownloadDocumentShare: false,
};

function bothOf(group: Sharing, own: Sharing): Sharing {
	return {
		visitorDocumentShare:
			group.visitorDocumentShare && own.visitorDocumentShare,
		agentDocumentShare: group.agentDocumentShare && own.agentDocumentShare,
		agentDownloadDocumentShare:
			group.agentDownloadDocumentShare && own.agentDownloadDocumentShare,
		visitorDownloadDocumentShare:
			group.visitorDownloadDocumentShare && own.visitorDownloadDocumentShare,
	};
}

/** The approved links that agents with this role are shown, in the administrator's order. */
export function linksOfRole(
	{ links, roles, types }: Pick<GroupRules, "links" | "roles" | "types">,
	role: string,
): Link[] {
	if (roles !== undefined && !roles.some(({ name }) => name === role))
		return [];
	return links
		.filter((link) => link.active)
		.filter((link) => link.role === null || link.role === role)
		.filter((link) => types === undefined || types.includes(link.kind));
}
