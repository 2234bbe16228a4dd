import {
	agentOf,
	type LinkRule,
	type Provenance,
	type Refusal,
	type Role,
	refusal,
} from "../policy/rules.ts";
import type { SharingRules } from "../policy/settings.ts";
import { cleanResume } from "./clean-message.ts";
import type { CloseWhy, Happening } from "./happening.ts";
import type { PairedLink } from "./introduce.ts";
import { createLine } from "./line.ts";
import type { Find, Found, Place } from "./place.ts";
import { receiverOf } from "./receiver.ts";
import { createRequestClock } from "./request-clock.ts";
import type { RowMap } from "./row-map.ts";
import { type SaveProgress, saveDocument } from "./save.ts";
import type { ByteRange, DocumentSource } from "./source.ts";
import {
	initialState,
	type Notice,
	type Others,
	type SessionEvent,
	type SessionState,
} from "./state.ts";
import { openState, step } from "./step.ts";
import { resumeMessage } from "./step-resumed.ts";
import { createTransfer } from "./transfer.ts";
import type { Travel } from "./travel.ts";

export type SessionOptions = {
	link: PairedLink;
	role: Role;
	/** The settings as this end was given them: it checks its own moves and the other's by them. */
	rules: SharingRules;
	/** Approved links, as this end knows them. */
	links: readonly LinkRule[];
	/** The agent introduces themselves by this name; on the visitor's side, the name they are known by to the server. */
	agentName?: string | undefined;
	/** Finds the other end again when it is not heard any more, and pairs with it by `resumeSecret`. The agent's end dials. */
	redial?: ((signal: AbortSignal) => Promise<PairedLink>) | undefined;
	/** Our page was loaded anew in the middle of a session with this agent: `link` is the one that goes on. */
	continued?: { agent: string } | undefined;
	/** On the visitor's side: another agent's request is open, so this one's is answered `busy`. */
	isAsked?: () => boolean;
	on: {
		changed(state: SessionState): void;
		event(event: SessionEvent): void;
		notice(notice: Notice): void;
	};
};

/** A session with one other person. It knows no screen: panels show its state and call its verbs. */
export interface Session {
	readonly state: SessionState;
	/** What the other end is able to do, as its `hello` said. */
	readonly theirs: readonly string[];
	/** The document that is shared now: the file itself on one side, what arrives of it on the other. */
	readonly source: DocumentSource | undefined;
	/** The share that was open before this page was loaded anew: that it is shared is no news. */
	readonly known: number | undefined;
	/** Goes on over another link to the same other end. What was missed is made up for. */
	resume(link: PairedLink): void;
	/** What the sharer said that opening their document takes to read. */
	readonly reading: ByteRange[] | undefined;
	/** The visitor lets the agent in, or not. */
	welcome(allowed: boolean): void;
	request(): void;
	cancelRequest(): void;
	answer(answer: "accepted" | "declined"): void;
	/** Offers a document, unless the rules forbid it: then nothing is sent and the reason comes back. */
	share(source: DocumentSource, terms: ShareTerms): Refusal | undefined;
	/** Closes the document on both sides. `by`: the other agent who did it. */
	closeDocument(why?: CloseWhy, by?: string): void;
	/** Tells the agent of the other agents. */
	tellOthers(others: Others): void;
	moved(place: Place): void;
	searched(find: Find): void;
	found(found: Found): void;
	pointed(at: Place | null): void;
	/** The sharer's viewer has found out where the rows of a CSV begin. */
	mapped(map: RowMap): void;
	/**
	 * The watcher's copy: fetches what is missing, compares it with the sharer's digest and returns the bytes. Rejects
	 * with a SaveError. Nobody is told before `saved`.
	 */
	save(
		signal: AbortSignal,
		onProgress: (progress: SaveProgress) => void,
	): Promise<Blob>;
	/** The copy is written: both sides' events fire. */
	saved(): void;
	/** Which way the bytes go, and how many have gone. */
	travel(): Promise<Travel>;
	/** This page is going away. */
	leave(): void;
	/** `by`: who has ended it; this end's own person, unless said otherwise. */
	end(by?: Role): void;
}

/** What a screen needs of whoever looks at a document together: one session, or all of a visitor's. */
export type DocumentSession = Pick<
	Session,
	| "source"
	| "share"
	| "moved"
	| "searched"
	| "found"
	| "pointed"
	| "mapped"
	| "save"
	| "saved"
> & { closeDocument(): void };

export type ShareTerms = {
	savable: boolean;
	from: Provenance;
	reading?: ByteRange[];
};

