import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { redeem, savedResult } from "../../extension/save-result.ts";
import { agentPart } from "../../policy/parts.ts";
import { en } from "../../words/en.ts";
import { exampleSettings } from "../policy/settings-example.ts";
import { stubFetch } from "./fake-browser.ts";

vi.mock("../../extension/browser.ts", () => import("./fake-browser.ts"));

const OPTIONS = {
	server: "https://a.example",
	token: "agent-token",
	viewerPages: [],
	toolbarSelector: "",
	keySelector: "",
};
const gone = () => Promise.reject<Response>(new TypeError("Failed to fetch"));
const answers = (status: number) => () => Response.json({}, { status });

beforeEach(() => stubFetch());
afterEach(() => void vi.unstubAllGlobals());

describe("an invitation", () => {
	it("is left alone where none was typed", async () => {
		expect(await redeem(OPTIONS, "", en)).toEqual({ token: "agent-token" });
	});

	it.each<[string, () => Response | Promise<Response>, string]>([
		["nobody knows", answers(404), en.options.wrongInvitation],
		["cannot be tried", gone, en.join.offline],
		["was tried too often", answers(429), en.join["rate-limited"]],
	])("that %s is answered in words", async (_, answer, wrong) => {
		stubFetch(answer);
		expect(await redeem(OPTIONS, "abc", en)).toEqual({ wrong });
	});
});

describe("saving", () => {
	it("says who is signed in", async () => {
		const account = agentPart(exampleSettings(), {
			name: "Ana",
			role: "Cards",
		});
		stubFetch(() => Response.json(account));
		const { good, text } = await savedResult(OPTIONS, en);
		expect(good).toBe(true);
		expect(text).toContain("Signed in as Ana");
	});

	it("says no more where there is no sign-in yet", async () => {
		expect(await savedResult({ ...OPTIONS, token: "" }, en)).toEqual({
			good: true,
			text: en.options.saved,
		});
	});

	it.each<[string, () => Response | Promise<Response>, string]>([
		["a token nobody knows", answers(401), en.join["sign-in"]],
		["a server out of reach", gone, en.join.offline],
	])("is no success with %s", async (_, answer, why) => {
		stubFetch(answer);
		expect(await savedResult(OPTIONS, en)).toEqual({
			good: false,
			text: `${en.options.saved} ${why}`,
		});
	});
});
