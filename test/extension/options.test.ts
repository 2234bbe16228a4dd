import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import companyPolicy from "../../docs/company-policy.json" with {
	type: "json",
};
import managedSchema from "../../extension/managed-schema.json" with {
	type: "json",
};
import { checkOptions } from "../../extension/option-checks.ts";
import {
	companySchema,
	loadOptions,
	saveOptions,
	serverBase,
} from "../../extension/options-store.ts";
import {
	iconPlace,
	parseIconPlace,
	parseSharingReason,
	sharingReason,
} from "../../extension/sharing-status.ts";
import { agentPart } from "../../policy/parts.ts";
import { EXTENSION_ORIGIN } from "../../signaling/server.ts";
import { en } from "../../words/en.ts";
import { exampleSettings } from "../policy/settings-example.ts";
import { kept, stubFetch } from "./fake-browser.ts";

vi.mock("../../extension/browser.ts", () => import("./fake-browser.ts"));

const NOTHING = {
	server: "",
	token: "",
	viewerPages: [],
	toolbarSelector: "",
	keySelector: "",
};

beforeEach(() => {
	for (const part of ["own", "managed", "company", "packaged"] as const)
		delete kept[part];
	stubFetch();
});
afterEach(() => void vi.unstubAllGlobals());

describe("the options", () => {
	it("are empty at first", async () => {
		expect(await loadOptions()).toEqual(NOTHING);
	});

	it("are the company's over the agent's own over the package's", async () => {
		kept.packaged = { server: "https://a.example/", keySelector: "#a" };
		kept.own = {
			server: "https://c.example/",
			toolbarSelector: "#c",
			token: "t",
		};
		kept.managed = { server: "https://b.example/" };
		expect(await loadOptions()).toEqual({
			...NOTHING,
			server: "https://b.example/",
			token: "t",
			toolbarSelector: "#c",
			keySelector: "#a",
		});
	});

	it("are the company's of last time while the browser reads its policies, and then the new ones", async () => {
		kept.managed = { server: "https://b.example/" };
		await loadOptions();
		let resolve = (_: object) => {};
		kept.managed = new Promise((told) => {
			resolve = told;
		});
		expect((await loadOptions()).server).toBe("https://b.example/");
		resolve({ server: "https://new.example/" });
		expect((await loadOptions()).server).toBe("https://new.example/");
	});

	it("have a sign-in of the agent's own, whatever a company rolls out", async () => {
		kept.managed = { server: "https://b.example/", token: "one-for-all" };
		expect(await loadOptions()).toMatchObject({ token: "" });
		kept.own = { token: "own" };
		expect(await loadOptions()).toMatchObject({ token: "own" });
	});

	it("are set by a company exactly as the package's schema tells its administrators", () => {
		const { properties } = managedSchema;
		expect(Object.keys(properties)).toEqual(Object.keys(companySchema.entries));
		for (const [id, { type, title, description }] of Object.entries(
			properties,
		)) {
			const value = { array: ["x"], string: "x" }[type];
			expect(v.parse(companySchema, { [id]: value })).toEqual({ [id]: value });
			expect(title.length).toBeGreaterThan(3);
			expect(description.length).toBeGreaterThan(40);
		}
	});

	it("pass over a part that is not as it should be", async () => {
		kept.managed = { server: 7 };
		kept.own = { token: "x".repeat(257), server: "https://c.example/" };
		expect(await loadOptions()).toEqual(NOTHING);
	});

	it("are as a company sets them by the policy in the documentation", () => {
		const all = companyPolicy["3rdparty"].extensions;
		const [id = ""] = Object.keys(companyPolicy.ExtensionSettings);
		expect(`chrome-extension://${id}`).toBe(EXTENSION_ORIGIN);
		expect(Object.keys(all)).toEqual([id]);
		const set = Object.entries(all).map(([, values]) => values)[0];
		expect(v.parse(companySchema, set)).toEqual(set);
		const here = { ...NOTHING, ...set, toolbarSelector: "" };
		expect(checkOptions(here, en)).toEqual({});
	});

	it("keep nothing of the company's as the agent's own", async () => {
		kept.managed = { server: "https://b.example/", viewerPages: [] };
		const options = await loadOptions();
		await saveOptions({ ...options, token: "own", keySelector: "#k" });
		delete kept.managed;
		expect(await loadOptions()).toEqual({
			...NOTHING,
			token: "own",
			keySelector: "#k",
		});
	});

	it("are kept", async () => {
		const options = { ...NOTHING, server: "https://a.example/" };
		await saveOptions(options);
		expect(await loadOptions()).toEqual(options);
	});
});

