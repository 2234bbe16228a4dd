import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	createSecret,
	groupDigits,
	parseSessionKey,
} from "../../session/key.ts";

const key = { route: "4821", secret: "55129034" };

describe("parseSessionKey", () => {
	it.each([
		"482155129034",
		"4821 5512 9034",
		"  4821-5512-9034\n",
		"4 8 2 1 5 5 1 2 9 0 3 4",
		"4821 – 5512 – 9034",
		"4821.5512.9034",
		"\u200e4821\u00a05512\u20119034\u200b",
		"4821 5512 9034",
		"٤٨٢١ ٥٥١٢ ٩٠٣٤",
		"۴۸۲۱ ۵۵۱۲ ۹۰۳۴",
		"४८२१ ५५१२ ९०३४",
		"𝟒𝟖𝟐𝟏 𝟝𝟝𝟙𝟚 𝟿𝟶𝟹𝟺",
	])("reads %j", (text) => {
		expect(parseSessionKey(text)).toEqual(key);
	});

	it.each([
		"",
		"4821",
		"48215512903",
		"48215512903412345",
		"4821 5512 903a",
		"4821+5512+9034",
		"4821 5512 9034 ½",
		"1".repeat(1_000),
	])("refuses %j", (text) => {
		expect(parseSessionKey(text)).toBeUndefined();
	});

	it("reads back every key it groups", () => {
		const digits = (min: number, max: number) =>
			fc
				.array(fc.integer({ min: 0, max: 9 }), {
					minLength: min,
					maxLength: max,
				})
				.map((list) => list.join(""));
		fc.assert(
			fc.property(digits(4, 8), digits(8, 8), (route, secret) => {
				const grouped = groupDigits({ route, secret });
				expect(parseSessionKey(grouped)).toEqual({ route, secret });
				expect(grouped.split(" ").every((group) => group.length > 2)).toBe(
					true,
				);
			}),
		);
	});

	it("never throws, whatever is pasted", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				const parsed = parseSessionKey(text);
				if (parsed) expect(parsed.secret).toMatch(/^[0-9]{8}$/);
			}),
		);
	});
});

describe("groupDigits", () => {
	it.each([
		["4821", "4821 5512 9034"],
		["48215", "48215 5512 9034"],
		["482155", "482 155 5512 9034"],
		["48215590", "4821 5590 5512 9034"],
	])("groups a route %s", (route, grouped) => {
		expect(groupDigits({ route, secret: key.secret })).toBe(grouped);
	});
});

describe("createSecret", () => {
	it("keeps leading zeros", () => {
		expect(createSecret((words) => words.fill(42))).toBe("00000042");
	});

	it("draws again instead of favouring some secrets", () => {
		const draws = [4_294_967_295, 4_200_000_000, 4_199_999_999];
		const secret = createSecret((words) => words.fill(draws.shift() ?? 0));
		expect(secret).toBe("99999999");
		expect(draws).toEqual([]);
	});

	it("gives eight digits", () => {
		expect(createSecret()).toMatch(/^[0-9]{8}$/);
	});
});
