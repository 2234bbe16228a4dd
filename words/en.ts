/**
 * Every sentence a person can meet, in English. Screens, tests, screen readers and trainers find things by these
 * names, so the names of controls are fixed; other languages translate this object.
 */

const bytesFormat = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const countFormat = new Intl.NumberFormat("en");

/** A size as people read it: 1 MB is 1,048,576 bytes. */
function size(bytes: number): string {
	if (bytes < 1024) return `${bytes} bytes`;
	if (bytes < 1_048_576) return `${bytesFormat.format(bytes / 1024)} KB`;
	if (bytes < 1_073_741_824)
		return `${bytesFormat.format(bytes / 1_048_576)} MB`;
	return `${bytesFormat.format(bytes / 1_073_741_824)} GB`;
}

const tenthsFormat = new Intl.NumberFormat("en", {
	minimumFractionDigits: 1,
	maximumFractionDigits: 1,
});

/** How much of it is here, in one unit and as wide each time: "12.4 of 48.0 MB". */
function amount(bytes: number, total: number): string {
	const [unit, name] = total < 1_048_576 ? [1024, "KB"] : [1_048_576, "MB"];
	return `${tenthsFormat.format(bytes / unit)} of ${tenthsFormat.format(total / unit)} ${name}`;
}

function timeLeft(seconds: number): string {
	if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s left`;
	return `about ${countFormat.format(Math.round(seconds / 60))} min left`;
}

/** The kinds of document, as policy/kinds.ts names them. */
type Kind = "pdf" | "excel" | "csv";
const KINDS: Record<Kind, string> = {
	pdf: "PDF",
	excel: "Excel (.xls, .xlsx)",
	csv: "CSV (.csv, .tsv)",
};
// British English, for its list has no comma before "and".
const listFormat = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** Such as "PDF, Excel (.xls, .xlsx) and CSV (.csv, .tsv)". */
function kindList(kinds: readonly Kind[]): string {
	return listFormat.format(kinds.map((kind) => KINDS[kind]));
}

export const en = {
	size,
	count: (n: number) => countFormat.format(n),
	/** Several people as one phrase: "Ana, Ben and Eva". */
	people: (names: readonly string[]) => listFormat.format(names),

	/** The document's own controls, inside the sealed frame. */
	viewer: {
		toolbar: "Document",
		search: "Search",
		searchIn: "Search in document",
		matchCase: "Match case",
		wholeWords: "Whole words",
		nextMatch: "Next match",
		previousMatch: "Previous match",
		closeSearch: "Close search",
		matches: (index: number, total: number) =>
			`${countFormat.format(index)} of ${countFormat.format(total)}`,
		searching: "Searching…",
		noMatches: "No matches",
		noText: "No text in this document",
		zoomIn: "Zoom in",
		zoomOut: "Zoom out",
		zoomLevel: (percent: number) => `${percent} %`,
		previousPage: "Previous page",
		nextPage: "Next page",
		page: "Page",
		ofPages: (n: number) => `of ${countFormat.format(n)}`,
		pageRegion: (page: number) => `Page ${page}`,
		/** On a page that a damaged file names and does not have. */
		pageMissing:
			"This page is missing: the file is damaged here. Try saving it again in the program it comes from.",
		sheets: "Sheets",
		rows: (n: number, complete: boolean) =>
			complete
				? `${countFormat.format(n)} rows`
				: `${countFormat.format(n)} rows so far`,
		grid: (name: string) => `Cells of ${name}`,
		emptySheet: "This sheet is empty.",
		opening: "Opening…",
		password: "Document password",
		passwordOpen: "Open",
		passwordNeeded: "This document is protected by a password.",
		passwordStays: "The password stays on this device. It is sent to nobody.",
		passwordWrong: "That password does not open the document. Try again.",
		linkTitle: "Open this link?",
		linkOpen: "Open link",
		linkCancel: "Stay here",
		pointsHere: (name: string) => `${name} points here`,
	},

	/** Both sides' panels. */
	panel: {
		title: "Document sharing",
		minimise: "Minimise",
		restore: "Show Docside",
		endSession: "End session",
		sharedDocument: (name: string) => `Shared document: ${name}`,
		preview: (name: string) => `Preview: ${name}`,
		sharedBy: (person: string) => `Shared by ${person}`,
		sharedByYou: "Shared by you",
		onlyYou: "Only you see this so far.",
		save: "Save",
		saveAsText: "Save with formulas as text",
		savingName: "Saving",
		/** `rate`: bytes a second; undefined while it is not known, 0 when nothing comes. */
		saving: (bytes: number, total: number, rate: number | undefined) => {
			if (rate === undefined) return amount(bytes, total);
			if (rate < 1) return `${amount(bytes, total)}, waiting…`;
			return `${amount(bytes, total)}, ${size(rate)}/s, ${timeLeft((total - bytes) / rate)}`;
		},
		savingPaused: (bytes: number, total: number) =>
			`${amount(bytes, total)}, paused`,
		saved: (name: string) => `${name} is saved on this device.`,
		savePause: "Pause",
		saveGoOn: "Go on",
		slowConnection: (bytes: number) =>
			`Your connection is slow, or saves data. This document is ${size(bytes)}: only the parts that are looked at are sent, all of it only when it is saved.`,
		viewOnly: "View only",
		close: "Close document",
		share: "Share",
		shareViewOnly: "Share as view only",
		cancel: "Cancel",
		chooseFile: "Choose a file",
		chooseAnother: "Choose another file",
		allowedTypes: (kinds: readonly Kind[]) =>
			kinds.length === 1 ? `${kindList(kinds)} only.` : `${kindList(kinds)}.`,
		loading: "Opening the document…",
		replacing: (person: string, name: string) => `${person} is sharing ${name}`,
		replacingOwn: (name: string) => `You are sharing ${name}`,
		replaceBody: "Only one document can be open. Replace it with yours?",
		replace: "Replace",
		tryAgain: "Try again",
		poweredBy:
			"The document goes from browser to browser. No server keeps a copy.",
	},

	/** "Where did my file go?": what this browser has counted. */
	where: {
		title: "Where did my file go?",
		close: "Close",
		route: {
			direct: "Straight from browser to browser, with no server in between.",
			relayed:
				"From browser to browser through a relay, which sees only encrypted bytes and cannot read them.",
			none: "There is no connection now.",
		},
		documents: "Documents",
		all: "In all, encrypted",
		sent: "Sent",
		received: "Received",
		server: "Docside server",
		sentOfDocuments: "Documents sent",
		sentToMeet: "Sent to set up the connection",
		since: "Counted by this browser since this page was loaded.",
	},

	/** The agent's panel. */
	agent: {
		shareDocument: "Share document",
		sessionKey: "Session key",
		keyHint: "Ask the visitor for the digits on their screen.",
		join: "Join",
		joining: "Joining…",
		goingBack: "This page was loaded anew. Going back to the visitor…",
		waitingForWelcome: "Waiting for the visitor to let you in…",
		inSession: "In session with the visitor",
		inSessionWith: (others: string) =>
			`In session with the visitor, and ${others}`,
		approved: "Approved documents you can share",
		staging:
			"This visitor is on a staging page: what you see here is the draft.",
		noApproved: "No approved documents for your role yet.",
		fromComputer: "From your computer",
		fromVisitor: "From the visitor",
		sendRequest: "Send request",
		requestHint: "Ask the visitor to share a document with you.",
		waiting: "Waiting for the visitor…",
		waitingToChoose: "The visitor accepted and is choosing a document…",
		cancelRequest: "Cancel request",
		fetching: (name: string) => `Fetching ${name}…`,
		mayBeSaved: "The visitor will be able to save a copy.",
		viewOnlyBody: "View only: the visitor can look at it but not save it.",
		shareAnother: "Share another document",
		revoked:
			"Your sign-in was taken back by your administrator. The session was ended and documents are closed.",
		joinAnother: "Join another session",
		options: "Open options",
		visitor: "Visitor",
	},

	/** The visitor's frame. */
	visitor: {
		connecting: "Getting your session key…",
		returning: "This page was loaded anew. Going back to the session…",
		sessionKey: "Session key",
		keyHint: "Read these digits to your agent.",
		keyWhy: "They let one person join, once, for ten minutes.",
		keyRenewed: "That key was tried with wrong digits, so here is a new one.",
		copyKey: "Copy key",
		copied: "Copied",
		stopWaiting: "Cancel",
		wantsToJoin: (agent: string) => `${agent} wants to join`,
		wantsToJoinBody:
			"You will look at documents together. Nothing on your device is shared unless you choose it.",
		allow: "Allow",
		refuse: "Refuse",
		inSession: (agent: string) => `In session with ${agent}`,
		addAgent: "Add an agent",
		addAgentTitle: "A key for another agent",
		addAgentFailed:
			"The server does not know this session any more. It goes on, but no agent can be added: for that, end it and start another one.",
		addAgentHint: "Read these digits to the other agent.",
		back: "Back",
		willSee: (agent: string, name: string) => `${agent} will see ${name}.`,
		willSave: (agent: string, name: string) =>
			`${agent} will see ${name}, and will be able to save a copy.`,
		idle: (agent: string) =>
			`When ${agent} shares a document, it appears here. You will be asked before anything of yours is shared.`,
		idleSeveral:
			"When one of your agents shares a document, it appears here. You will be asked before anything of yours is shared.",
		asksToShare: (agent: string) => `${agent} asks you to share a document`,
		asksBody: "You choose the file and see it first. Accepting sends nothing.",
		mayBeSaved: (agent: string) => `${agent} will be able to save a copy.`,
		viewOnlyBody: (agent: string) =>
			`View only: ${agent} can look at it but not save it.`,
		accept: "Accept",
		decline: "Decline",
		terms: "Terms and conditions",
		pick: (agent: string) => `Choose a document for ${agent}`,
		drop: "or drop a file here",
		start: "Share documents with an agent",
		again: "Start again",
		dismiss: "Close",
	},

	/** A document of the site's own, and the site's say in what is shared. */
	link: {
		viewTogether: "View together",
		openHere: "Open here",
		body: (agent: string) =>
			`Look at it together with ${agent}? You see it first. Nothing is shared before you press Share.`,
		fetching: "Fetching the document…",
		missing: (name: string) => `${name} is not there any more.`,
		denied: (name: string) =>
			`You may not open ${name}. You may have to sign in to the site first.`,
		failed: (name: string, status: number) =>
			`The site could not hand out ${name} (${status}). Try again later.`,
		unreachable: (name: string) =>
			`${name} cannot be fetched. Check your connection, or open it here.`,
		tooLarge: (name: string, limit: number) =>
			`${name} is too large to view together: the limit is ${size(limit)}.`,
		checking: "Asking the site whether this may be shared…",
		notAllowed: (name: string, reason: string) =>
			reason === ""
				? `The site does not allow ${name} to be shared.`
				: `The site does not allow ${name} to be shared: ${reason}`,
		noAnswer: (name: string) =>
			`The site did not say whether ${name} may be shared, so it was not. Try again.`,
	},

	/** Said once, where it happened, and read out. */
	notice: {
		declined: "The visitor declined to share a document.",
		"request-expired": "The request ended without an answer.",
		"request-not-allowed": "Sharing by visitors is switched off.",
		"request-cancelled": "The agent took the request back.",
		"request-busy":
			"The visitor is answering another agent. Try again in a moment.",
		closed: (person: string, name: string) => `${person} closed ${name}.`,
		replaced: (person: string, name: string) =>
			`${person} is sharing another document instead of ${name}.`,
		replacedBy: (
			person: string,
			next: string | undefined,
			name: string,
			own: boolean,
		) =>
			`${person} is sharing ${next ?? "another document"} instead of ${own ? `your ${name}` : name}.`,
		joined: (person: string) => `${person} is in this session too.`,
		left: (person: string, name: string | undefined) =>
			name === undefined
				? `${person} has left.`
				: `${person} has left, so ${name} was closed.`,
		crossed: (name: string) =>
			`You both shared at the same moment. ${name} was closed; the visitor’s document is shown.`,
		crossedBy: (person: string, name: string) =>
			`You both shared at the same moment. ${name} was closed; ${person}’s document is shown.`,
		refused: (name: string) =>
			`${name} was not opened: the rules of this group do not allow it.`,
		damaged: (name: string) =>
			`${name} was closed: it is damaged, or not what its name says.`,
		"share-again": (name: string) =>
			`This page was loaded anew, and “${name}” went with it. Choose it again to go on.`,
		gone: (name: string) =>
			`${name} was closed: it was changed or moved on the device it came from.`,
		opened: (person: string, name: string) => `${person} shares ${name}.`,
		sessionActive: "Session active",
	},

	presence: {
		here: "",
		quiet: (person: string) => `No sign of ${person}. Reconnecting…`,
		away: (person: string) => `${person} has left the page. Waiting…`,
		lost: (person: string) =>
			`The connection to ${person} is lost. Reconnecting…`,
	},

	/** Said once, when somebody is heard again. */
	presenceBack: (person: string) => `${person} is back.`,

	/** Why a session ended, and what to do next. */
	ended: {
		title: "Session ended",
		byVisitor: "The visitor ended the session.",
		byAgent: "The agent ended the session.",
		byYou: "You ended the session. Documents are closed on both sides.",
		refused: "The visitor did not let you in.",
		refusedByYou: "You refused. Nothing was shared.",
		silent: "The other person was away for two minutes, so the session ended.",
		error: "The session ended because of a fault in the connection.",
	},

	/** Why a document is not shared. */
	refusal: {
		"sharing-off":
			"Your administrator has switched sharing from the computer off.",
		"saving-off": "Saving is switched off for this document.",
		"unknown-link": "This document is not approved any more.",
		"wrong-type": "The file is not of the type that was approved.",
		empty: "This file is empty. Choose another one.",
		tooLarge: (name: string, bytes: number, limit: number) =>
			`${name} is too large: ${size(bytes)}. The limit is ${size(limit)}.`,
		tooLargeBytes: (bytes: number, limit: number) =>
			`(${countFormat.format(bytes)} of at most ${countFormat.format(limit)} bytes)`,
		viewOnlyInstead:
			"That is the limit for documents that may be saved. You can share it as view only.",
		twoFiles: "One document at a time. Choose or drop a single file.",
		noFile: "That is no file. Choose one from this device.",
		/** `allowed`: what the administrator lets people share. */
		unsupported: (name: string, allowed: readonly Kind[]) =>
			`${name} cannot be shared. Allowed: ${kindList(allowed)}.`,
		mismatch: (name: string, allowed: readonly Kind[]) =>
			`${name} is not what its name says. Allowed: ${kindList(allowed)}.`,
		linkUnreadable: (name: string) =>
			`${name} cannot be read from where it is kept. Tell your administrator: the file is missing, or its server does not allow this extension (CORS).`,
	},

	/** Why an agent cannot join. */
	join: {
		malformed:
			"A session key has at least 12 digits. Check it with the visitor.",
		key: "That key does not work. Check the digits with the visitor, or ask for a new key.",
		"other-version":
			"The visitor’s site uses another version of Docside. Please update the extension, or ask for the site to be updated.",
		"sign-in":
			"You are not signed in, or your sign-in was taken back. Sign in on the extension’s options page.",
		"rate-limited": "Too many tries. Wait a minute and try again.",
		offline: "The Docside server cannot be reached. Check your connection.",
		"no-way-back":
			"This page was loaded anew, and the session could not go on. Ask the visitor for a new key.",
		cancelled: "",
	},

	/** Why a visitor cannot start. */
	start: {
		"insecure-page":
			"This page is not secure (https), so documents cannot be shared here.",
		unknown:
			"This site is not set up for sharing documents. Please tell the site’s owner.",
		"rate-limited": "Too many tries. Wait a minute and try again.",
		offline:
			"Document sharing cannot be reached. Check your connection and try again.",
		"sign-in":
			"This site may not share documents. Please tell the site’s owner.",
		unexpected: "Something went wrong. Try again in a moment.",
		"unknown-session":
			"The server does not know this key any more. Start again for a fresh one.",
		"no-way-back":
			"This page was loaded anew, and the session could not go on. You can start another one.",
		"other-version":
			"The agent uses another version of Docside. Please ask them to update, or reload this page to update yours.",
	},

	saveFailure: {
		refused: "Saving was not allowed.",
		differs:
			"The copy differs from the original, so it was not saved. Try again.",
		closed: "The document was closed before it was saved.",
	},

	/** Why the icon in the viewer’s toolbar cannot share. */
	icon: {
		"insecure-page":
			"Documents cannot be shared from a page that is not secure (https).",
		"sharing-off": "Your administrator has switched document sharing off.",
		"sign-in":
			"You are not signed in, or your sign-in was taken back. Sign in on the extension’s options page.",
		"no-server": "Enter the server’s address on the extension’s options page.",
		offline: "The Docside server cannot be reached.",
	},

	options: {
		title: "Docside options",
		about:
			"Docside puts a document icon into the pages you work in. Your administrator has given you what to enter here.",
		server: "Server address",
		serverHint: "As your administrator gave it to you, beginning with https://",
		invitation: "Invitation",
		invitationHint:
			"The code your administrator gave you. It signs you in, once; then it is used up.",
		wrongInvitation:
			"This invitation is not known, or was used. Ask your administrator for a new one.",
		token: "Sign-in token",
		tokenHint:
			"Only if you were given one instead of an invitation. It signs you in; keep it to yourself.",
		viewerPages: "Viewer pages",
		viewerPagesHint:
			"Where the icon appears: one pattern a line, for instance https://viewer.example.com/*.",
		viewerPagesAsk:
			"When you save, the browser asks whether Docside may work there: allow it.",
		more: "Further settings",
		byCompany: "Set by your company.",
		toolbarSelector: "Toolbar",
		toolbarSelectorHint:
			"A CSS selector of the place for the icon. Empty: the page marks it, or the icon floats at the top right.",
		keySelector: "Session key on the page",
		keySelectorHint:
			"A CSS selector of the element that shows the session key. Empty: you type it.",
		save: "Save",
		saved: "Saved.",
		signedInAs: (name: string, company: string) =>
			`Signed in as ${name}, ${company}.`,
		wrongServer: "Enter an address that begins with https://",
		wrongPattern: (pattern: string) =>
			`"${pattern}" is not a page pattern. It looks like https://viewer.example.com/*`,
		wrongSelector: "This is not a CSS selector.",
		notGranted:
			"Saved, but without your permission the icon cannot appear on those pages.",
		administrators: "For administrators",
		administratorsHint: (page: string) =>
			`“Test link” on your administrator’s page can fetch documents from this extension, as agents’ browsers do. For that the extension must be allowed on ${page}. It does nothing else there.`,
		allowAdministrators: "Allow on the administrator’s page",
		administratorsAllowed: "Allowed. “Test link” is run from this extension.",
		administratorsRefused:
			"Not allowed. “Test link” is run from the page instead, which says less.",
	},

	/** An agent signs in with their company's own sign-in page. */
	company: {
		part: "Who is signed in",
		signIn: "Sign in with your company",
		first: "Sign in to share documents with visitors.",
		waiting: "Go on in the window that has opened…",
		signedIn: (name: string, company: string, role: string) =>
			`Signed in as ${name}, ${company}. Role: ${role}.`,
		signOut: "Sign out",
		signedOut: "You are signed out in this browser.",
		failure: {
			cancelled: "The window was closed before you were signed in.",
			denied:
				"Your company’s sign-in was cancelled or did not let you in. Try again, or ask your administrator.",
			mistaken:
				"Your company’s sign-in answered with an error. Try again. If it happens again, tell your administrator.",
			provider:
				"Your company’s sign-in page cannot be reached. Try again in a minute.",
			refused: "Your company’s sign-in was not accepted. Try again.",
			revoked:
				"Your administrator has taken your sign-in back. Ask them to let you in again.",
			role: "Your company has given you none of the roles that may share documents. Ask your administrator.",
			name: "Your company’s sign-in does not say your name. Tell your administrator.",
			full: "There are too many agents already. Tell your administrator.",
			"rate-limited": "Too many tries. Wait a minute and try again.",
			offline: "The Docside server cannot be reached. Check your connection.",
		},
	},

	/** Why a document cannot be shown. */
	failure: {
		damaged:
			"This document is damaged and cannot be opened. Try saving it again in the program it comes from.",
		unsupported: "This kind of file cannot be shown.",
		"too-complex":
			"This workbook is too large to show once unpacked. Save the sheet you need as a file of its own, or as CSV.",
		encrypted:
			"This document is encrypted in a way that cannot be opened here. Save a copy without a password and choose that.",
		hung: "This document did not open in time and was stopped. The session goes on.",
		gone: "The document can no longer be read. It was changed or moved. Choose it again.",
	},
};

export type Words = typeof en;
