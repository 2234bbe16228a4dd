import type { BenchOptions } from "./options.ts";
import type { Report } from "./report.ts";
import type { World } from "./world.ts";

/** One story of the bench. */
export interface Bench {
	/** For `--only`. */
	name: string;
	run(given: BenchOptions & { world: World; report: Report }): Promise<void>;
}
