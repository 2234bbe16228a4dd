import { useEffect, useState } from "preact/hooks";
import type { AgentSettings } from "../policy/settings.ts";
import { agentSettings, SignalingError } from "../session/signaling-api.ts";
import { browser } from "./browser.ts";
import { loadOptions, serverBase } from "./options-store.ts";

export type Account =
	| { phase: "loading" }
	| { phase: "unusable"; reason: "no-server" | "offline" }
	| { phase: "unusable"; reason: "sign-in"; server: string }
	| {
			phase: "signed-in";
			server: string;
			token: string;
			settings: AgentSettings;
	  };

/** The agent's settings, asked for again each time `refresh` or an option changes. What is known stays while they are on their way. */
export function useAccount(refresh: unknown): Account {
	const [account, setAccount] = useState<Account>({ phase: "loading" });
	const [changes, setChanges] = useState(0);
	useEffect(() => {
		const onChanged = (_changes: unknown, area: string) => {
			// Sessions come and go there; options do not.
			if (area !== "session") setChanges((before) => before + 1);
		};
		browser.storage.onChanged.addListener(onChanged);
		return () => browser.storage.onChanged.removeListener(onChanged);
	}, []);
	useEffect(() => {
		let current = true;
		void loadAccount().then((loaded) => {
			if (!current) return;
			setAccount((known) => {
				const interrupted =
					loaded.phase === "unusable" && loaded.reason === "offline";
				return interrupted && known.phase === "signed-in" ? known : loaded;
			});
		});
		return () => {
			current = false;
		};
	}, [refresh, changes]);
	return account;
}

async function loadAccount(): Promise<Account> {
	const { server: address, token } = await loadOptions();
	const server = serverBase(address);
	if (server === undefined) return { phase: "unusable", reason: "no-server" };
	if (token === "") return { phase: "unusable", reason: "sign-in", server };
	try {
		const settings = await agentSettings(server, token);
		return { phase: "signed-in", server, token, settings };
	} catch (error) {
		const signIn =
			error instanceof SignalingError && error.failure === "sign-in";
		return signIn
			? { phase: "unusable", reason: "sign-in", server }
			: { phase: "unusable", reason: "offline" };
	}
}
