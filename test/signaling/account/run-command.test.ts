import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
	newSetup,
	setUpAdministrator,
} from "../../../signaling/account/administrators.ts";
import { agentOfToken } from "../../../signaling/account/agents.ts";
import { readChanges } from "../../../signaling/account/changes.ts";
import { runCommand } from "../../../signaling/account/run-command.ts";
import { signInByLink } from "../../../signaling/account/sign-in-links.ts";
import { readProduction } from "../../../signaling/account/versions.ts";
import { groupSettings, link } from "../../policy/group-settings.ts";
import { AGENT_TOKEN, SETTINGS, temporaryFolder } from "../running.ts";
import { draftOf, openTestStore } from "./opened-store.ts";

/** A database of its own and a folder with files, to be worked on by the command line. */
function commandLine() {
	const folder = temporaryFolder();
	const database = `file:${join(folder, "account.db")}`;
	const at = (name: string) => join(folder, name);
	return {
		at,
		write: (name: string, value: unknown) =>
			writeFileSync(
				at(name),
				typeof value === "string" ? value : JSON.stringify(value),
			),
		open: () => openTestStore(database),
		async run(...words: string[]) {
			const said: string[] = [];
			const printed: string[] = [];
			const code = await runCommand(words, {
				environment: { DOCSIDE_DATABASE: database },
				say: (line) => said.push(line),
				print: (text) => printed.push(text),
				now: () => 7,
			});
			return { code, said: said.join("\n"), printed: printed.join("") };
		},
	};
}

const FILE = { group: "acme", ...groupSettings() };

describe("npm run account", () => {
	it("makes a group of a settings file, whose agents keep their sign-in", async () => {
		const { run, write, at, open } = commandLine();
		write("settings.json", SETTINGS);
		expect(await run("import", at("settings.json"))).toMatchObject({ code: 0 });
		const store = await open();
		expect(await agentOfToken(store, 100, AGENT_TOKEN)).toMatchObject({
			group: "acme",
			role: "Sales",
		});
		expect(
			(await draftOf("acme", store)).settings.roles.map(({ name }) => name),
		).toEqual(["Sales", "Support"]);
	});

	it("exports what it can import again, without a difference", async () => {
		const { run, write, at, open } = commandLine();
		write("one.json", FILE);
		await run("import", at("one.json"));
		expect((await run("export", at("two.json"))).code).toBe(0);
		expect(JSON.parse(readFileSync(at("two.json"), "utf8"))).toEqual(FILE);
		expect(JSON.parse((await run("export", "-", "acme")).printed)).toEqual(
			FILE,
		);
		expect(await run("publish", at("two.json"))).toMatchObject({
			code: 0,
			said: expect.stringContaining("Production shows the same already."),
		});
		expect((await draftOf("acme", await open())).revision).toBe(1);
	});

	it("makes a file the draft by import, and production by publish", async () => {
		const { run, write, at, open } = commandLine();
		write("one.json", FILE);
		await run("import", at("one.json"));
		write("two.json", { ...FILE, company: "Acme Ltd" });
		const imported = await run("import", at("two.json"));
		expect(imported.said).toContain("company: Acme → Acme Ltd");
		const store = await open();
		expect((await readProduction("acme", store))?.version).toBe(1);
		const published = await run("publish", at("two.json"));
		expect(published.said).toContain('Version 2 of "acme" is production.');
		expect((await readChanges("acme", store, 1))[0]).toMatchObject({
			at: 7,
			who: "command line",
			what: "published",
		});
	});

	it("names every mistake of a file with its path, and changes nothing", async () => {
		const { run, write, at } = commandLine();
		write("wrong.json", {
			...FILE,
			group: "Acme!",
			links: [{ ...link(1), url: "ftp://x.example" }],
		});
		for (const command of ["validate", "import", "publish"]) {
			const { code, said } = await run(command, at("wrong.json"));
			expect(code).toBe(1);
			expect(said).toContain(
				"  group has characters that are not allowed here",
			);
			expect(said).toContain("  links.0.url must be an https address");
		}
		expect((await run("export", "-")).said).toContain("There is none yet.");
	});

	it("keeps the roles of a group where a file lists none", async () => {
		const { run, write, at, open } = commandLine();
		write("one.json", FILE);
		await run("import", at("one.json"));
		const { roles, ...without } = FILE;
		write("two.json", without);
		await run("publish", at("two.json"));
		expect((await draftOf("acme", await open())).settings.roles).toEqual(roles);
	});

	it.each([
		["not JSON at all", /the file is not JSON/],
		["[]", /must be an object with settings/],
	])("refuses %s", async (text, sentence) => {
		const { run, write, at } = commandLine();
		write("file.json", text);
		const { code, said } = await run("validate", at("file.json"));
		expect([code, said]).toEqual([1, expect.stringMatching(sentence)]);
	});

	it("says what it can do where it is not understood, and what is missing", async () => {
		const { run, at } = commandLine();
		for (const words of [
			[],
			["explode"],
			["validate"],
			["import", "a", "b"],
			["sign-in", "a"],
		])
			expect(await run(...words)).toMatchObject({
				code: 2,
				said: expect.stringContaining("Usage: npm run account"),
			});
		expect((await run("validate", at("none.json"))).said).toContain(
			"none.json cannot be read",
		);
		const said: string[] = [];
		const code = await runCommand(["export", "-"], {
			environment: {},
			say: (line) => said.push(line),
			print: () => {},
			now: () => 0,
		});
		expect([code, said[0]]).toEqual([
			2,
			expect.stringMatching(/^DOCSIDE_DATABASE is missing/),
		]);
	});

	it("makes a link that sets an administrator up", async () => {
		const { run, write, at } = commandLine();
		write("one.json", FILE);
		await run("import", at("one.json"));
		expect((await run("setup")).printed).toMatch(
			/^http:\/\/127\.0\.0\.1:9000\/admin\/#setup=[0-9a-f]{32}\n$/,
		);
	});

	it("makes a link that signs an administrator in who is one", async () => {
		const { run, write, at, open } = commandLine();
		write("one.json", FILE);
		await run("import", at("one.json"));
		expect(await run("sign-in", "acme", "Ida")).toMatchObject({
			code: 1,
			said: '"acme" has no administrator "Ida".',
		});
		const store = await open();
		const setup = await newSetup("acme", store, 7);
		const ida = { name: "Ida", password: "none" };
		await setUpAdministrator(store, 7, setup, ida);
		const { code, printed } = await run("sign-in", "acme", "Ida");
		const link = /^http:\/\/127\.0\.0\.1:9000\/admin\/#sign-in=([\w-]{43})\n$/;
		expect([code, printed]).toEqual([0, expect.stringMatching(link)]);
		const token = link.exec(printed)?.[1] ?? "";
		expect(await signInByLink(store, 8, token)).toMatchObject({ name: "Ida" });
	});
});
