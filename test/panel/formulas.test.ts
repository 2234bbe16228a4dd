import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import {
	hasFormulas,
	isFormula,
	withFormulasAsText,
} from "../../panel/formulas.ts";
import { runs } from "../counts.ts";

function parse(text: string, delimiter = ","): string[][] {
	return Papa.parse<string[]>(text, { delimiter }).data;
}

describe("isFormula", () => {
	it.each([
		"=1+1",
		"=cmd|' /C calc'!A0",
		"+1+cmd",
		"-1+cmd",
		"@SUM(A1)",
		" =1+1",
		"\t=1+1",
		"\u00A0=1+1",
		"\t1+1",
		"\r1+1",
		'"=1+1"',
		'"  =1+1"',
		'"""=1+1"""',
		'"\n=1+1"',
		"＝1+1",
		"＋1+1",
		"－1+1",
		"＠SUM(A1)",
		"+49-30-1234",
		"-A1",
		"--1",
		"=",
	])("takes %j for one", (field) => expect(isFormula(field)).toBe(true));

	it.each([
		"-5",
		"+5",
		"-5.25",
		"+1,2",
		"-1.234,56",
		"- 5",
		"-5 %",
		"-5%",
		'"-5"',
		"+49 30 1234",
		"",
		'""',
		" ",
		"\t",
		"a=b",
		"5-3",
		"name",
		"'=1+1",
		"me@a.example",
		'"say ""=1"""',
	])("does not take %j for one", (field) =>
		expect(isFormula(field)).toBe(false),
	);
});

describe("a CSV saved with formulas as text", () => {
	it.each([
		["a,=1+1,b\r\n", ",", "a,'=1+1,b\r\n"],
		['"=1+1",x\n', ",", '"\'=1+1",x\n'],
		["=1;=2", ";", "'=1;'=2"],
		["=1\t=2", "\t", "'=1\t'=2"],
		["=1|-5", "|", "'=1|-5"],
		["a, =1", ",", "a,' =1"],
		['a,"x\n=1",b', ",", 'a,"x\n=1",b'],
		['a,"x""y",=1', ",", 'a,"x""y",\'=1'],
		["a\n=1\r=2", ",", "a\n'=1\r'=2"],
		["", ",", ""],
		["a,-5,+1", ",", "a,-5,+1"],
		['"=1', ",", "\"'=1"],
	])("of %j by %j is %j", (text, delimiter, written) => {
		expect(withFormulasAsText(text, delimiter)).toBe(written);
		expect(hasFormulas(text, delimiter)).toBe(text !== written);
		expect(hasFormulas(written, delimiter)).toBe(false);
	});

	const field = fc.oneof(
		fc.constantFrom(
			"=1+1",
			"-5",
			'@"x"',
			" =a",
			"\t=a",
			"＝a",
			"+1,2",
			"=a\n=b",
		),
		fc.string({ unit: fc.constantFrom(..."=+-@\"', \t5a;\n") }),
	);
	const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), {
		minLength: 1,
		maxLength: 5,
	});

	it.each([",", ";", "\t", "|"])(
		"shows the same table but for apostrophes, by %j",
		(delimiter) => {
			fc.assert(
				fc.property(table, fc.boolean(), (rows, quotes) => {
					const text = Papa.unparse(rows, { delimiter, quotes });
					const written = withFormulasAsText(text, delimiter);
					const shown = parse(written, delimiter);
					const before = parse(text, delimiter);
					expect(shown.map((row) => row.length)).toEqual(
						before.map((row) => row.length),
					);
					shown.forEach((row, at) => {
						row.forEach((cell, column) => {
							const was = before[at]?.[column] ?? "";
							expect([was, `'${was}`]).toContain(cell);
							// What a program makes of the cell is what counts, not how it was written.
							if (/^\s*[=@]/.test(was)) expect(cell).toBe(`'${was}`);
						});
					});
					expect(hasFormulas(written, delimiter)).toBe(false);
				}),
				runs(300),
			);
		},
	);
});
