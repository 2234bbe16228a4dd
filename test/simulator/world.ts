/** What everybody of one schedule has in common. */
import type { LinkRule } from "../../policy/rules.ts";
import type { SharingRules } from "../../policy/settings.ts";
import { OPEN_RULES, withSharing } from "../flows/rules.ts";
import type { Documents } from "./documents.ts";
import type { Random } from "./random.ts";
import type { Schedule } from "./schedule.ts";

export type World = {
	random: Random;
	documents: Documents;
	rules: Record<"agent" | "visitor", SharingRules>;
	links: LinkRule[];
	/** Something that must not be. */
	wrong(what: string): void;
	/** For whoever looks for the cause. */
	tell(what: string): void;
};

/** A document up to this size is allowed to everybody, under all rules. */
export const SMALL_BYTES = 40_000;

export function rulesOf(rules: Schedule["rules"]): World["rules"] {
	switch (rules) {
		case "open":
			return { agent: OPEN_RULES, visitor: OPEN_RULES };
		case "view-only": {
			const viewOnly = withSharing({
				agentDownloadDocumentShare: false,
				visitorDownloadDocumentShare: false,
			});
			return { agent: viewOnly, visitor: viewOnly };
		}
		case "strict": {
			const limits = { ...OPEN_RULES.limits, agentPdfBytes: SMALL_BYTES };
			return { agent: OPEN_RULES, visitor: { ...OPEN_RULES, limits } };
		}
		default:
			return rules satisfies never;
	}
}
