import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { MAX_DOCUMENT_BYTES } from "../../policy/settings.ts";
import {
	MAX_MESSAGE_CHARS,
	type Message,
	MessageError,
	type MessageType,
	PROTOCOL,
	parseMessage,
} from "../../session/messages.ts";
import { runs } from "../counts.ts";

const HEX32 = "0f".repeat(32);
const HEX64 = "0f".repeat(64);
const pdf = { kind: "pdf" as const, page: 1, x: -1.5, y: 700 };
const cell = { kind: "sheet" as const, sheet: 0, row: 0.5, column: 2 };
const find = { query: "rate", matchCase: true, wholeWords: false, index: 0 };
/** A million rows and more, as its sharer tells where they begin. */
const map = {
	rows: 3,
	columns: 4,
	step: 1,
	distances: [400, 400],
	strays: [[1, 2] as [number, number]],
	delimiter: ";",
	encoding: "windows-1252",
	widths: [5, 42],
	complete: true,
};
const largestMap = {
	...map,
	rows: 2_147_000_000,
	columns: 1_000_000,
	step: 536_750,
	distances: Array(4_000).fill(536_750),
	strays: Array(500).fill([2_146_999_999, 1_000_000]),
	widths: Array(2_000).fill(42),
	complete: false,
};
const LAST_TURN = Number.MAX_SAFE_INTEGER;

/** One of each, and the largest of what has a bound. */
const MESSAGES: { [T in MessageType]: Extract<Message, { type: T }>[] } = {
	hello: [
		{ type: "hello", protocol: PROTOCOL, role: "agent", can: ["files"] },
		{
			type: "hello",
			protocol: 1_000_000,
			role: "visitor",
			can: Array(32).fill("x".repeat(40)),
		},
		{ type: "hello", protocol: 0, role: "visitor", can: [], site: "staging" },
	],
	pair: [{ type: "pair", share: HEX32 }],
	confirm: [{ type: "confirm", mac: HEX64 }],
	who: [
		{ type: "who", name: "Ana" },
		{ type: "who", name: "é".repeat(80) },
	],
	welcome: [
		{ type: "welcome", allowed: true },
		{ type: "welcome", allowed: false },
	],
	request: [
		{ type: "request", request: 1 },
		{ type: "request", request: 2_147_483_647 },
	],
	cancel: [{ type: "cancel", request: 1 }],
	answer: (
		["accepted", "declined", "expired", "not-allowed", "busy"] as const
	).map((answer) => ({ type: "answer", request: 1, answer })),
	offer: [
		{
			type: "offer",
			share: 1,
			over: 0,
			name: "a.pdf",
			kind: "pdf",
			size: 1,
			savable: true,
			from: "computer",
		},
		{
			type: "offer",
			share: 2_147_483_647,
			over: 2_147_483_647,
			name: "x".repeat(255),
			kind: "csv",
			size: MAX_DOCUMENT_BYTES,
			savable: false,
			from: { link: "x".repeat(64) },
			reading: Array(2_000).fill([0, MAX_DOCUMENT_BYTES]),
		},
		{
			type: "offer",
			share: 2,
			over: 0,
			name: "a.pdf",
			kind: "pdf",
			size: 1,
			savable: false,
			from: { agent: "x".repeat(80) },
		},
	],
	resume: [
		{
			type: "resume",
			fresh: false,
			shares: { agent: 3, visitor: 0 },
			lastRequest: 1,
			request: { number: 1, stage: "accepted" },
			document: { share: 3, name: "contract.pdf", by: "Ana" },
		},
		{
			type: "resume",
			fresh: true,
			shares: { agent: 0, visitor: 0 },
			lastRequest: 0,
			request: null,
			document: null,
		},
	],
	rows: [
		{ type: "rows", share: 1, map },
		{ type: "rows", share: 2, map: largestMap },
	],
	read: [
		{ type: "read", share: 1, start: 0, end: 1 },
		{
			type: "read",
			share: 1,
			start: MAX_DOCUMENT_BYTES,
			end: MAX_DOCUMENT_BYTES,
		},
	],
	unread: [{ type: "unread", share: 1, start: 0 }],
	gone: [{ type: "gone", share: 1 }],
	save: [{ type: "save", share: 1 }],
	digest: [{ type: "digest", share: 1, sha256: HEX32 }],
	refused: [{ type: "refused", share: 1 }],
	saved: [{ type: "saved", share: 1 }],
	position: [
		{ type: "position", share: 1, turn: 0, place: pdf },
		{ type: "position", share: 1, turn: LAST_TURN, place: cell },
	],
	find: [
		{ type: "find", share: 1, turn: 1, find },
		{
			type: "find",
			share: 1,
			turn: LAST_TURN,
			find: { ...find, query: "x".repeat(200), index: 1_000_000_000 },
		},
		{ type: "find", share: 1, turn: 1, find: { ...find, query: "" } },
	],
	found: [
		{
			type: "found",
			share: 1,
			turn: 1,
			found: { status: "no-text", total: 0, index: 0, hit: null },
		},
		{
			type: "found",
			share: 1,
			turn: 1,
			found: {
				status: "done",
				total: 1_000_000_000,
				index: 1_000_000_000,
				hit: { kind: "pdf", page: 1, rects: Array(32).fill([0, 0, 1, 1]) },
			},
		},
		{
			type: "found",
			share: 1,
			turn: 1,
			found: { status: "searching", total: 1, index: 1, hit: cell },
		},
	],
	pointer: [
		{ type: "pointer", share: 1, at: pdf },
		{ type: "pointer", share: 1, at: null },
	],
	close: (["done", "replaced", "refused", "damaged", "left"] as const).flatMap(
		(why) => [
			{ type: "close", share: 1, why },
			{ type: "close", share: 1, why, by: "x".repeat(80) },
		],
	),
	others: [
		{ type: "others", agents: [], sharing: null },
		{
			type: "others",
			agents: Array(7).fill("x".repeat(80)),
			sharing: { by: "x".repeat(80), name: "x".repeat(255) },
		},
	],
	beat: [{ type: "beat" }],
	away: [{ type: "away" }],
	bye: (["ended", "refused", "error"] as const).map((why) => ({
		type: "bye",
		why,
	})),
};

