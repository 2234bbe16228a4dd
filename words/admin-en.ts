/**
 * The sentences of the administrator's page, in English. The names of controls are fixed: tests, screen
 * readers and trainers find things by them.
 */

const timeFormat = new Intl.DateTimeFormat("en-GB", {
	day: "numeric",
	month: "short",
	year: "numeric",
	hour: "2-digit",
	minute: "2-digit",
	second: "2-digit",
	hour12: false,
	timeZoneName: "short",
});
const countFormat = new Intl.NumberFormat("en");

/**
 * Day before month, in letters, which nobody reads the wrong way round; with the zone, for whoever compares two records
 * must not guess it. `iso`: an ISO 8601 time.
 */
function time(iso: string): string {
	return timeFormat.format(new Date(iso));
}

/** What was done, by the names the record uses. */
const DID: Readonly<Record<string, string>> = {
	created: "Created the group",
	"draft-saved": "Saved the draft",
	published: "Published to production",
	"rolled-back": "Rolled production back",
	"agent-invited": "Invited an agent",
	"agent-signed-in": "Signed in for the first time",
	"agent-company-sign-in": "Signed in with the company",
	"agent-role-changed": "Changed an agent’s role",
	"agent-revoked": "Revoked an agent",
	"agent-restored": "Let an agent in again",
	"administrator-invited": "Invited an administrator",
	"administrator-invitation-withdrawn":
		"Withdrew an administrator’s invitation",
	"administrator-set-up": "Set an administrator up",
	"administrator-removed": "Removed an administrator",
	"sign-in-link-made": "Made a sign-in link",
};

const dateFormat = new Intl.DateTimeFormat("en-GB", {
	day: "numeric",
	month: "short",
	year: "numeric",
});