/** Begins a session over a paired link. The agent's end introduces itself at once. */
export function openSession(options: SessionOptions): Session {
	const { role, rules, links, on, continued } = options;
	let state: SessionState = continued
		? openState(continued.agent)
		: initialState;
	/** The share that was open when our page was loaded anew: its event fired on the page before. */
	let known: number | undefined;
	/** What our own person does in a page loaded anew before it has heard what is open: done then, in this order. */
	let held: (() => void)[] | undefined = continued && [];

	const violated = () => take({ type: "end", reason: "error", why: "error" });
	const line = createLine({
		link: options.link,
		redial: options.redial,
		fresh: continued !== undefined,
		on: {
			message: (message) => receive(message),
			data: (frame) => transfer.receiveData(frame),
			presence: (presence) => take({ type: "presence", presence }),
			silent: () => take({ type: "end", reason: "error", why: "silent" }),
			violation: violated,
			// Who has not been let in has nothing to go on with.
			meeting: (fresh) =>
				state.phase === "open" ? resumeMessage(state, fresh) : undefined,
			relinked: () => transfer.relink(),
			met(message, fresh) {
				const theirs = cleanResume(message);
				if (fresh) known = theirs.document?.share;
				release(() => take({ type: "resumed", theirs, fresh }));
			},
		},
	});
	const transfer = createTransfer({
		link: line,
		onGone: () => take({ type: "close", why: "gone" }),
		onViolation: violated,
	});
	const requests = createRequestClock({
		role,
		seconds: rules.requestTimeoutSeconds,
		lapsed: () => take({ type: "answer", answer: "expired" }),
	});

	const receive = receiverOf({
		...options,
		transfer,
		take,
		state: () => state,
		send: line.send,
	});

	function take(happening: Happening) {
		const before = state;
		const outcome = step(state, happening, role);
		state = outcome.state;
		for (const message of outcome.send) line.send(message);
		const open = state.phase === "open" ? state : undefined;
		transfer.keepOnly(open?.document?.share);
		requests.follow(state);
		for (const event of outcome.events) if (!isKnown(event)) on.event(event);
		for (const notice of outcome.notices) on.notice(notice);
		if (state.phase === "ended" && before.phase !== "ended") {
			transfer.close();
			line.close();
			release(() => {});
		}
		if (state !== before) on.changed(state);
	}

	function act(what: () => void) {
		if (held) held.push(what);
		else what();
	}

	/** Nothing is held back any more from when `first` happens. */
	function release(first: () => void) {
		const waiting = held ?? [];
		held = undefined;
		first();
		for (const what of waiting) what();
	}

	function share(source: DocumentSource, terms: ShareTerms) {
		// The session ended under the sharer's finger: the document is ours to free.
		if (state.phase !== "open") return source.close();
		const { name, kind, size } = source;
		const { savable, from, reading } = terms;
		const isFar = agentOf(from) !== undefined;
		transfer.prepare(source, { savable, isFar });
		const document = { name, kind, size, savable, from };
		take({
			type: "share",
			document: reading ? { ...document, reading } : document,
		});
	}

	function isKnown({ event }: SessionEvent): boolean {
		const open = state.phase === "open" ? state.document : null;
		return event === "documentShared" && open?.share === known;
	}

	line.open();
	if (role === "agent" && options.agentName !== undefined && !continued)
		take({ type: "introduce", name: options.agentName });

	return {
		get state() {
			return state;
		},
		theirs: line.theirs,
		get known() {
			return known;
		},
		resume: line.replace,
		get source() {
			return transfer.source;
		},
		get reading() {
			return transfer.watching?.reading;
		},
		welcome: (allowed) => take({ type: "welcome", allowed }),
		request: () => act(() => take({ type: "request" })),
		cancelRequest: () => act(() => take({ type: "cancel-request" })),
		answer: (answer) => take({ type: "answer", answer }),
		share(source, terms) {
			const { kind, size } = source;
			const { savable, from } = terms;
			const proposal = { sharedBy: role, from, kind, size, savable };
			const why = refusal(rules, links, proposal);
			if (why === undefined) act(() => share(source, terms));
			return why;
		},
		closeDocument: (why = "done", by) =>
			act(() => take({ type: "close", why, by })),
		tellOthers: (others) => take({ type: "others", others }),
		moved: (place) => take({ type: "moved", place }),
		searched: (find) => take({ type: "searched", find }),
		found: (found) => take({ type: "found", found }),
		pointed: (at) => take({ type: "pointed", at }),
		mapped: (map) => take({ type: "mapped", map }),
		save: (signal, onProgress) => saveDocument(transfer, signal, onProgress),
		saved: () => take({ type: "saved" }),
		travel: line.travel,
		leave: () => line.send({ type: "away" }),
		end: (by = role) => take({ type: "end", reason: by, why: "ended" }),
	};
}
