import type { PdfPage } from "./load-pdf.ts";

type Rect = [left: number, bottom: number, right: number, top: number];
/** What is used of pdf.js's text items and styles. */
type TextItem = {
	str: string;
	dir: string;
	/** Six numbers of a matrix in PDF points. */
	transform: number[];
	width: number;
	height: number;
	fontName: string;
};
type TextStyle = {
	ascent?: number;
	descent?: number;
	vertical?: boolean;
	fontFamily?: string;
};

const MAX_RECTS = 32;
let pen: OffscreenCanvasRenderingContext2D | null | undefined;

/**
 * Where `length` characters from `start` of a page's text are, as rectangles in PDF points, at most 32. Characters are
 * counted as the find controller counts them: all items one after the other. Works without drawing the page.
 */
export async function rectsOfText(
	page: PdfPage,
	start: number,
	length: number,
): Promise<Rect[]> {
	const { items, styles } = await page.getTextContent({
		disableNormalization: true,
	});
	const end = start + length;
	const rects: Rect[] = [];
	let from = 0;
	for (const item of items) {
		if (!("str" in item)) continue;
		const to = from + item.str.length;
		if (from < end && to > start && rects.length < MAX_RECTS) {
			const first = Math.max(start - from, 0);
			const last = Math.min(end - from, item.str.length);
			if (last > first)
				rects.push(rectOf(item, styles[item.fontName] ?? {}, first, last));
		}
		from = to;
		if (from >= end) break;
	}
	return rects;
}

/** The box around characters `first` to `last` of an item, which may be turned any way. */
function rectOf(
	item: TextItem,
	style: TextStyle,
	first: number,
	last: number,
): Rect {
	const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = item.transform;
	const size = Math.hypot(c, d) || item.height;
	let [from, to] = shares(item.str, style.fontFamily, first, last);
	if (style.vertical) {
		const half = size / 2;
		return [x - half, y - item.height * to, x + half, y - item.height * from];
	}
	// Right to left the first character is at the far end.
	if (item.dir === "rtl") [from, to] = [1 - to, 1 - from];
	const along = Math.hypot(a, b) || 1;
	const up = Math.hypot(c, d) || 1;
	const ascent = (style.ascent || 0.8) * size;
	const descent = (style.descent || -0.2) * size;
	const corners = [from, to].flatMap((share) =>
		[descent, ascent].map((height) => [
			x + (a / along) * share * item.width + (c / up) * height,
			y + (b / along) * share * item.width + (d / up) * height,
		]),
	);
	const xs = corners.map(([px = 0]) => px);
	const ys = corners.map(([, py = 0]) => py);
	return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/**
 * Which share of an item's width lies before `first` and before `last`. The item's own font is not at hand, so a font
 * of the same family is measured and stretched, as the text layer does.
 */
function shares(
	text: string,
	family = "sans-serif",
	first: number,
	last: number,
): [number, number] {
	pen ??= new OffscreenCanvas(1, 1).getContext("2d");
	if (!pen) return [first / text.length, last / text.length];
	pen.font = `32px ${family}`;
	const whole = pen.measureText(text).width || 1;
	const before = (count: number) =>
		(pen?.measureText(text.slice(0, count)).width ?? 0) / whole;
	return [before(first), before(last)];
}
