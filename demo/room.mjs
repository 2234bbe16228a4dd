import { createHash, randomBytes } from "node:crypto";
import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ROOT } from "./prepare.mjs";

/** The extension's origin: its id follows from the key in manifest.json. */
export const EXTENSION_ORIGIN =
	"chrome-extension://pakcnkeioolmfioncnobceoalpdhbcga";

const HOME = join(ROOT, ".demo");

/**
 * A folder for one run, named by its process: the settings for these addresses, the database that is made of them, a
 * profile for the browser, and the extension as a company would hand it out, with its server set, allowed on the
 * viewer's page and signed in as Ana. The other agents' sign-ins are beside it.
 */
export function prepareRoom(addresses) {
	sweep();
	const folder = join(HOME, String(process.pid));
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const room = {
		settings: join(folder, "settings.json"),
		// Relative to ROOT, where everything is started: an address has no room for every letter a path may have.
		database: `file:.demo/${process.pid}/account.db`,
		extension: join(folder, "extension"),
		profile: join(folder, "profile"),
		remove: () =>
			rmSync(folder, { recursive: true, force: true, maxRetries: 10 }),
	};
	const agents = writeSettings(room.settings, addresses);
	writeJson(join(folder, "agents.json"), agents);
	writeExtension(room.extension, addresses, agents[0].token);
	return room;
}

/** Returns the agents with a token for each, of which the settings have the hash. */
function writeSettings(path, { site }) {
	const settings = readJson(join(ROOT, "demo/settings.json"));
	const [asWritten] = settings.sites;
	settings.sites = [site];
	for (const link of settings.links)
		link.url = link.url.replace(asWritten, site);
	const agents = settings.agents.map(({ name, role }) => {
		const token = randomBytes(24).toString("base64url");
		return { name, role, token };
	});
	settings.agents = agents.map(({ token, ...agent }) => ({
		...agent,
		tokenSha256: createHash("sha256").update(token).digest("hex"),
	}));
	writeJson(path, settings);
	return agents;
}

function writeExtension(folder, { server, viewer }, token) {
	cpSync(join(ROOT, "dist/extension"), folder, { recursive: true });
	const manifest = readJson(join(folder, "manifest.json"));
	manifest.host_permissions = [
		...(manifest.host_permissions ?? []),
		`${viewer}/*`,
		// For `Test link` on the administrator's page.
		`${server}/admin/*`,
	];
	writeJson(join(folder, "manifest.json"), manifest);
	writeJson(join(folder, "defaults.json"), {
		server,
		viewerPages: [`${viewer}/*`],
		toolbarSelector: "",
		keySelector: "",
		token,
	});
}

/** Removes what runs that were killed have left. */
function sweep() {
	if (!existsSync(HOME)) return;
	for (const name of readdirSync(HOME))
		if (!isRunning(Number(name)))
			rmSync(join(HOME, name), { recursive: true, force: true });
}

function isRunning(pid) {
	if (!Number.isInteger(pid)) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === "EPERM";
	}
}

function readJson(path) {
	return JSON.parse(readFileSync(path, "utf8"));
}

function writeJson(path, value) {
	writeFileSync(path, `${JSON.stringify(value, null, "\t")}\n`);
}