describe("serverBase", () => {
	it.each([
		["https://a.example", "https://a.example/"],
		["https://a.example/docside", "https://a.example/docside/"],
		["https://a.example/docside///", "https://a.example/docside/"],
		["https://a.example/x?y=1#z", "https://a.example/x/"],
		["https://user:word@a.example/", "https://a.example/"],
		["http://localhost:8080", "http://localhost:8080/"],
		["http://127.0.0.1:8080/", "http://127.0.0.1:8080/"],
		["http://a.example/", undefined],
		["javascript:alert(1)", undefined],
		["ws://a.example/", undefined],
		["a.example", undefined],
		["", undefined],
	])("makes of %j %j", (address, base) => {
		expect(serverBase(address)).toBe(base);
	});
});

describe("checkOptions", () => {
	const right = { ...NOTHING, server: "https://a.example/" };

	it("finds nothing wrong with what is right", () => {
		const viewerPages = [
			"https://viewer.example/*",
			"*://*.viewer.example/calls/*",
			"http://localhost/*",
		];
		expect(checkOptions({ ...right, viewerPages }, en)).toEqual({});
	});

	it("says what is wrong beside its field", () => {
		const errors = checkOptions(
			{
				...NOTHING,
				server: "a.example",
				viewerPages: ["https://a.example/*", "viewer.example"],
			},
			en,
		);
		expect(errors).toEqual({
			server: en.options.wrongServer,
			viewerPages: en.options.wrongPattern("viewer.example"),
		});
	});

	it.each([
		"https://a.example",
		"ftp://a.example/*",
		"<all_urls>",
		"https://*a.example/*",
		"file:///*",
		"https:///*",
		"https://a.example/ *",
	])("takes no page pattern %j", (pattern) => {
		const options = { ...right, viewerPages: [pattern] };
		expect(checkOptions(options, en)).toHaveProperty("viewerPages");
	});
});

describe("the reason why nothing can be shared", () => {
	const account = agentPart(exampleSettings(), { name: "Ana", role: "Cards" });
	const off = {
		...account.sharing,
		agentDocumentShare: false,
		visitorDocumentShare: false,
	};
	const signedIn = { server: "https://a.example/", token: "agent-token" };

	it.each<[string, object, () => Response, string | null]>([
		["no server", {}, () => Response.json(account), "no-server"],
		["no token", { token: "" }, () => Response.json(account), "sign-in"],
		[
			"a token nobody knows",
			{},
			() => new Response("", { status: 401 }),
			"sign-in",
		],
		[
			"a server that fails",
			{},
			() => new Response("", { status: 500 }),
			"offline",
		],
		["everything", {}, () => Response.json(account), null],
		["only links", {}, () => Response.json({ ...account, sharing: off }), null],
		[
			"nothing to share",
			{},
			() => Response.json({ ...account, sharing: off, links: [] }),
			"sharing-off",
		],
	])("with %s", async (what, change, answer, reason) => {
		kept.own = what === "no server" ? {} : { ...signedIn, ...change };
		stubFetch(answer);
		expect(await sharingReason()).toBe(reason);
		expect(parseSharingReason(reason)).toBe(reason);
	});

	it.each([undefined, {}, "", "bored"])("is not read from %o", (value) =>
		expect(parseSharingReason(value)).toBeUndefined(),
	);
});

describe("the icon's place", () => {
	it("is known without a server", async () => {
		kept.own = { ...NOTHING, toolbarSelector: "#tools", keySelector: "#key" };
		stubFetch(() => new Promise<never>(() => {}));
		const place = await iconPlace();
		expect(place).toEqual({
			toolbarSelector: "#tools",
			keySelector: "#key",
			inSession: false,
		});
		expect(parseIconPlace(place)).toEqual(place);
	});

	it.each([
		undefined,
		null,
		{ toolbarSelector: "" },
		{ toolbarSelector: "", keySelector: "", inSession: false, reason: null },
	])("is not read from %o", (value) =>
		expect(parseIconPlace(value)).toBeUndefined(),
	);
});
