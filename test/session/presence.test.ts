import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPresence } from "../../session/presence.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch() {
	const on = { beat: vi.fn(), changed: vi.fn(), silent: vi.fn() };
	return { ...on, presence: createPresence(on) };
}

const seconds = (n: number) => vi.advanceTimersByTime(n * 1_000);

describe("presence", () => {
	it("beats every three seconds", () => {
		const { beat } = watch();
		seconds(30);
		expect(beat).toHaveBeenCalledTimes(10);
	});

	it("is quiet after ten seconds without a sign, once, and not before", () => {
		const { changed } = watch();
		vi.advanceTimersByTime(9_999);
		expect(changed).not.toHaveBeenCalled();
		vi.advanceTimersByTime(1);
		expect(changed.mock.calls).toEqual([["quiet"]]);
		seconds(60);
		expect(changed).toHaveBeenCalledOnce();
	});

	it("is here again with any sign", () => {
		const { presence, changed } = watch();
		seconds(12);
		presence.heard(false);
		expect(changed.mock.calls).toEqual([["quiet"], ["here"]]);
		seconds(9);
		expect(changed).toHaveBeenCalledTimes(2);
	});

	it("is quiet as soon as the path falters, and here again with the next sign", () => {
		const { presence, changed } = watch();
		seconds(1);
		presence.faltered();
		presence.faltered();
		expect(changed.mock.calls).toEqual([["quiet"]]);
		presence.heard(false);
		expect(changed.mock.calls).toEqual([["quiet"], ["here"]]);
	});

	it("that has left or is lost stays so when the path falters", () => {
		const { presence, changed } = watch();
		presence.heard(true);
		presence.faltered();
		presence.met();
		presence.lost();
		presence.faltered();
		expect(changed.mock.calls).toEqual([["away"], ["here"], ["lost"]]);
	});

	it("never becomes quiet while signs come", () => {
		const { presence, changed } = watch();
		for (let i = 0; i < 50; i++) {
			seconds(9);
			presence.heard(false);
		}
		expect(changed).not.toHaveBeenCalled();
	});

	it("is away at once, and stays so in silence and when the link ends", () => {
		const { presence, changed } = watch();
		presence.heard(true);
		expect(changed.mock.calls).toEqual([["away"]]);
		seconds(60);
		presence.lost();
		expect(changed).toHaveBeenCalledOnce();
	});

	it("is lost at once, and beats no more", () => {
		const { presence, changed, beat } = watch();
		presence.lost();
		seconds(60);
		expect(changed.mock.calls).toEqual([["lost"]]);
		expect(beat).not.toHaveBeenCalled();
	});

	it.each(["here", "away", "lost"])(
		"is over after 120 s of silence, from %s",
		(from) => {
			const { presence, silent } = watch();
			if (from !== "here") presence.heard(from === "away");
			if (from === "lost") presence.lost();
			vi.advanceTimersByTime(119_999);
			expect(silent).not.toHaveBeenCalled();
			vi.advanceTimersByTime(1);
			expect(silent).toHaveBeenCalledOnce();
			seconds(600);
			expect(silent).toHaveBeenCalledOnce();
			expect(vi.getTimerCount()).toBe(0);
		},
	);

	it("is not watched any more once it is stopped", () => {
		const { presence, beat, changed, silent } = watch();
		presence.stop();
		seconds(600);
		for (const call of [beat, changed, silent])
			expect(call).not.toHaveBeenCalled();
		expect(vi.getTimerCount()).toBe(0);
	});

	it("is over after 120 s of silence, whatever links were made meanwhile", () => {
		const { presence, changed, silent } = watch();
		presence.lost();
		for (let second = 0; second < 119; second++) {
			seconds(1);
			presence.met();
			presence.lost();
		}
		expect(silent).not.toHaveBeenCalled();
		seconds(1);
		expect(silent).toHaveBeenCalledOnce();
		expect(changed).toHaveBeenLastCalledWith("lost");
	});

	it("gives another link its ten seconds, however long it was quiet before", () => {
		const { presence, changed } = watch();
		seconds(60);
		presence.met();
		vi.advanceTimersByTime(9_999);
		expect(changed.mock.calls).toEqual([["quiet"], ["here"]]);
		seconds(1);
		expect(changed).toHaveBeenLastCalledWith("quiet");
	});
});
