import { PDFLinkService } from "./pdfjs.ts";

/** Links inside the document: a jump is this person's own move. */
export class DocumentLinks extends PDFLinkService {
	/** Runs a jump and reports where it led. */
	jump: (move: () => void) => void = (move) => move();

	override async goToDestination(dest: string | unknown[]): Promise<void> {
		await super.goToDestination(dest);
		this.jump(() => {});
	}
}

/** For the find controller, which would scroll by turning to a match's page: scrolling to a match is ours. */
export class StillLinks extends PDFLinkService {
	override get page(): number {
		return super.page;
	}
	override set page(_page: number) {}
}

/**
 * Takes every link of the pages in hand. None is ever followed by the browser itself, not even those that the document
 * brought along in its own markup: that would load a stranger's page in this frame.
 */
export function guardLinks(
	pages: HTMLElement,
	follow: (url: string) => void,
	signal: AbortSignal,
): void {
	const guard = (event: MouseEvent) => {
		const { target } = event;
		const link = target instanceof Element ? target.closest("a") : null;
		if (!link) return;
		event.preventDefault();
		const address = link.getAttribute("href") ?? "";
		const inside = address === "" || address.startsWith("#");
		if (!inside && event.isTrusted && event.button !== 2) follow(address);
	};
	const options = { signal, capture: true };
	pages.addEventListener("click", guard, options);
	pages.addEventListener("auxclick", guard, options);
	pages.addEventListener(
		"dragstart",
		(event) => event.preventDefault(),
		options,
	);
	pages.addEventListener("submit", (event) => event.preventDefault(), options);
}
