import { useRef, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { acceptedExtensions, type DocumentKind } from "../policy/kinds.ts";
import type { Words } from "../words/words.ts";
import { singleFile } from "./chosen-file.ts";
import "./file-picker.css";

type FilePickerProps = {
	words: Words;
	label: string;
	/** The kinds that may be shared. */
	kinds: readonly DocumentKind[];
	/** With a place to drop a file on. */
	drop?: boolean;
	tone?: "plain" | "primary";
	onFile(file: File): void;
	/** What was chosen or dropped is no single file. */
	onWrong(sentence: string): void;
};

/** The button that opens the system's dialog; a cancelled dialog changes nothing and gives the focus back. */
export function FilePicker(props: FilePickerProps) {
	const { words, label, kinds, drop = false, tone = "plain" } = props;
	const input = useRef<HTMLInputElement>(null);
	const button = useRef<HTMLSpanElement>(null);
	const [over, setOver] = useState(false);

	function take(files: FileList | null | undefined) {
		const file = singleFile(files, words);
		if (typeof file === "string") props.onWrong(file);
		else props.onFile(file);
	}

	const picker = (
		<span ref={button}>
			<Button
				tone={tone}
				icon="file"
				wide
				onClick={() => input.current?.click()}
			>
				{label}
			</Button>
			<input
				ref={input}
				type="file"
				accept={acceptedExtensions(kinds)}
				hidden
				tabIndex={-1}
				aria-hidden="true"
				onCancel={() => button.current?.querySelector("button")?.focus()}
				onChange={({ currentTarget }) => {
					const { files } = currentTarget;
					if (files?.length) take(files);
					// So that the same file can be chosen again after it was mended.
					currentTarget.value = "";
				}}
			/>
		</span>
	);
	if (!drop) return picker;
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first.
		<div
			class={over ? "drop-zone over" : "drop-zone"}
			onDragOver={(event) => {
				event.preventDefault();
				setOver(true);
			}}
			onDragLeave={() => setOver(false)}
			onDrop={(event) => {
				event.preventDefault();
				setOver(false);
				take(event.dataTransfer?.files);
			}}
		>
			{picker}
			<p class="drop-hint quiet">{words.visitor.drop}</p>
			<p class="quiet">{words.panel.allowedTypes(kinds)}</p>
		</div>
	);
}
