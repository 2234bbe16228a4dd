import { readFileSync } from "node:fs";
import { parseSettings } from "../../policy/settings.ts";
import type { Clock } from "../clock.ts";
import type { CompanySignIn } from "../company-sign-in.ts";
import type { Groups } from "../groups.ts";
import type { Limits } from "../limits.ts";
import { type AdminApi, createAdminApi } from "./admin-api.ts";
import type { AdminParts } from "./admin-route.ts";
import { groupsWithoutAdministrator, newSetup } from "./administrators.ts";
import { importSettingsFile, listGroups } from "./create-group.ts";
import type { OidcConfiguration } from "./oidc-configuration.ts";
import { openStore } from "./store.ts";
import { createStoredGroups } from "./stored-groups.ts";

/** The account of a running server: its groups, and what administrators do with them. */
export interface Account {
	groups: Groups;
	createAdmin(
		parts: Omit<AdminParts, "store" | "now"> & { clock: Clock; limits: Limits },
	): AdminApi;
	/** Agents sign in with their company. Rejects with a sentence where it is not clear into which group. */
	openCompanySignIn(configuration: OidcConfiguration): Promise<CompanySignIn>;
	/** Logs, for each group that has no administrator, a link that sets the first one up. */
	sayWhoIsMissing(publicUrl: string): Promise<void>;
	close(): void;
}

export type AccountOptions = {
	database?: string | undefined;
	databaseToken?: string | undefined;
	/** The first group of an empty database. */
	settings?: string | undefined;
	log: (sentence: string) => void;
};

/** Opens the account. Rejects with a sentence when the database or the settings for its first group cannot be used. */
export async function openAccount({
	database = "",
	databaseToken,
	settings,
	log,
}: AccountOptions): Promise<Account> {
	const store = await openStore(database, databaseToken);
	const now = () => Date.now();
	try {
		if ((await listGroups(store)).length === 0 && settings !== undefined) {
			const first = parseSettings(readFileSync(settings, "utf8"));
			await importSettingsFile(first, store, now());
			log(
				`The settings of "${first.group}" are in the database now; the file is not read any more.`,
			);
		}
	} catch (error) {
		store.close();
		throw error;
	}
	return {
		groups: createStoredGroups(store, now),
		createAdmin: (parts) => createAdminApi({ ...parts, store, now }),
		async openCompanySignIn(configuration) {
			// Loaded only where it is used.
			const { openCompanySignIn } = await import("./oidc.ts");
			return openCompanySignIn({ configuration, store, now, log });
		},
		async sayWhoIsMissing(publicUrl) {
			for (const group of await groupsWithoutAdministrator(store)) {
				const setup = await newSetup(group, store, now());
				log(
					`"${group}" has no administrator. This link sets one up, once: ${setupLink(publicUrl, setup)}`,
				);
			}
		},
		close: () => store.close(),
	};
}

/** The tokens are in the fragment, which browsers do not send: they reach no log. */
export function setupLink(publicUrl: string, setup: string): string {
	return `${publicUrl}/admin/#setup=${setup}`;
}

export function signInLink(publicUrl: string, token: string): string {
	return `${publicUrl}/admin/#sign-in=${token}`;
}
