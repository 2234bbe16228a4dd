import { linksOfRole, roleSharing } from "./roles.ts";
import type {
	AgentSettings,
	GroupRules,
	Sharing,
	VisitorSettings,
} from "./settings.ts";

/** The part of a group's settings that its visitors are given. */
export function visitorPart(settings: GroupRules): VisitorSettings {
	const { company, sharing, limits, requestTimeoutSeconds, termsUrl } =
		settings;
	const links = settings.links
		.filter((link) => link.active)
		.map(({ id, kind, download }) => ({ id, kind, download }));
	return {
		company,
		sharing,
		limits,
		requestTimeoutSeconds,
		...typesOf(settings),
		termsUrl,
		...(settings.branding !== undefined && { branding: settings.branding }),
		links,
	};
}

/** The part of a group's settings that an agent with this name and role is given: what the role may really do. */
export function agentPart(
	settings: GroupRules,
	agent: { name: string; role: string },
): AgentSettings {
	const { company, limits, requestTimeoutSeconds } = settings;
	const links = linksOfRole(settings, agent.role).map(
		({ id, name, url, download, kind }) => ({ id, name, url, download, kind }),
	);
	return {
		name: agent.name,
		role: agent.role,
		company,
		sharing: roleSharing(settings, agent.role),
		limits,
		requestTimeoutSeconds,
		...typesOf(settings),
		links,
	};
}

/** What a visitor's side needs to check the moves of one agent: the role's switches, and the links it may offer. */
export type AgentRights = { sharing: Sharing; links: string[] };

export function agentRights(settings: GroupRules, role: string): AgentRights {
	return {
		sharing: roleSharing(settings, role),
		links: linksOfRole(settings, role).map(({ id }) => id),
	};
}

function typesOf({ types }: GroupRules): Pick<VisitorSettings, "types"> {
	return types === undefined ? {} : { types };
}