const ALL: Message[] = Object.values(MESSAGES).flat();

function refuses(text: unknown): void {
	expect(() => parseMessage(text)).toThrow(MessageError);
}

/** The first message of a type, with one thing changed. */
function changed(type: MessageType, change: object): string {
	return JSON.stringify({ ...MESSAGES[type][0], ...change });
}

describe("parseMessage", () => {
	it.each(ALL.map((message) => [message.type, message] as const))(
		"reads back what was written: %s",
		(_, message) => {
			const text = JSON.stringify(message);
			expect(text.length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
			expect(parseMessage(text)).toEqual(message);
		},
	);

	it.each<[MessageType, object]>([
		["hello", { protocol: 1_000_001 }],
		["hello", { protocol: -1 }],
		["hello", { protocol: 1.5 }],
		["hello", { protocol: "1" }],
		["hello", { role: "admin" }],
		["hello", { site: "elsewhere" }],
		["hello", { can: Array(33).fill("x") }],
		["hello", { can: ["x".repeat(41)] }],
		["hello", { can: [""] }],
		["hello", { can: "files" }],
		["pair", { share: HEX64 }],
		["pair", { share: HEX32.slice(1) }],
		["pair", { share: HEX32.toUpperCase() }],
		["pair", { share: `${HEX32}\n` }],
		["confirm", { mac: HEX32 }],
		["who", { name: "" }],
		["who", { name: "x".repeat(81) }],
		["welcome", { allowed: 1 }],
		["request", { request: 0 }],
		["request", { request: 2_147_483_648 }],
		["cancel", { request: 0 }],
		["cancel", { request: 2_147_483_648 }],
		["answer", { request: 0 }],
		["answer", { answer: "maybe" }],
		["offer", { share: 0 }],
		["offer", { share: 2_147_483_648 }],
		["offer", { over: -1 }],
		["offer", { over: 2_147_483_648 }],
		["offer", { name: "" }],
		["offer", { name: "x".repeat(256) }],
		["offer", { kind: "exe" }],
		["offer", { size: 0 }],
		["offer", { size: MAX_DOCUMENT_BYTES + 1 }],
		["offer", { size: 1.5 }],
		["offer", { savable: "yes" }],
		["offer", { from: "cloud" }],
		["offer", { from: { link: "short" } }],
		["offer", { from: { link: "x".repeat(65) } }],
		["offer", { from: { link: "abcdefgh", url: "https://a.example/" } }],
		["offer", { reading: Array(2_001).fill([0, 1]) }],
		["offer", { reading: [[0, MAX_DOCUMENT_BYTES + 1]] }],
		["offer", { reading: [[-1, 1]] }],
		["offer", { reading: [[0]] }],
		["offer", { reading: [[0, 1, 2]] }],
		["offer", { from: { agent: "" } }],
		["offer", { from: { agent: "x".repeat(81) } }],
		["offer", { from: { agent: "Ana", link: "abcdefgh" } }],
		["rows", { share: 0 }],
		["rows", { map: { ...map, rows: 0 } }],
		["rows", { map: { ...map, rows: 2 } }],
		["rows", { map: { ...map, rows: 4 } }],
		["rows", { map: { ...map, step: 2, rows: 5 } }],
		["rows", { map: { ...map, complete: false } }],
		["rows", { map: { ...map, step: 0 } }],
		["rows", { map: { ...map, step: 1.5 } }],
		["rows", { map: { ...map, columns: 1_000_001 } }],
		["rows", { map: { ...largestMap, distances: Array(4_000).fill(4) } }],
		["rows", { map: { ...map, distances: [400, 0] } }],
		["rows", { map: { ...map, distances: [400, Number.NaN] } }],
		["rows", { map: { ...map, distances: [400, 2_147_483_647] } }],
		["rows", { map: { ...largestMap, distances: Array(4_001).fill(9) } }],
		["rows", { map: { ...map, strays: [[-1, 0]] } }],
		["rows", { map: { ...map, strays: Array(501).fill([1, 1]) } }],
		["rows", { map: { ...map, widths: Array(2_001).fill(1) } }],
		["rows", { map: { ...map, delimiter: "" } }],
		["rows", { map: { ...map, encoding: "UTF-8\n" } }],
		["read", { share: 0 }],
		["read", { start: -1 }],
		["read", { end: 0 }],
		["read", { end: MAX_DOCUMENT_BYTES + 1 }],
		["unread", { start: MAX_DOCUMENT_BYTES + 1 }],
		["gone", { share: 0 }],
		["save", { share: 1.5 }],
		["digest", { sha256: HEX64 }],
		["refused", { share: null }],
		["saved", { share: -1 }],
		["position", { turn: -1 }],
		["position", { turn: LAST_TURN + 1 }],
		["position", { place: { ...pdf, page: 0 } }],
		["position", { place: { ...pdf, page: 1_000_001 } }],
		["position", { place: { ...pdf, page: 1.5 } }],
		["position", { place: { ...pdf, x: 1_000_001 } }],
		["position", { place: { ...pdf, y: -1_000_001 } }],
		["position", { place: { ...pdf, zoom: 2 } }],
		["position", { place: { ...cell, sheet: 10_001 } }],
		["position", { place: { ...cell, row: -1 } }],
		["position", { place: { ...cell, row: 2_147_483_648 } }],
		["position", { place: { ...cell, column: 1_000_001 } }],
		["position", { place: { kind: "csv" } }],
		["find", { find: { ...find, query: "x".repeat(201) } }],
		["find", { find: { ...find, index: 1_000_000_001 } }],
		["find", { find: { ...find, index: -1 } }],
		["find", { find: { ...find, regex: true } }],
		["found", { found: { status: "lost", total: 0, index: 0, hit: null } }],
		[
			"found",
			{
				found: {
					status: "done",
					total: 1,
					index: 1,
					hit: { kind: "pdf", page: 1, rects: [] },
				},
			},
		],
		[
			"found",
			{
				found: {
					status: "done",
					total: 1,
					index: 1,
					hit: { kind: "pdf", page: 1, rects: Array(33).fill([0, 0, 1, 1]) },
				},
			},
		],
		["pointer", { at: undefined }],
		["pointer", { at: { ...pdf, x: "0" } }],
		["close", { why: "bored" }],
		["close", { by: "" }],
		["close", { by: "x".repeat(81) }],
		["others", { agents: Array(8).fill("Ana") }],
		["others", { agents: ["x".repeat(81)] }],
		["others", { agents: [""] }],
		["others", { sharing: { by: "Ana" } }],
		["others", { sharing: { by: "Ana", name: "x".repeat(256) } }],
		["others", { sharing: undefined }],
		["bye", { why: "silent" }],
	])("refuses a %s of %o", (type, change) => {
		refuses(changed(type, change));
	});

	it.each(
		ALL.filter(({ type }) => type !== "hello").map(
			(message) => [message.type, message] as const,
		),
	)("refuses an unknown field of %s", (_, message) => {
		refuses(JSON.stringify({ ...message, later: 1 }));
	});

	it("lets a newer hello say more, and forgets it", () => {
		const hello = MESSAGES.hello[0];
		expect(parseMessage(changed("hello", { later: { deep: [1] } }))).toEqual(
			hello,
		);
	});

	it.each(Object.keys(MESSAGES))("refuses a %s with nothing in it", (type) => {
		if (type === "beat" || type === "away") return;
		refuses(JSON.stringify({ type }));
	});

	it.each<[string, unknown]>([
		["a number", 7],
		["nothing", undefined],
		["an object", { type: "beat" }],
		["bytes", new ArrayBuffer(9)],
		["no JSON", "{"],
		["null", "null"],
		["a list", "[]"],
		["a list of messages", '[{"type":"beat"}]'],
		["a text", '"beat"'],
		["no type", "{}"],
		["a type that is no text", '{"type":["beat"]}'],
		["an unknown type", '{"type":"rm"}'],
		["a property of every object", '{"type":"constructor"}'],
		["the prototype", '{"type":"__proto__"}'],
		["an own __proto__", '{"type":"beat","__proto__":{"polluted":1}}'],
		[
			"an own __proto__ further in",
			'{"type":"pointer","share":1,"at":{"kind":"pdf","page":1,"x":0,"y":0,"__proto__":{"polluted":1}}}',
		],
		["NaN", '{"type":"opened","share":NaN}'],
		["infinity", '{"type":"opened","share":1e999}'],
		[
			"deep nesting",
			`{"type":"beat","x":${"[".repeat(30_000)}${"]".repeat(30_000)}}`,
		],
		[
			"deep nesting of objects",
			`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
		],
		[
			"one character too many",
			`${" ".repeat(MAX_MESSAGE_CHARS - 14)}{"type":"beat"}`,
		],
	])("refuses %s", (_, text) => refuses(text));

	it("reads a message of the greatest length", () => {
		const text = '{"type":"beat"}'.padEnd(MAX_MESSAGE_CHARS);
		expect(parseMessage(text)).toEqual({ type: "beat" });
	});
});

describe("whatever is sent", () => {
	const prototype = Object.getOwnPropertyNames(Object.prototype).sort();
	afterEach(() => {
		expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(
			prototype,
		);
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
	});

	function survives(text: string): void {
		try {
			const message = parseMessage(text);
			expect(Object.keys(MESSAGES)).toContain(message.type);
			expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
		} catch (error) {
			expect(error).toBeInstanceOf(MessageError);
		}
	}

	it("is a message or a MessageError, as any text", () => {
		fc.assert(fc.property(fc.string({ unit: "binary" }), survives));
	});

	it("is a message or a MessageError, as any JSON of any type", () => {
		const type = fc.constantFrom(...Object.keys(MESSAGES), "__proto__");
		const value = fc.jsonValue({ maxDepth: 4 });
		const key = fc.constantFrom("share", "turn", "place", "find", "__proto__");
		fc.assert(
			fc.property(type, fc.array(fc.tuple(key, value)), (type, fields) => {
				const parts = fields.map(
					([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
				);
				survives(`{"type":${JSON.stringify(type)}${["", ...parts].join(",")}}`);
			}),
			runs(1_000),
		);
	});

	it("is a message or a MessageError, as any message with one leaf changed", () => {
		const leaf = fc.oneof(
			fc.double(),
			fc.constantFrom(null, -1, 2 ** 53, "", "x".repeat(300), {}, [], true),
		);
		fc.assert(
			fc.property(
				fc.constantFrom(...ALL),
				fc.nat(),
				leaf,
				(message, place, leaf) => {
					let at = 0;
					const text = JSON.stringify(message, (key, value) =>
						key !== "" && typeof value !== "object" && at++ === place % 7
							? leaf
							: value,
					);
					survives(text);
				},
			),
			runs(1_000),
		);
	});
});
