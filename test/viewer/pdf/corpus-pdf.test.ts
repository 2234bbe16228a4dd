import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type BarePage, withBareBrowser } from "../../bare/browser.ts";
import { violations } from "../axe.ts";

/** Files of other people, beside the repository where they are there at all. */
const CORPUS =
	process.env.CORPUS ??
	fileURLToPath(new URL("../../../../shared/corpus/", import.meta.url));
const MANIFEST = `${CORPUS}/manifest.tsv`;

const rows = existsSync(MANIFEST)
	? readFileSync(MANIFEST, "utf8")
			.split("\n")
			.map((line) => line.split("\t"))
			.filter(([, kind]) => kind === "pdf")
	: [];

describe.skipIf(rows.length === 0)("the corpus", () => {
	const openBare = withBareBrowser();
	let bare: BarePage;

	beforeAll(async () => {
		bare = await openBare();
	});

	it.each(rows)(
		"%s: %s %s %s",
		async (file = "", _kind, expected, detail = "") => {
			const bytes = new Uint8Array(readFileSync(`${CORPUS}/${file}`));
			const said = new Map(
				detail.split(";").map((pair) => {
					const [name = "", value = ""] = pair.split("=");
					return [name, value];
				}),
			);
			bare.complaints.length = 0;
			await bare.open(file, "pdf", bytes);
			if (expected === "error") {
				expect(await bare.event("failed")).toMatchObject({
					failure: "damaged",
				});
				return;
			}
			if (expected === "password") {
				await bare.event("locked");
				const frame = await bare.frame();
				const field = frame.getByRole("textbox", { name: "Document password" });
				const open = frame.getByRole("button", { name: "Open", exact: true });
				await field.fill("wrong");
				await open.click();
				await frame.getByText("That password does not open").waitFor();
				expect(await violations(frame)).toEqual([]);
				await field.fill(said.get("password") ?? "");
				await open.click();
			}
			const { summary } = await bare.event("opened");
			const pages = Number(said.get("pages"));
			expect(summary).toEqual({ kind: "pdf", pages });
			expect(bare.complaints).toEqual([]);
		},
	);
});
