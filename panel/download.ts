/** The browser takes the bytes over when the download begins; after this long it has them for certain. */
const KEEP_URL_MS = 10_000;

/** Saves bytes on this device under a name, as the browser saves any download. */
export function downloadBlob(blob: Blob, name: string) {
	// Not the document's own type: the browser must not open it in place of saving it.
	const url = URL.createObjectURL(
		new Blob([blob], { type: "application/octet-stream" }),
	);
	const anchor = document.createElement("a");
	anchor.href = url;
	anchor.download = name;
	document.body.append(anchor);
	anchor.click();
	anchor.remove();
	setTimeout(() => URL.revokeObjectURL(url), KEEP_URL_MS);
}
