/** Puts a frame over the whole window of a page that has nothing else. */
export function fillWindow(frame: HTMLElement): void {
	Object.assign(frame.style, {
		position: "fixed",
		inset: "0",
		width: "100%",
		height: "100%",
		border: "0",
	});
	document.body.append(frame);
}
