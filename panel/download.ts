/** The browser takes the bytes over when the download begins; after this long it has them for certain. */
const KEEP_URL_MS = 10_000;

/** Saves bytes on this device under a name, as the browser saves any download. */
export function downloadBlob(blob: Blob, name: string) {
	// Not the document's own type: the browser must not open it in place of saving it. A file, for its name.
	const file = new File([blob], name, { type: "application/octet-stream" });
	const url = URL.createObjectURL(file);
	const opener = isFirefox() ? openInFrame(url) : pressLink(url, name);
	setTimeout(() => {
		URL.revokeObjectURL(url);
		opener.remove();
	}, KEEP_URL_MS);
}

function pressLink(url: string, name: string): HTMLElement {
	const anchor = document.createElement("a");
	anchor.href = url;
	anchor.download = name;
	document.body.append(anchor);
	anchor.click();
	anchor.remove();
	return anchor;
}

/**
 * Firefox takes a pressed download link for a navigation of our frame and asks the `frame-src` of the page around us,
 * which knows nothing of `blob:`. A frame within ours asks our own policy, and the download has the file's name.
 */
function openInFrame(url: string): HTMLElement {
	const frame = document.createElement("iframe");
	frame.hidden = true;
	frame.src = url;
	document.body.append(frame);
	return frame;
}

const isFirefox = () => navigator.userAgent.includes("Firefox/");
