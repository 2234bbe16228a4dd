/** Wakes for an event and keeps nothing: sessions live in the panel's page. */
import { browser, type Runtime } from "./browser.ts";
import { replyToLinkTest } from "./link-test.ts";
import { registerPages, startOnPage } from "./pages.ts";
import { STATUS_QUESTION, sharingStatus } from "./sharing-status.ts";

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
browser.storage.onChanged.addListener(register);

// The click grants this page until it is left (activeTab), so it works before anything is set up.
browser.action.onClicked.addListener((tab) => {
	void startOnPage(tab);
});

browser.runtime.onMessage.addListener(
	(message: unknown, sender: Runtime.MessageSender) => {
		if (message === STATUS_QUESTION && sender.id === browser.runtime.id)
			return sharingStatus();
		return replyToLinkTest(message, sender);
	},
);
