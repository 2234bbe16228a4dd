import type { Frame, Page } from "playwright-core";
import { steady } from "./steady.ts";

/**
 * What a person cannot get at on a page: controls of ours that no scrolling brings into view, that are cut off or
 * covered there, or that are smaller than a finger (44 px). One line each.
 */
export async function outOfReach(page: Page): Promise<string[]> {
	await steady(page);
	const ours = page
		.frames()
		.filter((frame) =>
			/frame\.html|panel\.html|options\.html/.test(frame.url()),
		);
	const found: string[] = [];
	for (const frame of ours.flatMap(withChildren)) {
		if (!(await isShown(frame))) continue;
		found.push(...(await frame.evaluate(measure)));
	}
	return found;
}

const withChildren = (frame: Frame): Frame[] => [
	frame,
	...frame.childFrames().flatMap(withChildren),
];

async function isShown(frame: Frame): Promise<boolean> {
	if (frame.parentFrame() === null) return true;
	const element = await frame.frameElement();
	// Behind a question nothing is to be reached.
	const behind = await element.evaluate((each) => {
		const question = document.querySelector("dialog:modal, [aria-modal=true]");
		return question !== null && !question.contains(each);
	});
	return !behind && element.isVisible();
}

function measure(): string[] {
	const FINGER = 44;
	const question = document.querySelector("dialog:modal, [aria-modal=true]");
	const controls = (question ?? document).querySelectorAll<HTMLElement>(
		":is(button, a[href], input, textarea, [role=tab]):not([hidden], :disabled)",
	);
	return [...controls].flatMap((control) => {
		if (!control.checkVisibility({ visibilityProperty: true })) return [];
		// What the document itself brings along, and cells, are as large as their author made them.
		if (control.closest(".pdfViewer, .sheet-scroller, [inert]")) return [];
		control.scrollIntoView({ block: "nearest", inline: "nearest" });
		const name =
			control.getAttribute("aria-label") ?? control.textContent ?? control.id;
		const box = control.getBoundingClientRect();
		const size = `${Math.round(box.width)}×${Math.round(box.height)} at ${Math.round(box.left)},${Math.round(box.top)}`;
		const wrong: string[] = [];
		const inside =
			box.left >= -1 &&
			box.right <= innerWidth + 1 &&
			box.top >= -1 &&
			box.bottom <= innerHeight + 1;
		if (!inside)
			wrong.push(`cut off: ${name} (${size} of ${innerWidth}×${innerHeight})`);
		const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
		const top = document.elementFromPoint(x, y);
		const target = control.closest("label") ?? control;
		if (inside && !(top && (target.contains(top) || top.contains(target))))
			wrong.push(`covered: ${name} by ${top?.className ?? "nothing"}`);
		const area = target.getBoundingClientRect();
		const pressed = control.matches("button, [role=tab], label *");
		if (pressed && (area.width < FINGER - 0.5 || area.height < FINGER - 0.5))
			wrong.push(`small: ${name} (${size})`);
		return wrong;
	});
}
