import * as v from "valibot";
import {
	type LinkTestReply,
	linkTestRequest,
	parseLinkTestReply,
} from "../session/link-test-port.ts";
import {
	LINK_TEST_TIMEOUT_MS,
	type LinkQuestion,
	type LinkTest,
	linkQuestionSchema,
	testLink,
} from "../session/test-link.ts";

/** What was found out, and who did: only the extension's own test is sure about agents. */
export type TestedLink =
	| {
			by: "extension";
			origin: string;
			test: LinkTest;
			/** Into the document's host, by the person: it needs no header there. */
			letIn: boolean;
	  }
	| { by: "page"; test: LinkTest };

/** An extension says that it is there before it does anything else. */
const EXTENSION_ANSWERS_WITHIN_MS = 1_000;
/** It ends the test itself; this is for one that is updated or switched off meanwhile. */
const EXTENSION_ENDS_WITHIN_MS = LINK_TEST_TIMEOUT_MS + 10_000;

/**
 * Tests a link from the extension where this browser has one that is allowed on this page, otherwise from this page.
 * The server has no part in it: it would read what the agents' browsers may not, and be a way into its own network.
 */
export async function testApprovedLink(
	question: LinkQuestion,
): Promise<TestedLink> {
	if (!v.is(linkQuestionSchema, question))
		return { by: "page", test: { result: "bad-address" } };
	const reply = await askExtension(question);
	if (reply?.type === "tested") {
		const { origin, test, letIn } = reply;
		return { by: "extension", origin, test, letIn };
	}
	return { by: "page", test: await testLink(question) };
}

/** The extension's last word; undefined where there is no extension, or not any more. */
function askExtension(
	question: LinkQuestion,
): Promise<LinkTestReply | undefined> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		const end = (reply?: LinkTestReply) => {
			clearTimeout(waiting);
			port1.close();
			resolve(reply);
		};
		let waiting = setTimeout(end, EXTENSION_ANSWERS_WITHIN_MS);
		port1.onmessage = ({ data }: MessageEvent<unknown>) => {
			const reply = parseLinkTestReply(data);
			if (reply === undefined) return;
			if (reply.type !== "testing") return end(reply);
			clearTimeout(waiting);
			waiting = setTimeout(end, EXTENSION_ENDS_WITHIN_MS);
		};
		postMessage(linkTestRequest(question), location.origin, [port2]);
	});
}
