import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { Words } from "../words/words.ts";
import type { Saving, SavingPicture } from "./use-saving.ts";

/** How far it is, is read out no more often than this. Milliseconds. */
const SAY_EVERY_MS = 5_000;

type SavingBarProps = {
	saving: Saving;
	picture: SavingPicture;
	/** Bytes of the document. */
	size: number;
	words: Words;
};

/** Under the document's name while it is saved: how far, how fast, how long still, and two ways to stop it. */
export function SavingBar({ saving, picture, size, words }: SavingBarProps) {
	const say = words.panel;
	const { bytes, rate, paused } = picture;
	const text = paused
		? say.savingPaused(bytes, size)
		: say.saving(bytes, size, rate);
	const spoken = useNowAndThen(text, paused);
	const stop = useRef<HTMLSpanElement>(null);
	// The button that was pressed has gone: the focus goes on to the ones that took its place.
	useEffect(() => {
		const lost = document.activeElement === document.body;
		if (lost && document.hasFocus())
			stop.current?.querySelector("button")?.focus();
	}, []);
	return (
		<div class="saving-bar">
			<p class="saving">
				<progress max={size} value={bytes} aria-label={say.savingName} />
				<span aria-hidden="true">{text}</span>
				<span class="spoken" role="status">
					{spoken}
				</span>
			</p>
			<span class="saving-buttons" ref={stop}>
				<Button tone="quiet" onClick={paused ? saving.goOn : saving.pause}>
					{paused ? say.saveGoOn : say.savePause}
				</Button>
				<Button tone="quiet" onClick={saving.cancel}>
					{say.cancel}
				</Button>
			</span>
		</div>
	);
}

/** The text as it was a few seconds ago at most; at once when it is paused or goes on. */
function useNowAndThen(text: string, paused: boolean): string {
	const [spoken, setSpoken] = useState(text);
	const latest = useRef(text);
	latest.current = text;
	useEffect(() => {
		setSpoken(latest.current);
		const saying = setInterval(() => setSpoken(latest.current), SAY_EVERY_MS);
		return () => clearInterval(saying);
	}, [paused]);
	return spoken;
}
