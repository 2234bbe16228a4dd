import { ensureBuilt, ensurePackages } from "../demo/prepare.mjs";

/** What the tests of a project of vite.config.ts open. */
const OPENED = {
	browser: ["bare", "admin", "server"],
	flows: ["extension", "snippet", "admin", "server", "bare", "corpus"],
};

/** Builds once, before the tests; `npm test` has done so and says it. Fails with a sentence when the build does. */
export default async function setup({ name }) {
	if (process.env.DOCSIDE_AS_BUILT) return;
	await ensurePackages();
	await ensureBuilt(OPENED[name]);
}
