/**
 * In the administrator's page of the agent's own server, and in no other: hands `Test link` to the background, which has
 * the extension's origin, and the verdict back. The page's scripts are not trusted: a test needs a person's press.
 */
import {
	type LinkTestReply,
	parseLinkTestReply,
	parseLinkTestRequest,
} from "../session/link-test-port.ts";
import { browser } from "./browser.ts";

declare global {
	/** Set in the extension's own world, which the page does not share. */
	var docsideLinkTest: boolean | undefined;
}

if (!globalThis.docsideLinkTest) {
	globalThis.docsideLinkTest = true;
	addEventListener("message", (event: MessageEvent<unknown>) => {
		const { data, source, origin, ports } = event;
		const [port] = ports;
		if (source !== window || origin !== location.origin || !port) return;
		const request = parseLinkTestRequest(data);
		// An extension that was updated leaves its script behind, with nobody to speak for.
		if (request === undefined || !browser.runtime?.id) return;
		const tell = (reply: LinkTestReply) => port.postMessage(reply);
		if (!navigator.userActivation.isActive) return tell({ type: "declined" });
		tell({ type: "testing" });
		browser.runtime.sendMessage(request).then(
			(answer) => tell(parseLinkTestReply(answer) ?? { type: "declined" }),
			() => tell({ type: "declined" }),
		);
	});
}
