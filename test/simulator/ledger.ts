/** What integrators hear on the pages of one person, and whether it makes sense. */
import type { DocsideEvent } from "../../session/state.ts";

export interface Ledger {
	hear(event: DocsideEvent): void;
	/** Another page: it may hear the end of what the page before had open. */
	newPage(): void;
	/** Documents that were said to be shared and not to have ended since, by this page. */
	readonly open: readonly string[];
	/** Everything that was heard, for a failure's sake. */
	readonly heard: readonly string[];
}

/** `mayReturn`: a document that another agent shares comes again to this one after the visitor's page was loaded anew. */
export function createLedger(options: {
	who: string;
	mayReturn(document: string): boolean;
	onWrong(what: string): void;
}): Ledger {
	const { who, mayReturn, onWrong } = options;
	const shared = new Set<string>();
	const heard: string[] = [];
	let open: string[] = [];
	let isFirstPage = true;
	let hasEnded = false;

	return {
		get open() {
			return open;
		},
		heard,
		newPage() {
			open = [];
			isFirstPage = false;
		},
		hear(event) {
			const { detail } = event;
			const name = "name" in detail ? detail.name : "";
			heard.push(`${event.event} ${name}`);
			if (hasEnded) onWrong(`${who} hears ${event.event} after sessionend`);
			switch (event.event) {
				case "documentShared":
					if (open.length > 0)
						onWrong(`${who} hears that ${name} is shared, ${open} still open`);
					if (shared.has(name) && !mayReturn(name))
						onWrong(`${who} hears twice that ${name} is shared`);
					shared.add(name);
					open = [name];
					return;
				case "enddocshare":
					if (!open.includes(name) && isFirstPage)
						onWrong(`${who} hears of the end of ${name}, which is not open`);
					open = open.filter((it) => it !== name);
					return;
				case "sessionend":
					if (open.length > 0) onWrong(`${who}'s session ends before ${open}`);
					hasEnded = true;
					return;
				default:
			}
		},
	};
}
