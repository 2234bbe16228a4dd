import type { AgentSettings, Settings, VisitorSettings } from "./settings.ts";

/** The part of a group's settings that its visitors are given. */
export function visitorPart(settings: Settings): VisitorSettings {
	const { company, sharing, limits, requestTimeoutSeconds, termsUrl } =
		settings;
	const links = settings.links
		.filter((link) => link.active)
		.map(({ id, kind, download }) => ({ id, kind, download }));
	return { company, sharing, limits, requestTimeoutSeconds, termsUrl, links };
}

/** The part of a group's settings that an agent with this name and role is given. */
export function agentPart(
	settings: Settings,
	agent: { name: string; role: string },
): AgentSettings {
	const { company, sharing, limits, requestTimeoutSeconds } = settings;
	const links = settings.links
		.filter((link) => link.active)
		.filter((link) => link.role === null || link.role === agent.role)
		.map(({ id, name, url, download, kind }) => ({
			id,
			name,
			url,
			download,
			kind,
		}));
	return {
		name: agent.name,
		role: agent.role,
		company,
		sharing,
		limits,
		requestTimeoutSeconds,
		links,
	};
}