export const adminEn = {
	time,
	/** The day alone; `iso` as above. */
	date: (iso: string) => dateFormat.format(new Date(iso)),
	count: (n: number) => countFormat.format(n),
	bytes: (n: number) => `${countFormat.format(n)} bytes`,
	megabytes: (bytes: number) => `${countFormat.format(bytes / 1_048_576)} MB`,

	page: {
		title: "Docside administration",
		of: (group: string) => `Group ${group}`,
		signedInAs: (name: string) => `Signed in as ${name}`,
		signOut: "Sign out",
		sections: "Sections",
		opening: "Opening…",
		offline:
			"The server cannot be reached. Check your connection and try again.",
		unexpected:
			"The server answered in a way this page does not understand. Load the page again.",
		otherGroup:
			"Another tab of this browser has signed in to another group. Load the page again to go on there.",
		tryAgain: "Try again",
		differs: "Draft differs from production",
		same: "Draft is what production shows",
		unsaved: "not saved",
		leaveTitle: "Sign out without saving?",
		leaveBody: (sections: string) =>
			`What you typed in ${sections} is not saved and would be lost.`,
		leave: "Sign out",
		stay: "Stay",
		cancel: "Cancel",
		copied: "Copied",
		copyFailed: "Copying is not allowed here. Select the text instead.",
	},

	signIn: {
		title: "Sign in",
		again: "Sign in again",
		againBody:
			"Your sign-in has ended. What you typed is still here and goes on from where it was.",
		name: "Your name",
		password: "Password",
		submit: "Sign in",
		show: "Show the password",
		forgotten:
			"Password forgotten? Whoever runs the server can make another set-up link.",
		linkOver:
			"This sign-in link does not work: it was used already, or it is too old. Sign in with your name and password, or ask whoever runs the server for another one.",
		missing: "Enter your name and your password.",
		cancelled:
			"Nothing was saved, because you are signed out. What you typed is still here.",
	},

	setUp: {
		title: "Set up an administrator",
		body: "This link works once. Choose the name and the password you will sign in with.",
		nameHint: "It stands beside your changes in the record.",
		passwordHint:
			"At least 12 characters. Long is what makes it strong: a few words will do.",
		submit: "Set up and sign in",
		nameMissing: "Enter a name.",
		passwordShort: "Enter at least 12 characters.",
		instead: "Sign in instead",
	},

	save: {
		save: "Save",
		discard: "Discard changes",
		unsaved: "Not saved yet.",
		saving: "Saving…",
		saved: (at: string) =>
			`Saved to the draft at ${at}. Production is unchanged.`,
		nothing: "Nothing has changed.",
		wrong: (n: number) =>
			n === 1
				? "Not saved: one entry needs your attention."
				: `Not saved: ${n} entries need your attention.`,
		conflict: (by: string, at: string) =>
			`Not saved: ${by} changed this section at ${at}. Your entries are still here. Save again to put them in the place of these:`,
		somebody: "Somebody else",
		meanwhile: "a moment ago",
		tooBusy:
			"Not saved: others are saving at the same time. Try again in a moment.",
	},

	sections: {
		sharing: "Document sharing",
		links: "Document Sharing Links for Agents",
		urls: "URL configuration",
		agents: "Agents and roles",
		branding: "Branding",
		install: "Install",
		publish: "Publish",
		record: "Record of changes",
	},

	/** The four switches. */
	switches: {
		visitorDocumentShare: "Visitor to share files from their computer",
		agentDocumentShare: "Agent to share files from their computer",
		agentDownloadDocumentShare: "Agent to save files that visitor has shared",
		visitorDownloadDocumentShare: "Visitor to save files that agent has shared",
	},
	switchHints: {
		visitorDocumentShare: "Off: agents cannot send a request.",
		agentDocumentShare:
			"Off: agents can still share approved documents from the links.",
		agentDownloadDocumentShare:
			"Off: what a visitor shares is view only. That cannot stop a picture of the screen.",
		visitorDownloadDocumentShare:
			"Off: what an agent shares is view only, approved documents too. That cannot stop a picture of the screen.",
	},

	sharing: {
		about:
			"Both sides check these rules: the one who shares refuses to send, and the one who watches refuses to accept.",
		who: "Who may share and save",
		limits: "Size limits",
		limitsAbout:
			"In MB; 1 MB is 1,048,576 bytes, and a file of exactly the limit passes.",
		agentPdfBytes: "Largest PDF from an agent",
		agentSheetBytes: "Largest Excel or CSV from an agent",
		visitorPdfBytes: "Largest PDF from a visitor that the agent may save",
		visitorSheetBytes:
			"Largest Excel or CSV from a visitor that the agent may save",
		agentLimit: "Binds approved documents too, savable or view only.",
		visitorLimit: "A larger one can be shared as view only, up to 2 GB.",
		mb: "MB",
		exactly: (bytes: number) => `${countFormat.format(bytes)} bytes.`,
		notANumber: "must be a number above 0 and below 2,048, such as 10 or 0.5",
		requests: "Requests",
		timeout: "Request time-out in seconds",
		timeoutHint:
			"How long a request to a visitor stays open, 5 to 600. Then it ends by itself on both sides.",
		types: "Allowed types",
		typesAbout: "What is of another type is refused before a byte is sent.",
		/** `names`: of approved links. */
		typesHide: (names: readonly string[]) =>
			`Agents will not be shown ${names.length === 1 ? "this link" : "these links"}: ${names.join(", ")}.`,
	},

	kinds: { pdf: "PDF", excel: "Excel", csv: "CSV" },

	links: {
		about:
			"Agents are offered these documents in this order. The agent’s browser fetches the link itself; no server keeps a copy.",
		used: (n: number, max: number) => `${n} of ${max} used`,
		full: (max: number) =>
			`${max} of ${max} used. Remove a link to add another one.`,
		fullMeanwhile: (max: number) =>
			`Not saved: ${max} of ${max} used. Somebody else added links meanwhile. Yours are still here; remove some of the links and save again.`,
		none: "There are no links yet.",
		add: "Add link",
		link: (place: number, name: string) =>
			name === "" ? `Link ${place}` : `Link ${place}: ${name}`,
		name: "Document Name",
		url: "Link",
		role: "Role",
		allRoles: "All roles",
		unknownRole: (name: string) => `${name} (no such role)`,
		active: "Active",
		download: "Download",
		kind: "Type",
		test: "Test link",
		up: "Move up",
		down: "Move down",
		remove: "Remove",
		keys: "Alt with the up or down arrow moves the link you are in.",
		moved: (name: string, place: number, of: number) =>
			`${name} is now ${place} of ${of}.`,
		removed: (name: string) =>
			`${name} is taken out of the list. Save to keep it so.`,
		unnamed: "The link",
		duplicate: "Another link has this name too: agents cannot tell them apart.",
		typeNotAllowed:
			"This type is not among the allowed types: agents are not shown this link.",
		downloadOff:
			"Visitors may not save anything while “Visitor to save files that agent has shared” is off.",
	},

	test: {
		testing: "Testing…",
		ok: (size: string, kind: string) => `OK: ${kind}, ${size}.`,
		fromExtension: (origin: string) =>
			`Tested from the extension in this browser (${origin}), the way agents’ browsers fetch it, and not by the server.`,
		otherExtension:
			"The server does not know this extension: agents use one with another origin, which the host must allow instead.",
		fromPage: (page: string) =>
			`Tested by your browser from this page (${page}), not from the extension, and not by the server.`,
		noExtension:
			"To be sure, test with the extension in this browser: press its icon in the browser’s toolbar on this page, or allow this page in the extension’s options.",
		letIn:
			"This extension was allowed on that host in this browser, and so needs no header. In other agents’ browsers it may need the one below.",
		unreadableFromExtension:
			"Not readable from the extension. The host does not allow it (missing CORS header), or the file is missing.",
		answersExtension:
			"The host does answer: let it send the header below with this file, or check that the file is there.",
		silentExtension:
			"The host did not answer at all. Check the address, and whether this computer reaches it.",
		forwards:
			"The host forwards to another address. A browser then asks there without saying for whom, so no header for the extension helps: enter the final address.",
		unreadable:
			"Not readable from this page. The host does not allow it (missing CORS header), or the file is missing.",
		answers:
			"The host does answer. If it allows only the extension, that is as it should be: this page is refused, agents are not.",
		silent: "The host did not answer at all, or forbids every other site.",
		missing: (status: number) =>
			`Not readable: the host answered ${status}. Is the file there, without a sign-in?`,
		header: "Header the host must send with this file",
		copyHeader: "Copy header",
		wrongType: (kind: string) =>
			`Wrong type: the content is not ${kind}. Agents would not be able to share it.`,
		tooLarge: (limit: string) =>
			`Too large: the limit for agents’ files of this type is ${limit}.`,
		badAddress: "Enter a link that begins with https:// first.",
		rateLimited:
			"Too many tests in a short time. Wait a few seconds and test again.",
		timedOut: "Not readable: the host did not finish answering in 30 s.",
	},

	urls: {
		about: "Addresses that visitors meet, and pages that may carry the tag.",
		terms: "Document Sharing Terms URL",
		termsHint:
			"Shown to the visitor as “Terms and conditions” in a request, in a new tab. Empty: no link.",
		sites: "Sites that may carry the tag",
		sitesHint:
			"One address a line, such as https://www.example.com. Other pages cannot hold the visitor’s frame.",
		site: (line: number) => `Line ${line}`,
	},

	roles: {
		title: "Roles",
		about:
			"What the agents of a role may do. A switch that is off for the whole group stays off for every role.",
		role: (name: string) => (name === "" ? "New role" : `Role ${name}`),
		name: "Role name",
		add: "Add role",
		remove: "Remove role",
		groupOff: "Off for the whole group.",
		none: "There are no roles yet. Agents need one.",
		full: (max: number) => `A group can have ${max} roles at most.`,
		inUse: (name: string, links: string) =>
			`${name} cannot be removed: these links are for it: ${links}.`,
	},

	agents: {
		title: "Agents",
		about: "What you do here holds at once. It is not part of the draft.",
		name: "Agent name",
		role: "Role",
		invite: "Invite agent",
		nameMissing: "Enter the name that visitors will see.",
		roleMissing: "Choose a role. Save one above first if there is none.",
		code: (name: string) => `Invitation code for ${name}`,
		codeAbout: (until: string) =>
			`Hand it over in a way you trust. It signs the extension in once, until ${until}, and is shown only now.`,
		server: "Server address for the extension",
		copyCode: "Copy code",
		done: "Done",
		none: "There are no agents yet.",
		state: {
			invited: (until: string) => `Invited until ${until}`,
			lapsed: "Invitation has lapsed",
			out: "Not signed in",
			active: "Signed in",
			revoked: "Revoked",
		},
		changeRole: "Change role",
		roleOf: (name: string) => `Role of ${name}`,
		roleChanged: (name: string, role: string) => `${name} now has ${role}.`,
		again: "Invite again",
		revoke: "Revoke",
		revokeTitle: (name: string) => `Revoke ${name}’s access?`,
		revokeBody:
			"The sign-in ends at once, a session that is open loses the right to share, and the agent cannot come back before you let them in again.",
		restore: "Let in again",
		restored: (name: string) =>
			`${name} may sign in again: by a new invitation, or with the company.`,
		revoked: (name: string) => `${name}’s access is revoked.`,
		showRevoked: (n: number) => `Show revoked agents (${n})`,
	},

	administrators: {
		title: "Administrators",
		about:
			"Everybody here may change everything on this page. What you do here holds at once. It is not part of the draft.",
		since: (date: string) => `Since ${date}`,
		you: "That is you",
		invite: "Invite administrator",
		link: "Set-up link for an administrator",
		linkAbout: (until: string) =>
			`Hand it over in a way you trust: whoever opens it becomes an administrator. It works once, until ${until}, and is shown only now.`,
		copyLink: "Copy link",
		done: "Done",
		open: (by: string) => `Invitation by ${by}`,
		until: (until: string) => `Nobody has used it yet. Until ${until}`,
		withdraw: "Withdraw",
		withdrawNamed: (by: string) => `Withdraw the invitation by ${by}`,
		withdrawn: "The invitation is withdrawn. Its link does not work any more.",
		remove: "Remove",
		removeNamed: (name: string) => `Remove ${name}`,
		removeTitle: (name: string) => `Remove ${name} as an administrator?`,
		removeBody:
			"Their sign-in ends at once, and the invitations they made are withdrawn. What they have changed stays, and so does the record of it.",
		removed: (name: string) => `${name} is an administrator no more.`,
	},

	branding: {
		about: "How the visitor’s side looks.",
		company: "Company name",
		companyHint: "Shown to the visitor beside the agent’s name.",
		accent: "Accent colour",
		accentHint: "Such as #0b5cad. Empty: the product’s own.",
		sample: "Share",
		sampleLabel: {
			light: "Sample of a button and a link in the light theme",
			dark: "Sample of a button and a link in the dark theme",
		},
		sampleLink: "Terms",
		contrast: (ratio: string, least: string) =>
			`White words have a contrast of ${ratio}:1 on this colour, and people need ${least}:1 to read them well. So words on it are dark, and links are darker than it. A darker colour would stay as you chose it.`,
		contrastGood: (ratio: string) =>
			`White words have a contrast of ${ratio}:1 on this colour.`,
		logo: "Logo address",
		logoHint:
			"An https address of a picture. Visitors’ browsers fetch it from its host, which so learns their network address. Empty: no logo.",
		logoAlt: "The logo at this address",
		logoMissing: "The picture at this address cannot be shown here.",
	},

	install: {
		about: "What to copy, made for this group and this server.",
		tag: "Tag for production",
		stagingTag: "Tag for staging",
		tagHint: "Paste it once into each page. It draws nothing by itself.",
		stagingHint:
			"For your own test site: it sees the draft before it is published.",
		start: "A button that starts a session",
		startHint:
			"Any element with this attribute starts one, as many as you like.",
		csp: "Content Security Policy of the site",
		cspHint:
			'Add this origin to the two directives if your pages send a policy. Nothing else is needed, but where links are marked data-docside="open": they are fetched by your own page, so its connect-src must allow that.',
		cors: "Header for hosts of approved documents",
		corsHint:
			"The host of each link must send it with the file, or agents’ browsers may not read it.",
		corsMany:
			"There are several extensions. A host answers with the one that asks.",
		extension: "Settings of the extension",
		extensionHint:
			"For a company roll-out by browser policy, with your viewer’s own address in it. Agents can type the same in the extension’s options.",
		noSites:
			"No site may carry the tag yet. Add yours under URL configuration.",
		copy: (what: string) => `Copy: ${what}`,
	},

	publish: {
		about: "Staging shows the draft. Production shows what was published last.",
		changes: "What publishing changes",
		none: "Nothing: the draft is what production shows.",
		unsaved: (sections: string) =>
			`Not part of this, because it is not saved: ${sections}.`,
		publish: "Publish to Production",
		published: (version: number) => `Version ${version} is in production now.`,
		staleProduction: (by: string, at: string) =>
			`Nothing was published: ${by} has changed production at ${at}. The changes are those against what production shows now. Look at them and publish again.`,
		staleDraft: (by: string, at: string) =>
			`Nothing was published: ${by} has changed the draft at ${at}. The changes below are those of now. Look at them and publish again.`,
		warnings: "Worth knowing about the draft",
		history: "Versions",
		version: (n: number) => `Version ${n}`,
		by: (who: string, at: string) => `${who}, ${at}`,
		inProduction: "in production",
		more: "Show older versions",
		rollBack: "Roll back",
		rollBackAbout:
			"Choose the version that production should show again. The draft stays as it is.",
		only: "There is no other version to go back to.",
		confirmTitle: (n: number) => `Roll back to version ${n}?`,
		confirmBody: "Production changes at once, for all visitors and agents:",
		rolledBack: (n: number) => `Production shows version ${n} again.`,
		staleRollback: (by: string, at: string) =>
			`Nothing was rolled back: ${by} has changed production at ${at}. The versions below are those of now.`,
	},

	record: {
		about:
			"Everything that was changed, by whom and when. Nothing can be taken from it.",
		time: "Time",
		who: "Who",
		what: "What",
		csv: "Export as CSV",
		json: "Export as JSON",
		more: "Show older changes",
		none: "Nothing has been changed yet.",
		changes: (n: number) => (n === 1 ? "1 change" : `${n} changes`),
		did: (what: string) => DID[what] ?? what,
	},

	/** One difference between two versions. */
	difference: {
		was: "was",
		becomes: "becomes",
		nothing: "none",
		company: "Company name",
		sites: "Sites that may carry the tag",
		requestTimeoutSeconds: "Request time-out",
		types: "Allowed types",
		termsUrl: "Document Sharing Terms URL",
		"branding.accent": "Accent colour",
		"branding.logoUrl": "Logo address",
		roles: "Roles, in order",
		links: "Links, in order",
		administrators: "Administrators",
		signInLink: "Sign-in link for",
		ofLink: (name: string, what: string) => `Link “${name}”: ${what}`,
		ofRole: (name: string, what: string) => `Role “${name}”: ${what}`,
		ofAgent: (name: string) => `Agent “${name}”: role`,
	},
};

export type AdminWords = typeof adminEn;
