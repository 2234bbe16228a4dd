import { useEffect, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { DocumentSource } from "../session/source.ts";
import type { Words } from "../words/words.ts";
import { hasFormulas } from "./formulas.ts";
import type { TextFormat } from "./text-format.ts";
import { decodeText } from "./text-format.ts";

type SaveControlsProps = {
	source: DocumentSource;
	words: Words;
	/** How a CSV is written, once its viewer has found out; undefined for other kinds. */
	format: TextFormat | undefined;
	/** It is being saved already. */
	busy: boolean;
	/** `asText`: a CSV with its formulas made harmless. */
	onSave(asText: boolean): void;
};

/** `Save`, and for a CSV that carries formulas `Save with formulas as text` before it. */
export function SaveControls(props: SaveControlsProps) {
	const { source, words, format, busy, onSave } = props;
	const say = words.panel;
	const formulas = useFormulas(source, format);
	if (busy) return null;
	return (
		<>
			{formulas && (
				<Button icon="save" onClick={() => onSave(true)}>
					{say.saveAsText}
				</Button>
			)}
			<Button icon="save" short={!formulas} onClick={() => onSave(false)}>
				<span>{say.save}</span>
			</Button>
		</>
	);
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
