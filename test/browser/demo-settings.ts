import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { vi } from "vitest";
import { parseSettings, type Settings } from "../../policy/settings.ts";
import type { Demo } from "./demo.ts";
import { PATIENCE } from "./room.ts";

/** Where `npm start` keeps the settings of one run: beside the extension. */
const fileOf = (demo: Demo) => join(demo.extension, "../settings.json");

export async function demoSettings(demo: Demo): Promise<Settings> {
	return parseSettings(await readFile(fileOf(demo), "utf8"));
}

/**
 * Changes the settings as an administrator would, and resolves when the server goes by them. What is undefined in
 * `part` stays; `sharing` and `limits` may be given in part.
 */
export async function changeSettings(
	demo: Demo,
	part: Partial<Omit<Settings, "sharing" | "limits">> & {
		sharing?: Partial<Settings["sharing"]>;
		limits?: Partial<Settings["limits"]>;
	},
): Promise<void> {
	const now = await demoSettings(demo);
	const timesRead = () => demo.log().split("settings were read again").length;
	const before = timesRead();
	const next = {
		...now,
		...part,
		sharing: { ...now.sharing, ...part.sharing },
		limits: { ...now.limits, ...part.limits },
	};
	await writeFile(fileOf(demo), JSON.stringify(next));
	await vi.waitFor(
		async () => {
			// The server looks at the file when it is asked for settings, at most once a second.
			await fetch(`${demo.server}/settings`, {
				headers: {
					authorization: "Bearer nobody",
					origin: "chrome-extension://pakcnkeioolmfioncnobceoalpdhbcga",
				},
			});
			if (timesRead() === before) throw new Error("not read again yet");
		},
		{ timeout: PATIENCE, interval: 200 },
	);
}
