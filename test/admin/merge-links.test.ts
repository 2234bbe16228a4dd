import { describe, expect, it } from "vitest";
import { mergeLinks } from "../../admin/merge-links.ts";
import { link } from "../policy/group-settings.ts";

const [one, two, three] = [link(1), link(2), link(3)];
const base = [one, two];

describe("what two administrators did to the links at the same time", () => {
	it("keeps both where they touched different links", () => {
		const mine = [{ ...one, name: "Mine" }, two];
		const theirs = [one, { ...two, active: false }, three];
		expect(mergeLinks(base, mine, theirs)).toEqual({
			merged: [{ ...one, name: "Mine" }, { ...two, active: false }, three],
		});
	});

	it("is a conflict on the same link, with mine kept and theirs elsewhere too", () => {
		const mine = [{ ...one, name: "Mine" }, two];
		const theirs = [{ ...one, name: "Theirs" }, two, three];
		expect(mergeLinks(base, mine, theirs)).toEqual({
			merged: [{ ...one, name: "Mine" }, two, three],
			problem: "conflict",
		});
	});

	it("is a conflict where one has removed what the other has changed, and none where both removed it", () => {
		const changed = { ...two, name: "Changed" };
		expect(mergeLinks(base, [one], [one, changed]).problem).toBe("conflict");
		expect(mergeLinks(base, [one, changed], [one]).problem).toBe("conflict");
		expect(mergeLinks(base, [one], [one])).toEqual({ merged: [one] });
	});

	it("takes the order of the one who has changed it", () => {
		expect(mergeLinks(base, [two, one], [one, two, three]).merged).toEqual([
			two,
			one,
			three,
		]);
		expect(mergeLinks(base, [one, two, three], [two, one]).merged).toEqual([
			two,
			one,
			three,
		]);
	});

	it("is full above twenty, with all of them kept", () => {
		const nineteen = Array.from({ length: 19 }, (_, at) => link(at + 1));
		const full = mergeLinks(
			nineteen,
			[...nineteen, link(20)],
			[...nineteen, link(21)],
		);
		expect(full.problem).toBe("full");
		expect(full.merged).toHaveLength(21);
	});
});
