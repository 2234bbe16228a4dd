/**
 * `npm start`: the server, a pretend company's site, an agent's page, and a browser that has the extension. Progress
 * goes to standard error; with --no-browser one line for programs goes to standard output when everything answers.
 */
import { parseArgs } from "node:util";
import { findBrowser, hasDisplay, openBrowser } from "./browser.mjs";
import { createEnding } from "./ending.mjs";
import { chooseAddresses } from "./ports.mjs";
import {
	checkNode,
	ensureBuilt,
	ensurePackages,
	orSay,
	say,
	Trouble,
} from "./prepare.mjs";
import { prepareRoom } from "./room.mjs";
import { seedDatabase } from "./seed.mjs";
import { startServers } from "./servers.mjs";

await orSay(async () => {
	checkNode();
	const { port, withBrowser, asBuilt } = readArguments();
	const addresses = await chooseAddresses(port);
	if (!asBuilt) {
		await ensurePackages();
		await ensureBuilt();
	}

	const ending = createEnding();
	const room = prepareRoom(addresses);
	ending.later(room.remove);
	try {
		const token = await seedDatabase(room);
		const admin = `${addresses.server}/admin/#sign-in=${token}`;
		ending.later(await startServers(addresses, room, ending.now));
		const shown = { ...addresses, admin };
		if (withBrowser) ending.later(await showPages(shown, room));
		else writeReadyLine(shown, room);
	} catch (error) {
		if (!(error instanceof Trouble)) throw error;
		await ending.now(error.message);
	}
});

function readArguments() {
	try {
		const { values } = parseArgs({
			options: {
				port: { type: "string", default: "8000" },
				"no-browser": { type: "boolean", default: false },
				// For tests, which have built before and must not build twice at a time.
				"as-built": { type: "boolean", default: false },
			},
		});
		const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : -1;
		if (port < 0 || port > 65_533)
			throw new Error("--port must be a number from 0 to 65533");
		return {
			port,
			withBrowser: !values["no-browser"],
			asBuilt: values["as-built"],
		};
	} catch (error) {
		throw new Trouble(
			`${error.message}.\nUsage: npm start -- [--no-browser] [--port 8000]   (the port and the two after it; 0 takes three free ones)`,
		);
	}
}

function writeReadyLine({ site, viewer, server, admin }, { extension }) {
	const line = JSON.stringify({ site, viewer, server, extension, admin });
	process.stdout.write(`DOCSIDE ${line}\n`);
}

/** Opens the browser, or says why not, and says what to do. Resolves with a way to close it. */
async function showPages({ site, viewer, admin }, room) {
	let close = () => {};
	if (hasDisplay()) {
		close = await openBrowser(await findBrowser(), room, [viewer, site]);
	} else {
		say(
			`There is no display here, so no browser was opened. The extension to load in one: ${room.extension}`,
		);
	}
	say(`
1. On ${site} (the company's site) press "Share documents with an agent" and read the key.
2. On ${viewer} (the agent's page) press the document icon, type the key, and allow Ana on the site.
3. Share a document, from either side.
4. Decide who may share what, as the administrator: ${admin}
   What you save there is a draft until you publish it. ${site}/staging/ shows the draft.

Ctrl+C here ends everything.
`);
	return close;
}
