/** What the pages of the bench can do. Built into dist/bench, with the product's own code in it. */
import { transferPage } from "./page-transfer.ts";
import { viewPage } from "./page-view.ts";

const bench = { ...transferPage, ...viewPage };

declare global {
	interface Window {
		bench: typeof bench;
	}
}

window.bench = bench;
