import { afterEach, describe, expect, it, vi } from "vitest";
import type { Outcome } from "../../session/outcome.ts";
import type { Options } from "./run.ts";

/** A fault that is there shows in the first of these. */
const SCHEDULES = 400;
/** On a machine that does much else. */
const LIMIT_MS = 120_000;

afterEach(() => {
	vi.doUnmock("../../session/step-resumed.ts");
	vi.doUnmock("../../session/digest.ts");
	vi.doUnmock("../../session/messages.ts");
	vi.resetModules();
});

/** The first failure of the simulator, with the session's modules as they are now. */
async function firstFailure(options: Options = {}): Promise<string> {
	vi.resetModules();
	const { runSeed } = await import("./run.ts");
	for (let seed = 1; seed <= SCHEDULES; seed++) {
		const failure = await runSeed(seed, options);
		if (failure) return failure;
	}
	return "all was well";
}

describe("the simulator fails", { timeout: LIMIT_MS }, () => {
	it("when a session listens to a link whose place was taken", async () => {
		expect(await firstFailure({ unguarded: true })).toMatch(/seed \d+: /);
	});

	it("when nothing is made up for after a break", async () => {
		vi.doMock("../../session/step-resumed.ts", async (original) => {
			const real =
				await original<typeof import("../../session/step-resumed.ts")>();
			const resumed = (...given: Parameters<typeof real.resumed>): Outcome => ({
				...real.resumed(...given),
				send: [],
			});
			return { ...real, resumed };
		});
		expect(await firstFailure()).toMatch(/seed \d+: /);
	});

	it("when a copy is not compared with the original", async () => {
		vi.doMock("../../session/digest.ts", () => ({
			digestDocument: async () => "0".repeat(64),
		}));
		expect(await firstFailure()).toMatch(/copy of .* differs — seed \d+: /);
	});

	it("when messages are taken as they come", async () => {
		vi.doMock("../../session/messages.ts", async (original) => ({
			...(await original<typeof import("../../session/messages.ts")>()),
			parseMessage(text: string): unknown {
				try {
					return JSON.parse(text);
				} catch {
					return { type: "beat" };
				}
			},
		}));
		expect(await firstFailure()).toMatch(/taken for a message — seed \d+: /);
	});
});
