import { set_cptable } from "xlsx";

/** The browser's names of the code pages that Windows and the Macintosh wrote workbooks in before Unicode. */
const LABELS = new Map([
	[866, "ibm866"],
	[874, "windows-874"],
	[932, "shift_jis"],
	[936, "gbk"],
	[949, "euc-kr"],
	[950, "big5"],
	[1200, "utf-16le"],
	[10_000, "macintosh"],
	[10_007, "x-mac-cyrillic"],
	[20_866, "koi8-r"],
	[65_001, "utf-8"],
]);
for (let page = 1250; page <= 1258; page++) LABELS.set(page, `windows-${page}`);
const WESTERN = "windows-1252";

/**
 * Lets SheetJS read the texts of a workbook from before Unicode (BIFF5 and older) by its code page: without it every
 * byte is taken for a Western letter. The DOS pages 437, 850 and 852 are read as Western; browsers do not know them.
 */
export function useCodePages(): void {
	const decoders = new Map<number, TextDecoder>();
	const decode = (page: number, bytes: ArrayLike<number>): string => {
		let decoder = decoders.get(page);
		if (!decoder) {
			const label = LABELS.get(page) ?? WESTERN;
			decoder = new TextDecoder(label, { ignoreBOM: true });
			decoders.set(page, decoder);
		}
		return decoder.decode(Uint8Array.from(bytes));
	};
	set_cptable({ utils: { decode } });
}
