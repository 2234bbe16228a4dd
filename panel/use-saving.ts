import { useEffect, useRef, useState } from "preact/hooks";
import { SaveError } from "../session/save.ts";
import type { DocumentSession } from "../session/session.ts";
import type { DocumentSource } from "../session/source.ts";
import type { Words } from "../words/words.ts";
import { downloadBlob } from "./download.ts";
import { withFormulasAsText } from "./formulas.ts";
import { decodeText, type TextFormat } from "./text-format.ts";
import { createTransferRate } from "./transfer-rate.ts";

/** The screen says how far it is this often. Milliseconds. */
const SHOW_EVERY_MS = 500;

/** How far saving is. */
export type SavingPicture = {
	/** Bytes that are here. */
	bytes: number;
	/** Bytes a second; undefined while that is not known. */
	rate: number | undefined;
	paused: boolean;
};

export interface Saving {
	/** Undefined while nothing is saved. */
	picture: SavingPicture | undefined;
	/** `asText`: a CSV with its formulas made harmless. */
	save(asText: boolean): void;
	/** What has arrived is kept. */
	pause(): void;
	goOn(): void;
	cancel(): void;
}

/** Saving one document on this device, as the panel shows it. */
export function useSaving(options: {
	session: DocumentSession | undefined;
	source: DocumentSource;
	words: Words;
	/** How a CSV is written; undefined for other kinds. */
	format: TextFormat | undefined;
	/** Says how it went, in words. */
	tell(sentence: string): void;
}): Saving {
	const [picture, setPicture] = useState<SavingPicture>();
	const attempt = useRef<AbortController | undefined>(undefined);
	const asked = useRef(false);
	const latest = useRef(options);
	latest.current = options;
	useEffect(() => () => attempt.current?.abort(), []);

	/** Asks for what is missing: after a pause that is the rest. */
	async function run(bytesBefore: number) {
		const { session, source, words, format, tell } = latest.current;
		if (!session || attempt.current) return;
		const stop = new AbortController();
		attempt.current = stop;
		let bytes = bytesBefore;
		const rate = createTransferRate();
		const show = () => {
			const now = performance.now();
			rate.note(bytes, now);
			setPicture({ bytes, rate: rate.at(now), paused: false });
		};
		// What is over at once needs no bar: nothing jumps, and the focus stays on Save.
		if (picture) show();
		else rate.note(bytes, performance.now());
		const showing = setInterval(show, SHOW_EVERY_MS);
		let said = "";
		try {
			const copy = await session.save(stop.signal, (progress) => {
				bytes = progress.bytes;
			});
			const written =
				asked.current && format
					? textCopy(new Uint8Array(await copy.arrayBuffer()), format)
					: copy;
			if (attempt.current !== stop) return;
			downloadBlob(written, source.name);
			session.saved();
			said = words.panel.saved(source.name);
		} catch (error) {
			const failure = error instanceof SaveError ? error.failure : "closed";
			said = words.saveFailure[failure];
		} finally {
			clearInterval(showing);
		}
		// Paused or cancelled by the person: nothing to say.
		if (attempt.current !== stop) return;
		attempt.current = undefined;
		setPicture(undefined);
		tell(said);
	}

	function stop() {
		attempt.current?.abort();
		attempt.current = undefined;
	}

	return {
		picture,
		save(asText) {
			asked.current = asText;
			void run(0);
		},
		pause() {
			stop();
			setPicture((now) => now && { ...now, rate: undefined, paused: true });
		},
		goOn: () => void run(picture?.bytes ?? 0),
		cancel() {
			stop();
			setPicture(undefined);
		},
	};
}

function textCopy(bytes: Uint8Array<ArrayBuffer>, format: TextFormat): Blob {
	const text = withFormulasAsText(decodeText(bytes, format), format.delimiter);
	// Written as UTF-8 with its mark, because programs guess other encodings without one.
	return new Blob(["\uFEFF", text]);
}
