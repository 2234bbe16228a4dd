import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { SaveError } from "../session/save.ts";
import type { DocumentSession } from "../session/session.ts";
import type { DocumentSource } from "../session/source.ts";
import type { Words } from "../words/words.ts";
import { downloadBlob } from "./download.ts";
import { hasFormulas, withFormulasAsText } from "./formulas.ts";
import type { TextFormat } from "./text-format.ts";
import { decodeText } from "./text-format.ts";

type SaveControlsProps = {
	session: DocumentSession;
	source: DocumentSource;
	words: Words;
	/** How a CSV is written, once its viewer has found out; undefined for other kinds. */
	format: TextFormat | undefined;
	/** Says how it went, in words. */
	tell(sentence: string): void;
};

/** `Save`, and for a CSV that carries formulas `Save with formulas as text` before it. */
export function SaveControls(props: SaveControlsProps) {
	const { session, source, words, format, tell } = props;
	const say = words.panel;
	const [saving, setSaving] = useState<AbortController>();
	const [bytes, setBytes] = useState(0);
	const formulas = useFormulas(source, format);
	const alive = useRef(new AbortController());
	useEffect(() => () => alive.current.abort(), []);

	async function save(asText: boolean) {
		const stop = new AbortController();
		setBytes(0);
		setSaving(stop);
		try {
			const signal = AbortSignal.any([stop.signal, alive.current.signal]);
			const copy = await session.save(signal, ({ bytes }) => setBytes(bytes));
			const written =
				asText && format
					? textCopy(new Uint8Array(await copy.arrayBuffer()), format)
					: copy;
			downloadBlob(written, source.name);
			session.saved();
			tell(say.saved(source.name));
		} catch (error) {
			if (error instanceof SaveError) tell(words.saveFailure[error.failure]);
			else if (!stop.signal.aborted) tell(words.saveFailure.closed);
		} finally {
			setSaving(undefined);
		}
	}

	if (saving)
		return (
			<Button icon="close" onClick={() => saving.abort()}>
				<span class="saving">{say.saving(bytes, source.size)}</span>
				<span class="spoken">{say.saveCancel}</span>
			</Button>
		);
	return (
		<>
			{formulas && (
				<Button icon="save" onClick={() => void save(true)}>
					{say.saveAsText}
				</Button>
			)}
			<Button icon="save" short onClick={() => void save(false)}>
				<span>{say.save}</span>
			</Button>
		</>
	);
}

function textCopy(bytes: Uint8Array<ArrayBuffer>, format: TextFormat): Blob {
	const text = withFormulasAsText(decodeText(bytes, format), format.delimiter);
	// Written as UTF-8 with its mark, because programs guess other encodings without one.
	return new Blob(["\uFEFF", text]);
}

/** Whether a CSV that can be saved carries formulas. Reads all of it: savable ones are small. */
function useFormulas(
	source: DocumentSource,
	format: TextFormat | undefined,
): boolean {
	const [found, setFound] = useState(false);
	const { delimiter, encoding } = format ?? {};
	useEffect(() => {
		if (delimiter === undefined || encoding === undefined) return;
		const stop = new AbortController();
		source
			.read(0, source.size, stop.signal)
			.then((bytes) =>
				setFound(
					hasFormulas(decodeText(bytes, { delimiter, encoding }), delimiter),
				),
			)
			.catch(() => {
				// Closed meanwhile, or gone: then there is nothing to save either.
			});
		return () => stop.abort();
	}, [source, delimiter, encoding]);
	return found;
}
