/**
 * A sealed frame that is removed with the focus in it takes the focus out of the panel altogether (Chromium 156), and
 * nothing here could take it back: so it goes to the document's heading before.
 */
export function leaveDocument() {
	if (document.activeElement instanceof HTMLIFrameElement)
		document.querySelector<HTMLElement>(".document-title h2")?.focus();
}
