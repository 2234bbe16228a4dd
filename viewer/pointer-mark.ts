import "./pointer-mark.css";

/** The other person's pointer fades when it has not moved for this long. */
const FADES_AFTER_MS = 3_000;

export interface PointerMark {
	/** Shows the mark in `parent`, which must be positioned, with its tip at these CSS lengths (`"40%"`, `"12px"`). */
	show(
		parent: HTMLElement,
		at: { left: string; top: string },
		name: string,
	): void;
	hide(): void;
}

/** The other person's pointer on the document: an arrow with their name, for sighted people only. */
export function createPointerMark(): PointerMark {
	const mark = document.createElement("div");
	mark.className = "pointer-mark";
	// What is pointed at is said by the panel where it matters; a moving label would only interrupt.
	mark.setAttribute("aria-hidden", "true");
	mark.innerHTML =
		'<svg viewBox="0 0 24 24" width="24" height="24"><path d="M3 2 20 11.5 12.4 13.2 8.6 20 3 2Z"/></svg>';
	const label = document.createElement("span");
	mark.append(label);
	let fading: ReturnType<typeof setTimeout> | undefined;

	const hide = () => {
		clearTimeout(fading);
		mark.remove();
	};

	return {
		show(parent, { left, top }, name) {
			clearTimeout(fading);
			label.textContent = name;
			mark.style.left = left;
			mark.style.top = top;
			mark.classList.remove("fading");
			if (mark.parentElement !== parent) parent.append(mark);
			fading = setTimeout(() => {
				mark.classList.add("fading");
				fading = setTimeout(hide, 400);
			}, FADES_AFTER_MS);
		},
		hide,
	};
}
