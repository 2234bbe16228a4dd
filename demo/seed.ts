/**
 * Fills the database of one run before its server starts: the group of the settings file, and an administrator. Prints
 * the token of a link that signs the administrator in. `npm start` sets the environment.
 */
import { readFileSync } from "node:fs";
import { parseSettings } from "../policy/settings.ts";
import {
	newSetup,
	setUpAdministrator,
} from "../signaling/account/administrators.ts";
import { importSettingsFile } from "../signaling/account/create-group.ts";
import { newSignInLink } from "../signaling/account/sign-in-links.ts";
import { openStore } from "../signaling/account/store.ts";
import { setting } from "./setting.ts";

/** The link opens many times, in several browsers, for as long as anybody lets a demo run. */
const USES = 1_000_000;
const LIFETIME_MS = 365 * 86_400_000;

const settings = parseSettings(readFileSync(setting("DEMO_SETTINGS"), "utf8"));
const store = await openStore(setting("DEMO_DATABASE"));
const now = Date.now();
await importSettingsFile(settings, store, now);
const name = "Maya";
await setUpAdministrator(
	store,
	now,
	await newSetup(settings.group, store, now),
	{
		name,
		// The hash of no password: the link is the only way in.
		password: "none",
	},
);
const token = await newSignInLink(settings.group, store, "npm start", now, {
	name,
	uses: USES,
	lifetimeMs: LIFETIME_MS,
});
store.close();
process.stdout.write(`${token}\n`);
