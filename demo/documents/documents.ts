import { type Line, writePdf } from "./pdf.ts";
import { type Cell, writeWorkbook } from "./workbook.ts";

const FEES: [service: string, fee: number, note: string][] = [
	["Everyday account, a month", 0, "Free of charge"],
	["Second card", 6.5, "Once, when it is sent"],
	["Card lost or stolen", 0, "We send a new one at once"],
	["Cash from our machines", 0, "Any amount"],
	["Cash from other machines", 1.5, "Each time"],
	["Payment within the country", 0, "Online, or by phone"],
	["Payment abroad", 4, "Each payment; the other bank may charge as well"],
	["Paper statement", 2, "A month; none for online statements"],
	["Returned direct debit", 5, 'We write to you first: "payment not possible"'],
];

/** What the made-up company hands out, by file name. Written here, so that nothing in it belongs to anybody. */
export const DEMO_DOCUMENTS: ReadonlyMap<
	string,
	{ type: string; bytes: Uint8Array }
> = new Map([
	["account-terms.pdf", { type: "application/pdf", bytes: accountTerms() }],
	[
		"fees.xlsx",
		{
			type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			bytes: feesWorkbook(),
		},
	],
	["fees.csv", { type: "text/csv; charset=utf-8", bytes: feesCsv() }],
	[
		"statement-october.csv",
		{ type: "text/csv; charset=utf-8", bytes: octoberStatement() },
	],
]);

function accountTerms(): Uint8Array {
	const sections: [string, string[]][] = [
		[
			"1. What this account is",
			[
				"The everyday account is for money you use from day to day: your salary comes in, your",
				"rent and your shopping go out. It is in your name alone, or in the names of two people",
				"who may each use it without the other.",
			],
		],
		[
			"2. What it costs",
			[
				"The account itself is free of charge. Some services cost something; all of them are in",
				"the table of fees, and nothing that is not in the table can be charged. A fee is taken",
				"on the last working day of the month in which the service was used.",
			],
		],
		[
			"3. The overdraft",
			[
				"You may go below zero down to the limit that we have agreed with you, at first £ 500.",
				"Interest on the overdraft is 9.90 % a year. It is worked out every day on what you owe",
				"at midnight and taken once a quarter. Going below the limit is not possible: we do not",
				"make the payment, and write to you the same day.",
			],
		],
		[
			"4. Payments",
			[
				"A payment that reaches us before 16:00 on a working day leaves the same day. You can",
				"take a payment back until it has left. A direct debit can be returned for eight weeks",
				"without giving a reason.",
			],
		],
		[
			"5. Your card",
			[
				"Keep your number to yourself. If the card is lost, tell us at once, at any hour: from",
				"that moment on you are not liable for what happens with it. Before that you are liable",
				"for at most £ 35, unless you have been grossly careless.",
			],
		],
		[
			"6. When something goes wrong",
			[
				"Call us, or write. We answer within five working days. If you are not content with the",
				"answer, an independent ombudsman looks at it, free of charge for you.",
			],
		],
		[
			"7. Closing the account",
			[
				"You can close it at any time, today if you like. We can close it with two months' notice,",
				"and say why. Money that is left goes to an account you name.",
			],
		],
	];
	const page = (from: number, to: number): Line[] =>
		sections
			.slice(from, to)
			.flatMap(([heading, lines]) => [
				{ text: "" },
				{ heading: 2 as const, text: heading },
				...lines.map((text) => ({ text })),
			]);
	return writePdf("Account terms", [
		[
			{ heading: 1, text: "Account terms" },
			{
				text: "Alder & Finch, everyday account. In force from 1 January 2026.",
			},
			...page(0, 3),
		],
		page(3, 6),
		page(6, 7),
	]);
}

function feesWorkbook(): Uint8Array {
	const title: Cell[] = [{ heading: "Fees, everyday account" }];
	return writeWorkbook([
		{
			name: "Fees",
			widths: [30, 14, 44],
			merged: ["A1:C1"],
			rows: [
				title,
				[{ heading: "Service" }, { heading: "Fee" }, { heading: "Note" }],
				...FEES.map(([service, fee, note]): Cell[] => [
					service,
					{ value: fee, format: "money" },
					note,
				]),
			],
		},
		{
			name: "Interest",
			widths: [30, 14, 22],
			rows: [
				[{ heading: "Account" }, { heading: "A year" }, { heading: "Since" }],
				[
					"Rainy day savings",
					{ value: 0.024, format: "percent" },
					{ value: 46_023, format: "date" },
				],
				[
					"Fixed for two years",
					{ value: 0.0315, format: "percent" },
					{ value: 46_082, format: "date" },
				],
				[
					"Overdraft",
					{ value: 0.099, format: "percent" },
					{ value: 46_023, format: "date" },
				],
			],
		},
	]);
}

function feesCsv(): Uint8Array {
	return csv([
		["Service", "Fee in £", "Note"],
		...FEES.map(([service, fee, note]) => [service, fee.toFixed(2), note]),
	]);
}

function octoberStatement(): Uint8Array {
	return csv([
		["Date", "Text", "Amount in £", "Balance in £"],
		["2026-10-01", "Balance brought forward", "", "3076.52"],
		["2026-10-02", "Greenway Grocers", "-51.35", "3025.17"],
		["2026-10-05", "Mill Lane Energy, October", "-78.00", "2947.17"],
		["2026-10-09", "Harbour Ferries", "-24.50", "2922.67"],
		["2026-10-14", "Paper statement", "-2.00", "2920.67"],
		["2026-10-19", "Transfer to Rainy day savings", "-858.50", "2062.17"],
		["2026-10-27", "Rent, Mill Lane", "-890.00", "1172.17"],
		["2026-10-28", "Salary, Harbour Studio", "2310.00", "3482.17"],
	]);
}

function csv(rows: readonly string[][]): Uint8Array {
	const field = (text: string) =>
		/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
	return Buffer.from(
		rows.map((row) => `${row.map(field).join(",")}\r\n`).join(""),
	);
}
