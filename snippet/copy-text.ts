/** Puts text on the clipboard; false when the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		// A frame with an opaque origin may not use the clipboard interface everywhere: the old way still works there.
		const area = document.createElement("textarea");
		area.value = text;
		area.className = "spoken";
		const before = document.activeElement;
		document.body.append(area);
		area.select();
		const copied = document.execCommand("copy");
		area.remove();
		if (before instanceof HTMLElement) before.focus();
		return copied;
	}
}
