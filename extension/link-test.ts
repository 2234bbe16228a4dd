import {
	type LinkTestReply,
	parseLinkTestRequest,
} from "../session/link-test-port.ts";
import { type LinkQuestion, testLink } from "../session/test-link.ts";
import { isAdministratorPage } from "./administrator-pattern.ts";
import { browser, type Runtime } from "./browser.ts";
import { loadOptions } from "./options-store.ts";

/** An administrator may test all twenty links at once, and then one every three seconds. */
const TESTS_AT_ONCE = 20;
const ONE_MORE_AFTER_MS = 3_000;

/** In memory: a worker that was idle long enough to be put away has earned them all again. */
let left = TESTS_AT_ONCE;
let counted = 0;

/**
 * Answers `Test link` for the administrator's page of the server in the options, with what this extension can read.
 * Undefined when the message is none of this.
 */
export function replyToLinkTest(
	message: unknown,
	sender: Runtime.MessageSender,
): Promise<LinkTestReply> | undefined {
	const request = parseLinkTestRequest(message);
	const ours = sender.id === browser.runtime.id;
	if (request === undefined || !ours) return undefined;
	return reply(request.question, sender);
}

async function reply(
	question: LinkQuestion,
	{ url = "", frameId }: Runtime.MessageSender,
): Promise<LinkTestReply> {
	const { server } = await loadOptions();
	if (frameId !== 0 || !isAdministratorPage(url, server))
		return { type: "declined" };
	const { origin } = new URL(browser.runtime.getURL(""));
	const test = isAllowedNow(Date.now())
		? await testLink(question)
		: ({ result: "rate-limited" } as const);
	return {
		type: "tested",
		origin,
		test,
		letIn: await isLetIn(question, server),
	};
}

/** Where the browser lets the extension in, it does not ask the host. For a part of a host it does not either. */
async function isLetIn(
	{ url }: LinkQuestion,
	server: string,
): Promise<boolean> {
	const { origin } = new URL(url);
	if (URL.canParse(server) && origin === new URL(server).origin) return true;
	return browser.permissions
		.contains({ origins: [`${origin}/*`] })
		.catch(() => false);
}

function isAllowedNow(now: number): boolean {
	const earned = Math.floor((now - counted) / ONE_MORE_AFTER_MS);
	if (left + earned >= TESTS_AT_ONCE) {
		left = TESTS_AT_ONCE;
		counted = now;
	} else if (earned > 0) {
		left += earned;
		counted += earned * ONE_MORE_AFTER_MS;
	}
	if (left === 0) return false;
	left -= 1;
	return true;
}
