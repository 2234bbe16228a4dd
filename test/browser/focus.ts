/** Where the keyboard is, on a page with frames in frames. */
import type { ElementHandle, Frame } from "playwright-core";
import { expect } from "vitest";
import { type Person, patience } from "./room.ts";

/** More stops than any screen has. */
const STOPS = 60;

export type Focus = {
	/** Its name, as far as a test needs it; `nothing` where a page or frame itself has the focus. */
	name: string;
	role: string;
	/** A ring is drawn around it. */
	visible: boolean;
	/** It is one of ours, not the page's around it. */
	ours: boolean;
};

/** The innermost element that has the focus. */
export async function focusOf({ page }: Person): Promise<Focus> {
	let frame: Frame = page.mainFrame();
	for (;;) {
		const handle = await frame.evaluateHandle(() => {
			let { activeElement } = document;
			while (activeElement?.shadowRoot?.activeElement)
				({ activeElement } = activeElement.shadowRoot);
			return activeElement ?? document.body;
		});
		const element: ElementHandle | null = handle.asElement();
		const inner = await element?.contentFrame();
		if (!element) throw new Error("nothing to ask");
		if (!inner) {
			const ours = frame !== page.mainFrame();
			return { ...(await element.evaluate(describeElement)), ours };
		}
		frame = inner;
	}
}

function describeElement(node: Node): Omit<Focus, "ours"> {
	if (!(node instanceof HTMLElement) || node === document.body)
		return { name: "nothing", role: "", visible: false };
	const style = getComputedStyle(node);
	const labels =
		node instanceof HTMLInputElement
			? [...(node.labels ?? [])].map((label) => label.textContent)
			: [];
	return {
		name: (
			node.getAttribute("aria-label") ??
			labels[0] ??
			node.textContent ??
			""
		).trim(),
		role: node.getAttribute("role") ?? node.localName,
		visible:
			style.outlineStyle !== "none" &&
			Number.parseFloat(style.outlineWidth) > 1,
	};
}

export async function press(person: Person, ...keys: string[]): Promise<void> {
	await person.page.bringToFront();
	for (const key of keys) await person.page.keyboard.press(key);
}

/** Presses Tab until this has the focus. Every stop on the way must have a name and show where the focus is. */
export async function tabTo(
	person: Person,
	name: string,
	key = "Tab",
): Promise<Focus> {
	const passed: string[] = [];
	for (let stop = 0; stop < STOPS; stop++) {
		await press(person, key);
		const focus = await focusOf(person);
		if (focus.ours && focus.name !== "nothing")
			expect(focus, `after ${passed.join(" › ")}`).toMatchObject({
				visible: true,
				name: expect.stringMatching(/\S/),
			});
		if (focus.name === name) return focus;
		passed.push(focus.name.slice(0, 30));
	}
	throw new Error(`Tab never comes to ${name}: ${passed.join(" › ")}`);
}

/** Tabs to a button and presses it by Enter. */
export async function enter(person: Person, name: string): Promise<void> {
	await tabTo(person, name);
	await press(person, "Enter");
}

/** The focus is on something of ours again, and on this where a name is given. */
export async function keepsFocus(person: Person, name?: string): Promise<void> {
	await expect
		.poll(async () => {
			const focus = await focusOf(person);
			if (name !== undefined) return focus.name;
			return focus.ours && focus.name !== "nothing";
		}, patience)
		.toBe(name ?? true);
}
