import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepSocket } from "../../session/keep-socket.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A socket, and a server that is away at first. */
function world() {
	const stop = new AbortController();
	const at = { isOpen: true, isAway: false };
	const ask = vi.fn(() =>
		at.isAway ? Promise.reject(new Error("away")) : Promise.resolve("ticket"),
	);
	const socket = keepSocket({
		isOpen: () => at.isOpen,
		ask,
		open() {
			at.isOpen = true;
			socket.opened();
		},
		shut: () => lose(),
		signal: stop.signal,
	});
	function lose() {
		at.isOpen = false;
		socket.lost();
	}
	return { at, ask, socket, lose, stop };
}

const seconds = (n: number) => vi.advanceTimersByTimeAsync(n * 1_000);

describe("the socket to the server", () => {
	it("is opened again after half a second", async () => {
		const { at, lose } = world();
		lose();
		expect(at.isOpen).toBe(false);
		await seconds(0.5);
		expect(at.isOpen).toBe(true);
	});

	it("is tried ever more seldom while the server is away, and at once when somebody wants it", async () => {
		const { at, ask, socket, lose } = world();
		at.isAway = true;
		lose();
		await seconds(60);
		const tries = ask.mock.calls.length;
		expect(tries).toBeLessThan(10);
		at.isAway = false;
		socket.hurry();
		await seconds(0);
		expect(at.isOpen).toBe(true);
		expect(ask).toHaveBeenCalledTimes(tries + 1);
	});

	it("asks once at a time, whoever hurries", async () => {
		const { ask, socket, lose } = world();
		lose();
		for (const _ of [1, 2, 3]) socket.hurry();
		await seconds(60);
		expect(ask).toHaveBeenCalledOnce();
	});

	it("is opened anew when it may be half open, and left alone where nobody is to be asked", async () => {
		const { at, ask, socket } = world();
		socket.doubt();
		await seconds(0);
		expect(ask).toHaveBeenCalledOnce();
		expect(at.isOpen).toBe(true);
		const shut = vi.fn();
		const signal = new AbortController().signal;
		const ours = { isOpen: () => true, open: vi.fn(), shut, signal };
		keepSocket({ ...ours, ask: undefined }).doubt();
		expect(shut).not.toHaveBeenCalled();
	});

	it("is left alone once its peer is closed", async () => {
		const { ask, lose, stop } = world();
		lose();
		stop.abort();
		await seconds(60);
		expect(ask).not.toHaveBeenCalled();
	});
});
