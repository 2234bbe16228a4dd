import { expect, vi } from "vitest";
import type { DocumentKind } from "../../policy/kinds.ts";
import type { LinkRule, Role } from "../../policy/rules.ts";
import type { SharingRules } from "../../policy/settings.ts";
import { ABILITIES } from "../../session/abilities.ts";
import { fileSource } from "../../session/file-source.ts";
import {
	type IntroductionOptions,
	introduce,
	type PairedLink,
} from "../../session/introduce.ts";
import {
	type Crossing,
	createLinkedPair,
	type LinkedPair,
	type LinkedPairOptions,
} from "../../session/memory-link.ts";
import type { Message } from "../../session/messages.ts";
import { openSession, type Session } from "../../session/session.ts";
import type { DocumentSource } from "../../session/source.ts";
import type {
	DocsideEvent,
	Notice,
	SessionState,
	SharedDocument,
} from "../../session/state.ts";
import { LINKS, OPEN_RULES } from "./rules.ts";

/** One person of a story: their session, and all that their screen was told, in order. */
export type Person = {
	session: Session;
	states: SessionState[];
	events: DocsideEvent[];
	notices: Notice[];
	/** The document that is open on their screen. */
	readonly document: SharedDocument | null;
};

export type Story = Record<Role, Person> & {
	pair: LinkedPair;
	/** Messages and frames that crossed since the visitor let the agent in. */
	crossed: Crossing[];
	/** Types of the messages that `from` has sent, `data` for frames, without what came of presence. */
	sent(from: Role): string[];
	/** Sends what no honest end of that role would, over its own link. */
	forge(from: Role, message: Message): Promise<void>;
};

export type StoryOptions = {
	/** As each end was given them; the same ones by default. */
	rules?: Partial<Record<Role, SharingRules>>;
	links?: Partial<Record<Role, LinkRule[]>>;
	/** False: the visitor has not answered yet. */
	welcome?: boolean;
	link?: LinkedPairOptions;
	/** What each end says that it is able to do. */
	can?: Partial<Record<Role, string[]>>;
};

/** An agent and a visitor, paired by digits over a link in memory, the agent let in. */
export async function meet(options: StoryOptions = {}): Promise<Story> {
	const crossed: Crossing[] = [];
	const able = (role: Role) => {
		const can = options.can?.[role];
		return can && { can };
	};
	const pair = createLinkedPair({
		...options.link,
		spy: (crossing) => crossed.push(crossing),
	});
	const ends = await Promise.all([
		introduceAs("agent", pair, able("agent")),
		introduceAs("visitor", pair, able("visitor")),
	]);
	const [agent, visitor] = [
		person("agent", ends[0], options),
		person("visitor", ends[1], options),
	];
	if (options.welcome !== false) {
		await until(() => visitor.states.length > 0);
		visitor.session.welcome(true);
		await until(() => agent.session.state.phase === "open");
	}
	crossed.length = 0;
	return {
		agent,
		visitor,
		pair,
		crossed,
		sent: (from) => crossed.filter((it) => it.from === from).flatMap(typeOf),
		async forge(from, message) {
			pair[from].send(message);
			await arrivals();
		},
	};
}

export function introduceAs(
	role: Role,
	pair: LinkedPair,
	change: Partial<IntroductionOptions> = {},
): Promise<PairedLink> {
	return introduce(pair[role], {
		role,
		secret: "55129034",
		sessionId: "4821",
		can: [...ABILITIES],
		...change,
	});
}

/** One end's session over a paired link. */
export function person(
	role: Role,
	link: PairedLink,
	options: Pick<StoryOptions, "rules" | "links"> & {
		name?: string;
		continued?: { agent: string };
	} = {},
): Person {
	const states: SessionState[] = [];
	const events: DocsideEvent[] = [];
	const notices: Notice[] = [];
	const session = openSession({
		link,
		role,
		rules: options.rules?.[role] ?? OPEN_RULES,
		links: options.links?.[role] ?? LINKS,
		...(role === "agent" && { agentName: options.name ?? "Ana" }),
		continued: options.continued,
		on: {
			changed: (state) => states.push(state),
			event: (event) => events.push(event),
			notice: (notice) => notices.push(notice),
		},
	});
	return {
		session,
		states,
		events,
		notices,
		get document() {
			return session.state.phase === "open" ? session.state.document : null;
		},
	};
}

function typeOf({ payload }: Crossing): string[] {
	if (typeof payload !== "string") return ["data"];
	const { type } = JSON.parse(payload);
	return type === "beat" ? [] : [type];
}

/** What a document of each kind begins with: the watcher's end looks. */
const BEGINNING: Record<DocumentKind, string> = {
	pdf: "%PDF-1.7",
	excel: "PK\x03\x04",
	csv: "a,b,c\n",
};

/** The same bytes, but for a beginning that fits the kind where there is room. */
function begin(bytes: Uint8Array<ArrayBuffer>, kind: DocumentKind) {
	const beginning = new TextEncoder().encode(BEGINNING[kind]);
	if (bytes.length >= beginning.length) bytes.set(beginning);
	return bytes;
}

/** A document of this computer. */
export function file(
	bytes: Uint8Array<ArrayBuffer>,
	name = "contract.pdf",
	kind: DocumentKind = "pdf",
): DocumentSource {
	return fileSource(new Blob([begin(bytes, kind)]), kind, name);
}

/** A file of a size that is only claimed: beyond its beginning it is blank. */
export function claimed(size: number, kind: DocumentKind = "pdf") {
	const name = { pdf: "a.pdf", excel: "a.xlsx", csv: "a.csv" }[kind];
	const source: DocumentSource = {
		name,
		kind,
		size,
		async read(start, end) {
			const bytes = new Uint8Array(end - start).fill(32);
			return start === 0 ? begin(bytes, kind) : bytes;
		},
		close() {},
	};
	return source;
}

/** Waits for a state. Works with fake timers too, which it does not move. */
export async function until(reached: () => boolean): Promise<void> {
	for (let turns = 0; turns < 2_000; turns++) {
		if (reached()) return;
		await turn();
	}
	expect.unreachable("This state was never reached");
}

/** Lets everything that is under way arrive. */
export async function arrivals(): Promise<void> {
	for (let turns = 0; turns < 30; turns++) await turn();
}

const realImmediate = setImmediate;
/** One turn of the event loop, whatever the clock is. */
function turn(): Promise<void> {
	return new Promise((resolve) => realImmediate(resolve));
}

/** Moves the clock, and lets what follows from it arrive. */
export async function pass(seconds: number): Promise<void> {
	for (let second = 0; second < seconds; second++) {
		await vi.advanceTimersByTimeAsync(1_000);
	}
	await arrivals();
}

/** Shares, and waits until the other has it. */
export async function shareWith(
	sharer: Person,
	watcher: Person,
	source: DocumentSource,
	savable = true,
): Promise<void> {
	const refused = sharer.session.share(source, { savable, from: "computer" });
	expect(refused).toBeUndefined();
	await until(
		() =>
			watcher.document !== null &&
			watcher.document.share === sharer.document?.share,
	);
	// The watcher looks whether it is what it is said to be.
	await arrivals();
}
