/**
 * A CSV from somebody else can carry formulas that run when a spreadsheet program opens it (OWASP, "CSV injection").
 * The file can be saved as it is; beside that, first, as a copy whose formulas are text.
 */

/** What a cell begins with when a spreadsheet program may take it for a formula, full-width forms included. */
const FORMULA_START = /^[\s"]*[=+\-@\t\r＝＋－＠]/u;
/** A plain number is no formula, whatever its sign. */
const NUMBER = /^"?[+-]?[\d.,\s]+%?"?$/u;

/** Whether a field of a CSV may be run as a formula. */
export function isFormula(field: string): boolean {
	return FORMULA_START.test(field) && !NUMBER.test(field);
}

/** The fields of a CSV text with their delimiters and line ends between them, quotes kept as they are. */
function splitFields(text: string, delimiter: string): string[] {
	const parts: string[] = [];
	let from = 0;
	let quoted = false;
	let fieldStart = true;
	for (let i = 0; i < text.length; i++) {
		const character = text[i];
		if (quoted) {
			if (character === '"') {
				if (text[i + 1] === '"') i++;
				else quoted = false;
			}
		} else if (character === '"' && fieldStart) {
			quoted = true;
			fieldStart = false;
		} else if (
			character === delimiter ||
			character === "\n" ||
			character === "\r"
		) {
			parts.push(text.slice(from, i), character);
			from = i + 1;
			fieldStart = true;
		} else {
			fieldStart = false;
		}
	}
	parts.push(text.slice(from));
	return parts;
}

/** Whether any field may be run as a formula. */
export function hasFormulas(text: string, delimiter: string): boolean {
	return splitFields(text, delimiter).some(
		(part, index) => index % 2 === 0 && isFormula(part),
	);
}

/** The same CSV with an apostrophe before every formula, so that programs show it and do not run it. */
export function withFormulasAsText(text: string, delimiter: string): string {
	return splitFields(text, delimiter)
		.map((part, index) => {
			if (index % 2 === 1 || !isFormula(part)) return part;
			if (part.startsWith('"')) return `"'${part.slice(1)}`;
			// A field that begins with white space keeps it, behind the apostrophe.
			return `'${part}`;
		})
		.join("");
}
