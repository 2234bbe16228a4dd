import type { DocsideCheck } from "./docside.d.ts";
import type { ToFrame, ToLoader } from "./frame-port.ts";
import { thrownLater } from "./page-events.ts";

/** The page's `beforeShare`: it hears what is about to be shared, and allows or denies it. */
export function createSiteCheck(toFrame: (message: ToFrame) => void) {
	let check: DocsideCheck | undefined;

	const set = (next: DocsideCheck | undefined) => {
		check = next;
		toFrame({ type: "checks", on: next !== undefined });
	};

	return {
		/** Whether there is one. */
		isSet: () => check !== undefined,
		beforeShare(next: DocsideCheck): () => void {
			set(next);
			return () => {
				if (check === next) set(undefined);
			};
		},
		/** Anything but `true` denies: a mistake in the page must not let a document through. */
		async ask({
			check: number,
			document,
		}: Extract<ToLoader, { type: "check" }>) {
			const type = "verdict";
			try {
				const verdict: unknown = check ? await check(document) : true;
				const allowed = verdict === true;
				const reason = allowed ? "" : denial(verdict);
				toFrame({ type, check: number, allowed, reason });
			} catch (error) {
				thrownLater(error);
				toFrame({ type, check: number, allowed: false, reason: "" });
			}
		},
	};
}

function denial(verdict: unknown): string {
	const deny: unknown =
		typeof verdict === "object" && verdict && Reflect.get(verdict, "deny");
	return typeof deny === "string" ? deny.slice(0, 300) : "";
}
