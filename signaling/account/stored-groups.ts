import type { Groups } from "../groups.ts";
import { agentOfToken, findAgent, redeemInvitation } from "./agents.ts";
import { readDraft } from "./drafts.ts";
import type { Store } from "./store.ts";
import { readProduction } from "./versions.ts";

/** The groups of the account's database: staging shows the draft, production what was published. */
export function createStoredGroups(store: Store, now: () => number): Groups {
	return {
		async find(group, site) {
			const found =
				site === "staging"
					? await readDraft(group, store)
					: await readProduction(group, store);
			return found?.settings;
		},
		async signIn(token) {
			const found = await agentOfToken(store, now(), token);
			if (found === undefined) return undefined;
			const { group, ...agent } = found;
			return { group, agent };
		},
		async findAgent(group, id) {
			const found = await findAgent(group, store, id);
			if (found === undefined || found.state === "revoked") return undefined;
			const { name, role } = found;
			return { id, name, role };
		},
		redeem: (invitation) => redeemInvitation(store, now(), invitation),
	};
}
