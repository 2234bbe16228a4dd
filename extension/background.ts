/** Wakes for an event and keeps nothing: sessions live in the panel's page. */
import { browser, type Runtime } from "./browser.ts";
import { forgetSession } from "./kept-session.ts";
import { replyToLinkTest } from "./link-test.ts";
import { registerPages, startOnPage } from "./pages.ts";
import {
	iconPlace,
	PLACE_QUESTION,
	REASON_QUESTION,
	sharingReason,
} from "./sharing-status.ts";

// One after the other: two registrations at once would trip over each other.
let registering: Promise<unknown> = Promise.resolve();

function register() {
	registering = registering.then(registerPages).catch((error) => {
		console.warn("Docside could not register its pages:", error);
	});
}

browser.runtime.onInstalled.addListener(register);
browser.runtime.onStartup.addListener(register);
browser.permissions.onAdded.addListener(register);
browser.permissions.onRemoved.addListener(register);
browser.storage.onChanged.addListener((_changes, area) => {
	// Sessions come and go there; options do not.
	if (area !== "session") register();
});
browser.tabs.onRemoved.addListener((tab) => void forgetSession(tab));

// The click grants this page until it is left (activeTab), so it works before anything is set up.
browser.action.onClicked.addListener((tab) => {
	void startOnPage(tab);
});

browser.runtime.onMessage.addListener(
	(message: unknown, sender: Runtime.MessageSender) => {
		if (sender.id !== browser.runtime.id) return undefined;
		if (message === PLACE_QUESTION) return iconPlace(sender.tab?.id);
		if (message === REASON_QUESTION) return sharingReason();
		return replyToLinkTest(message, sender);
	},
);
