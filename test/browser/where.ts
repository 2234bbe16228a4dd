/** What "Where did my file go?" says on a screen. */
import type { Locator } from "playwright-core";
import { vi } from "vitest";
import { PATIENCE, type Person, patience } from "./room.ts";
import { press } from "./steps.ts";

export const WHERE = "Where did my file go?";

export const whereDialog = (person: Person): Locator =>
	person.frame().getByRole("dialog", { name: WHERE });

/** Bytes sent, and received, by the name of their row. */
export type Part = { route: string; figures: Record<string, number[]> };

/** Opens it, reads the part of this name, and closes it. */
export async function readWhere(person: Person, name: string): Promise<Part> {
	await press(person, WHERE);
	const part = await shownPart(person, name);
	await whereDialog(person).press("Escape");
	await whereDialog(person).waitFor({ state: "detached", ...patience });
	return part;
}

export async function shownPart(person: Person, name: string): Promise<Part> {
	const part = whereDialog(person).getByRole("region", { name, exact: true });
	await part.waitFor(patience);
	const route = await vi.waitFor(
		() => part.getByRole("status").allTextContents(),
		{
			timeout: PATIENCE,
		},
	);
	const figures: Part["figures"] = {};
	for (const row of await part.locator("tbody tr").all()) {
		const name = await row.locator("th").innerText();
		const cells = await row.locator("td").allInnerTexts();
		figures[name] = cells.flatMap(bytesIn);
	}
	return { route: route.join(), figures };
}

const UNITS: Record<string, number> = {
	bytes: 1,
	KB: 1024,
	MB: 1_048_576,
};

function bytesIn(text: string): number[] {
	return [...text.matchAll(/([\d.,]+) (bytes|KB|MB)/g)].map(
		([, number, unit]) =>
			Math.round(Number(number?.replace(",", "")) * (UNITS[unit ?? ""] ?? 0)),
	);
}
