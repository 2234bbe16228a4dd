/** A line of a page: a heading, or text of up to about 95 characters. An empty text is a gap. */
export type Line = { heading?: 1 | 2; text: string };

const PAGE = { width: 595, height: 842, margin: 64 };
const FONT = { 1: ["F2", 20], 2: ["F2", 13], text: ["F1", 10.5] } as const;

/** A PDF with a page for each list of lines, in the two fonts that every viewer brings along. */
export function writePdf(title: string, pages: readonly Line[][]): Uint8Array {
	const first = 6;
	const kids = pages.map((_, index) => `${first + index * 2} 0 R`).join(" ");
	const objects = [
		"<< /Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>",
		`<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`,
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
		`<< /Title ${literal(title)} /Author ${literal("Alder & Finch")} >>`,
	];
	pages.forEach((lines, index) => {
		const stream = content(lines, `${index + 1} / ${pages.length}`);
		objects.push(
			`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${first + index * 2 + 1} 0 R >>`,
			`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
		);
	});
	return assemble(objects);
}

function content(lines: readonly Line[], foot: string): string {
	let y = PAGE.height - PAGE.margin;
	const shown = lines.map(({ heading, text }) => {
		y -= heading === 1 ? 34 : heading === 2 ? 30 : 17;
		const [font, size] = FONT[heading ?? "text"];
		return `/${font} ${size} Tf 1 0 0 1 ${PAGE.margin} ${y} Tm ${literal(text)} Tj`;
	});
	return `BT\n${shown.join("\n")}\n/F1 9 Tf 1 0 0 1 ${PAGE.margin} 40 Tm ${literal(foot)} Tj\nET`;
}

function literal(text: string): string {
	return `(${text.replace(/[\\()]/g, "\\$&")})`;
}

/** Each character is one byte (Latin 1), so offsets count characters. */
function assemble(objects: readonly string[]): Uint8Array {
	let file = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
	const offsets = objects.map((object, index) => {
		const offset = file.length;
		file += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return `${String(offset).padStart(10, "0")} 00000 n \n`;
	});
	const table = file.length;
	file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
	file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${table}\n%%EOF\n`;
	return Buffer.from(file, "latin1");
}
