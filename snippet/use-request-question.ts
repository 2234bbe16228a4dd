import { useEffect } from "preact/hooks";
import { maySave } from "../policy/rules.ts";
import type { LoaderPort } from "./loader-port.ts";
import type { GatheringInPanel } from "./use-gathering.ts";
import { type RequestFacts, useSiteRequest } from "./use-site-request.ts";

/**
 * What the visitor is asked when an agent asks for a document. Undefined where nobody does, and while it is the page
 * that asks the visitor.
 */
export function useRequestQuestion(options: {
	loader: LoaderPort;
	session: GatheringInPanel;
	/** Counts the sessions: each numbers its agents and requests anew. */
	attempt: number;
	termsUrl: string | null;
}): RequestFacts | undefined {
	const { loader, session, attempt, termsUrl } = options;
	const { gathering, tell } = session;
	const { request } = session.picture;
	const asked = request?.stage === "asked";
	const facts = {
		agent: request?.by.agent ?? "",
		savable: request !== undefined && maySave(request.by.rules, "visitor"),
		termsUrl,
	};
	const asker = useSiteRequest({
		loader,
		key: asked ? `${attempt} ${request.by.id} ${request.number}` : undefined,
		facts,
		onAnswer: (answer) => gathering?.answer(answer),
	});

	// What was said about the last document would be taken for news of the next.
	useEffect(() => {
		if (asked) tell("");
	}, [asked]);

	return asked && asker === "frame" ? facts : undefined;
}
