import { createCipheriv, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OpenError } from "../../../viewer/sheet/reader/book.ts";
import { createAesDecrypt } from "../../../viewer/sheet/workbook/aes.ts";
import { openWorkbook } from "../../../viewer/sheet/workbook/open-workbook.ts";
import {
	type AgileOptions,
	container,
	lockAgile,
	lockStandard,
} from "../../fixtures/lock-xlsx.ts";
import { rowsWorkbook, salesWorkbook } from "../../fixtures/make-xlsx.ts";
import { openBytes } from "./desk.ts";

const LOCKED = { type: "locked", wrong: false };
const WRONG = { type: "locked", wrong: true };
const clear = rowsWorkbook([["behind a lock"]]);

async function firstCell(bytes: Uint8Array, passwords: string[]) {
	const opened = await openBytes(openWorkbook, bytes, "a.xlsx", passwords);
	const tile = await opened.book.tile({ sheet: 0, row: 0, column: 0 });
	const asked = opened.posted.filter(({ type }) => type === "locked");
	return { text: tile.texts[0], asked };
}

describe("AES", () => {
	it.each([128, 192, 256])("of %i bits undoes Node's", (bits) => {
		for (const mode of ["ecb", "cbc"]) {
			const key = randomBytes(bits / 8);
			const iv = mode === "cbc" ? randomBytes(16) : undefined;
			const text = randomBytes(16 * 50);
			const cipher = createCipheriv(`aes-${bits}-${mode}`, key, iv ?? null);
			const locked = cipher.setAutoPadding(false).update(text);
			expect(Buffer.from(createAesDecrypt(key)(locked, iv))).toEqual(text);
		}
	});

	it("gives the standard's own example", () => {
		const key = Buffer.from("000102030405060708090a0b0c0d0e0f", "hex");
		const locked = Buffer.from("69c4e0d86a7b0430d8cdb78070b4c55a", "hex");
		expect(Buffer.from(createAesDecrypt(key)(locked)).toString("hex")).toBe(
			"00112233445566778899aabbccddeeff",
		);
	});
});

describe("an .xlsx with a password", () => {
	it.each<[string, AgileOptions]>([
		["SHA-512 and AES-256, as Excel writes it", { spins: 100_000 }],
		["SHA-1 and AES-128", { hash: "SHA1", bits: 128 }],
		["SHA-1 and AES-256, longer than the hash", { hash: "SHA1", bits: 256 }],
		["SHA-256 and AES-192", { hash: "SHA256", bits: 192 }],
		["SHA-384 and AES-256", { hash: "SHA384" }],
	])("by %s asks until it fits and opens", async (_name, options) => {
		const locked = lockAgile(clear, "Ünlock me", options);
		expect(await firstCell(locked, ["unlock me", "Ünlock me"])).toEqual({
			text: "behind a lock",
			asked: [LOCKED, WRONG],
		});
	});

	it.each([128, 192, 256] as const)(
		"by the standard lock of %i bits asks until it fits and opens",
		async (bits) => {
			const locked = lockStandard(clear, "sesame", bits);
			expect(await firstCell(locked, ["Sesame", "", "sesame"])).toEqual({
				text: "behind a lock",
				asked: [LOCKED, WRONG, WRONG],
			});
		},
	);

	it.each([
		["agile", lockAgile],
		["standard", lockStandard],
	] as const)("that is the default one opens unasked: %s", async (_, lock) => {
		const { text, asked } = await firstCell(lock(clear, "VelvetSweatshop"), []);
		expect(text).toBe("behind a lock");
		expect(asked).toEqual([]);
	});

	it("of many segments opens whole", async () => {
		const sales = salesWorkbook();
		expect(sales.length).toBeGreaterThan(5 * 4_096);
		const { opened } = await openBytes(
			openWorkbook,
			lockAgile(sales, "x"),
			"sales.xls",
			["x"],
		);
		expect(opened().summary).toMatchObject({ hidden: 1 });
	});
});

async function failureOf(bytes: Uint8Array): Promise<string> {
	try {
		await openBytes(openWorkbook, bytes, "a.xlsx", Array(3).fill("x"));
		return "opened";
	} catch (error) {
		if (error instanceof OpenError) return error.failure;
		if (error instanceof Error && error.message === "no password left")
			return "wrong password";
		throw error;
	}
}

describe("a lock that cannot be opened", () => {
	it.each<[string, NonNullable<AgileOptions["spoil"]>]>([
		[
			"a spin count beyond all reason",
			[/spinCount="\d+"/g, 'spinCount="2147483647"'],
		],
		["a spin count that is no number", [/spinCount="\d+"/g, 'spinCount="-1"']],
		["another cipher", [/"AES"/g, '"RC2"']],
		["another chaining", [/ChainingModeCBC/g, "ChainingModeCFB"]],
		["another hash", [/SHA512/g, "WHIRLPOOL"]],
		["blocks of another size", [/blockSize="16"/g, 'blockSize="4096"']],
		["a key of odd length", [/keyBits="256"/g, 'keyBits="8"']],
		["no salt", [/saltValue="[^"]*"/g, 'saltValue=""']],
		["a salt that is no base64", [/saltValue="[^"]*"/g, 'saltValue="?"']],
		["a cut key", [/encryptedKeyValue="[^"]*"/g, 'encryptedKeyValue="AAAA"']],
		["no key for a password", [/<p:encryptedKey/g, "<p:other"]],
		["nothing in it", [/<[\s\S]*>/g, ""]],
	])("is encrypted: %s", async (_name, spoil) => {
		const locked = lockAgile(clear, "x", { spins: 10, spoil });
		expect(await failureOf(locked)).toBe("encrypted");
	});

	it("is encrypted: a version that is not known, or rights that a server gives", async () => {
		const info = new Uint8Array(100);
		info.set([4, 0, 3, 0]);
		expect(await failureOf(container(info, new Uint8Array(100)))).toBe(
			"encrypted",
		);
		const none = new Uint8Array(0);
		expect(await failureOf(container(none, new Uint8Array(100)))).toBe(
			"encrypted",
		);
	});

	it("is damaged when the package is shorter than it says", async () => {
		const locked = lockAgile(clear, "x", { spins: 10 });
		const at = Buffer.from(locked).indexOf(
			Buffer.from([...uint32(clear.length), 0, 0, 0, 0]),
		);
		locked.fill(0xff, at, at + 7);
		expect(await failureOf(locked)).toBe("damaged");
	});

	it("never throws anything else, wherever it is spoilt", async () => {
		const bases = [
			lockAgile(clear, "x", { spins: 10 }),
			lockStandard(clear, "x"),
		];
		const outcomes = [
			"opened",
			"wrong password",
			"damaged",
			"encrypted",
			"unsupported",
			"too-complex",
		];
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...bases),
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.uint8Array({ minLength: 1, maxLength: 12 }),
				fc.boolean(),
				async (base, where, noise, isCut) => {
					const at = Math.floor(where * (base.length - 12));
					const spoilt = isCut ? base.slice(0, at) : base.slice();
					if (!isCut) spoilt.set(noise, at);
					expect(outcomes).toContain(await failureOf(spoilt));
				},
			),
			{ numRuns: 60 },
		);
	});
});

function uint32(value: number): Uint8Array {
	return new Uint8Array(Uint32Array.of(value).buffer);
}
