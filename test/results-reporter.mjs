/** What a run of Vitest came to, written down for `npm test`: each file's counts, and whether it broke outside of them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const RESULTS = fileURLToPath(
	new URL("output/results.json", import.meta.url),
);

/** Vitest makes one of it, by the name of this file. */
export default class ResultsReporter {
	onTestRunEnd(modules, unhandledErrors, reason) {
		const files = modules.map((module) => {
			const states = [...module.children.allTests()].map(
				(test) => test.result().state,
			);
			const failed = states.filter((state) => state === "failed").length;
			return {
				path: module.moduleId,
				passed: states.filter((state) => state === "passed").length,
				// A file that cannot even be read has no tests.
				failed: module.ok() ? failed : Math.max(failed, 1),
			};
		});
		const broke = unhandledErrors.length > 0 || reason === "interrupted";
		mkdirSync(dirname(RESULTS), { recursive: true });
		writeFileSync(RESULTS, JSON.stringify({ files, broke }));
	}
}
