import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import "./alert-dialog.css";

type AlertDialogProps = {
	/** `dialog`: something to read or do, where nothing is asked. */
	role?: "alertdialog" | "dialog";
	title: string;
	/** What Escape does: always the choice that gives nothing away. */
	onEscape(): void;
	/** The buttons, of equal weight; those of a dialog may be among its children. */
	actions?: ComponentChildren;
	children?: ComponentChildren;
};

/** A question that must be answered. The focus goes to its heading, stays inside, and no key answers it by accident. */
export function AlertDialog(props: AlertDialogProps) {
	const { role = "alertdialog", title, onEscape, actions, children } = props;
	const id = useId();
	const box = useRef<HTMLDivElement>(null);
	const heading = useRef<HTMLHeadingElement>(null);
	// Before it is painted, so that a quick Escape finds it.
	useLayoutEffect(() => {
		const before = document.activeElement;
		heading.current?.focus();
		return () => {
			if (before instanceof HTMLElement && before.isConnected) before.focus();
		};
	}, []);

	function keepInside(event: KeyboardEvent) {
		if (event.key === "Escape") {
			event.stopPropagation();
			onEscape();
		}
		if (event.key !== "Tab") return;
		const controls = box.current?.querySelectorAll<HTMLElement>("a, button");
		const first = controls?.[0];
		const last = controls?.[controls.length - 1];
		const { activeElement } = document;
		if (
			event.shiftKey &&
			(activeElement === first || activeElement === heading.current)
		) {
			event.preventDefault();
			last?.focus();
		} else if (!event.shiftKey && activeElement === last) {
			event.preventDefault();
			first?.focus();
		}
	}

	return (
		<div class="alert-dialog-ground">
			{/* biome-ignore lint/a11y: it is one of two kinds of dialog, and both take these */}
			<div
				ref={box}
				class="alert-dialog"
				role={role}
				aria-modal="true"
				aria-labelledby={`${id}-title`}
				aria-describedby={`${id}-body`}
				onKeyDown={keepInside}
			>
				<h2 id={`${id}-title`} ref={heading} tabIndex={-1}>
					{title}
				</h2>
				<div class="alert-dialog-body" id={`${id}-body`}>
					{children}
				</div>
				{actions && <div class="alert-dialog-actions">{actions}</div>}
			</div>
		</div>
	);
}
