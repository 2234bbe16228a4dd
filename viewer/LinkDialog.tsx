import { useEffect, useRef } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { Words } from "../words/words.ts";

const MAX_ADDRESS = 2_048;

export type LinkDialogProps = {
	words: Words["viewer"];
	/** The full address, as it will be opened. */
	url: string;
	onOpen(): void;
	onCancel(): void;
};

/** A document may say one thing and link to another, so the whole address is shown before it is opened. */
export function LinkDialog({ words, url, onOpen, onCancel }: LinkDialogProps) {
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => dialog.current?.showModal(), []);
	return (
		<dialog
			ref={dialog}
			class="link-dialog"
			aria-labelledby="link-title"
			aria-describedby="link-address"
			// Escape closes a dialog by itself; the panel is not to hear it.
			onKeyDown={(event) => event.key === "Escape" && event.stopPropagation()}
			onClose={({ currentTarget }) =>
				currentTarget.returnValue === "open" ? onOpen() : onCancel()
			}
		>
			<h2 id="link-title">{words.linkTitle}</h2>
			<p id="link-address" class="address" dir="ltr">
				{url}
			</p>
			<div class="answers">
				<Button onClick={() => dialog.current?.close()}>
					{words.linkCancel}
				</Button>
				<Button tone="primary" onClick={() => dialog.current?.close("open")}>
					{words.linkOpen}
				</Button>
			</div>
		</dialog>
	);
}

/**
 * The address a document's link leads to, spelled out: a look-alike host name is shown as the punycode it is. Undefined
 * for anything but http, https and mailto, and for more than 2,048 characters.
 */
export function safeAddress(link: string): string | undefined {
	if (link.length > MAX_ADDRESS || !URL.canParse(link)) return undefined;
	const { protocol, href } = new URL(link);
	const known = ["http:", "https:", "mailto:"].includes(protocol);
	return known && href.length <= MAX_ADDRESS ? href : undefined;
}
