/** Reads fields from decoded text that arrives in pieces, by the same rules as the row index. */
export type FieldParser = {
	/** Returns false once `onField` or `onRow` wanted no more. */
	push(text: string): boolean;
	/** The text is over: the last row may have no line break. */
	end(): void;
};

export type FieldSink = {
	/** A field of row `row` (from 0, where the text began). Returns false to stop. */
	onField(row: number, column: number, text: string): boolean | undefined;
	/** A row has ended. Returns false to stop. */
	onRow?(row: number): boolean | undefined;
	/** Whether the quote that a field begins with is a letter of it, as the row index found out. */
	isStray?(row: number, column: number): boolean;
};

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** `keep`: characters of a field that are kept; the rest of a longer one is passed over. */
export function createFieldParser(
	delimiter: string,
	keep: number,
	sink: FieldSink,
): FieldParser {
	const delimiterCode = delimiter.charCodeAt(0);
	let row = 0;
	let column = 0;
	let field = "";
	let state: "row" | "cr" | "start" | "bare" | "quoted" | "quote" = "row";
	let going = true;

	function add(text: string, start: number, end: number) {
		if (start === end || field.length >= keep) return;
		field += text.slice(start, Math.min(end, start + keep - field.length));
	}

	function endField() {
		if (sink.onField(row, column, field) === false) going = false;
		field = "";
		column += 1;
	}

	function endRow() {
		endField();
		if (sink.onRow?.(row) === false) going = false;
		row += 1;
		column = 0;
	}

	/** The next character that ends a field outside quotes, or the end of the text. */
	function boundary(text: string, at: number): number {
		let end = at;
		for (; end < text.length; end++) {
			const code = text.charCodeAt(end);
			if (code === delimiterCode || code === LF || code === CR) break;
		}
		return end;
	}

	function push(text: string): boolean {
		let at = 0;
		while (going && at < text.length) {
			if (state === "quoted") {
				const quote = text.indexOf('"', at);
				add(text, at, quote === -1 ? text.length : quote);
				if (quote === -1) return going;
				at = quote + 1;
				state = "quote";
				continue;
			}
			const code = text.charCodeAt(at);
			if (state === "cr") {
				state = "row";
				if (code === LF) {
					at += 1;
					continue;
				}
			}
			const opens =
				state === "quote" || (state !== "bare" && !sink.isStray?.(row, column));
			if (code === QUOTE && opens) {
				if (state === "quote") add('"', 0, 1);
				state = "quoted";
				at += 1;
				continue;
			}
			const end = boundary(text, at);
			add(text, at, end);
			at = end + 1;
			if (end === text.length) {
				state = "bare";
				return going;
			}
			const last = text.charCodeAt(end);
			if (last === delimiterCode) {
				endField();
				state = "start";
			} else {
				endRow();
				state = last === CR ? "cr" : "row";
			}
		}
		return going;
	}

	return {
		push,
		end() {
			if (going && state !== "row" && state !== "cr") endRow();
		},
	};
}
