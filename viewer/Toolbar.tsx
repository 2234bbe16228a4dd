import { Button } from "../look/Button.tsx";
import type { Words } from "../words/words.ts";

export type ToolbarProps = {
	words: Words["viewer"];
	/** False while the document opens or cannot be shown. */
	ready: boolean;
	/** Percent. */
	zoom: number;
	/** A kind without pages leaves them out. */
	pages?: { page: number; count: number };
	searching: boolean;
	onPage(page: number): void;
	onZoom(step: "in" | "out"): void;
	onSearch(): void;
};

/** The document's own controls. They wrap rather than shrink: nothing is lost on a narrow or enlarged screen. */
export function Toolbar(props: ToolbarProps) {
	const { words, ready, zoom, pages, searching, onZoom, onSearch } = props;
	return (
		<div class="toolbar" role="toolbar" aria-label={words.toolbar}>
			{pages && <PageControls {...props} pages={pages} />}
			<div class="group zoom">
				<Button
					tone="quiet"
					icon="minus"
					aria-label={words.zoomOut}
					disabled={!ready}
					onClick={() => onZoom("out")}
				/>
				<output class="percent">{words.zoomLevel(Math.round(zoom))}</output>
				<Button
					tone="quiet"
					icon="plus"
					aria-label={words.zoomIn}
					disabled={!ready}
					onClick={() => onZoom("in")}
				/>
			</div>
			<Button
				tone="quiet"
				icon="search"
				id="find-toggle"
				aria-label={words.search}
				aria-expanded={searching}
				aria-controls={searching ? "find-bar" : undefined}
				disabled={!ready}
				onClick={onSearch}
			/>
		</div>
	);
}

/** What a spin button does by itself too, but browsers differ in when they say so. */
const STEP_OF_KEY: Readonly<Record<string, number>> = {
	ArrowUp: 1,
	ArrowDown: -1,
	PageUp: 10,
	PageDown: -10,
};

type PageControlsProps = ToolbarProps & {
	pages: { page: number; count: number };
};

function PageControls({ words, ready, pages, onPage }: PageControlsProps) {
	const { page, count } = pages;
	const enter = (input: HTMLInputElement) => {
		const wanted = Math.round(input.valueAsNumber);
		const valid = Number.isFinite(wanted);
		const next = valid ? Math.min(Math.max(wanted, 1), count) : page;
		// What was typed may be far outside: the field shows where it led.
		input.value = String(next);
		if (next !== page) onPage(next);
	};
	return (
		<div class="group pages">
			<Button
				tone="quiet"
				icon="up"
				aria-label={words.previousPage}
				disabled={!ready || page <= 1}
				onClick={() => onPage(page - 1)}
			/>
			<label class="page">
				<input
					type="number"
					inputMode="numeric"
					aria-label={words.page}
					aria-valuetext={
						count > 0 ? `${page} ${words.ofPages(count)}` : undefined
					}
					min={1}
					max={Math.max(count, 1)}
					step={1}
					value={page}
					disabled={!ready}
					style={{ width: `${String(count).length + 1.6}ch` }}
					onFocus={({ currentTarget }) => currentTarget.select()}
					onChange={({ currentTarget }) => enter(currentTarget)}
					onKeyDown={(event) => {
						const { key, currentTarget } = event;
						if (key === "Enter") enter(currentTarget);
						const step = STEP_OF_KEY[key];
						if (step === undefined) return;
						event.preventDefault();
						const next = Math.min(Math.max(page + step, 1), count);
						if (next !== page) onPage(next);
					}}
				/>
				<span class="count">{count > 0 && words.ofPages(count)}</span>
			</label>
			<Button
				tone="quiet"
				icon="down"
				aria-label={words.nextPage}
				disabled={!ready || page >= count}
				onClick={() => onPage(page + 1)}
			/>
		</div>
	);
}
