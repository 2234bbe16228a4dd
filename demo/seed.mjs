import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ROOT, Trouble } from "./prepare.mjs";

/** Fills the database of a room. Resolves with the token of a link that signs its administrator in. */
export async function seedDatabase(room) {
	try {
		const { stdout } = await promisify(execFile)(
			process.execPath,
			["dist/server/demo-seed.mjs"],
			{
				cwd: ROOT,
				env: {
					...process.env,
					DEMO_SETTINGS: room.settings,
					DEMO_DATABASE: room.database,
				},
			},
		);
		return stdout.trim();
	} catch (error) {
		throw new Trouble(`The demo's group could not be set up. ${error.message}`);
	}
}
