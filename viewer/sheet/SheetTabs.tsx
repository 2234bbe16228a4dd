import { useEffect, useRef } from "preact/hooks";
import type { Words } from "../../words/words.ts";

type SheetTabsProps = {
	words: Words["viewer"];
	sheets: { name: string; sheet: number }[];
	current: number;
	/** Id of what the tabs switch. */
	panel: string;
	onShow(sheet: number): void;
};

/** The visible sheets of a workbook. Arrows move and show at once, as nothing is lost by looking. */
export function SheetTabs(props: SheetTabsProps) {
	const { words, sheets, current, panel, onShow } = props;
	const list = useRef<HTMLDivElement>(null);
	const at = sheets.findIndex(({ sheet }) => sheet === current);

	useEffect(() => {
		list.current
			?.querySelector('[aria-selected="true"]')
			?.scrollIntoView({ block: "nearest", inline: "nearest" });
	}, [current]);

	function onKeyDown(event: KeyboardEvent) {
		const to = tabAfterKey(event.key, at, sheets.length);
		const wanted = sheets[to];
		if (!wanted) return;
		event.preventDefault();
		onShow(wanted.sheet);
		const tab = list.current?.children[to];
		if (tab instanceof HTMLElement) tab.focus();
	}

	return (
		<div
			ref={list}
			class="tabs"
			role="tablist"
			aria-label={words.sheets}
			onKeyDown={onKeyDown}
		>
			{sheets.map(({ name, sheet }) => (
				<button
					key={sheet}
					type="button"
					role="tab"
					id={`tab-${sheet}`}
					aria-controls={panel}
					aria-selected={sheet === current}
					tabIndex={sheet === current ? 0 : -1}
					onClick={() => onShow(sheet)}
				>
					<span dir="auto">{name}</span>
				</button>
			))}
		</div>
	);
}

function tabAfterKey(key: string, at: number, count: number): number {
	switch (key) {
		case "ArrowRight":
			return (at + 1) % count;
		case "ArrowLeft":
			return (at - 1 + count) % count;
		case "Home":
			return 0;
		case "End":
			return count - 1;
		default:
			return -1;
	}
}
