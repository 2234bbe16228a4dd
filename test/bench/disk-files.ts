/** The documents of the bench, on a disk, as those of people are. Each is written once and kept until the end. */
import { execFileSync } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { DocumentKind } from "../../policy/kinds.ts";
import { makePdfParts, type PdfPageSpec } from "../fixtures/make-pdf.ts";

export type DiskFile = { path: string; kind: DocumentKind; size: number };

/** How a PDF is built: its objects as they come, linearized, or in compressed object streams (both by qpdf). */
export type PdfBuild = "scattered" | "linearized" | "object-streams";

const PIECE_BYTES = 1_048_576;
const ROW_BYTES = 100;

export interface DiskFiles {
	/** Bytes that no deflating makes smaller. */
	noise(size: number): DiskFile;
	/** Rows of 100 bytes: `number,customer,date,note`. */
	csv(size: number): DiskFile;
	/** Pages of text in one flat page tree; all but the first carry a picture, so that the file has about `bytes`. */
	pdf(pages: number, bytes: number, build?: PdfBuild): DiskFile;
}

export function createDiskFiles(folder: string): DiskFiles {
	const made = new Map<string, DiskFile>();

	function make(
		name: string,
		kind: DocumentKind,
		write: (path: string) => void,
	): DiskFile {
		const path = join(folder, name);
		const known = made.get(path);
		if (known) return known;
		write(path);
		const file = { path, kind, size: statSync(path).size };
		made.set(path, file);
		return file;
	}

	function pdf(pages: number, bytes: number, build: PdfBuild): DiskFile {
		const name = `${pages}-pages-${bytes}-${build}.pdf`;
		return make(name, "pdf", (path) => {
			if (build === "scattered")
				return writeTo(path, (put) => putPdf(pages, bytes, put));
			const { path: plain } = pdf(pages, bytes, "scattered");
			// Its pictures stay as they are: zlib would take minutes and gain nothing.
			const how =
				build === "linearized"
					? ["--linearize"]
					: ["--object-streams=generate"];
			execFileSync("qpdf", ["--stream-data=preserve", ...how, plain, path]);
		});
	}

	return {
		noise: (size) =>
			make(`noise-${size}.pdf`, "pdf", (path) =>
				writeTo(path, (put) => putNoise(size, put)),
			),
		csv: (size) =>
			make(`rows-${size}.csv`, "csv", (path) =>
				writeTo(path, (put) => putRows(size, put)),
			),
		pdf: (pages, bytes, build = "scattered") => pdf(pages, bytes, build),
	};
}

type Put = (bytes: Uint8Array) => void;

function writeTo(path: string, fill: (put: Put) => void): void {
	const file = openSync(path, "w");
	try {
		fill((bytes) => writeSync(file, bytes));
	} finally {
		closeSync(file);
	}
}

function putNoise(size: number, put: Put): void {
	const piece = randomFillSync(new Uint8Array(PIECE_BYTES));
	for (let left = size; left > 0; left -= piece.length)
		put(left < piece.length ? piece.subarray(0, left) : piece);
}

function putRows(size: number, put: Put): void {
	put(row("number,customer,date,note"));
	const rows = Math.floor(size / ROW_BYTES) - 1;
	let lines: Buffer[] = [];
	for (let number = 1; number <= rows; number++) {
		const customer = (number * 7_919) % 99_991;
		const date = `2026-${(number % 12) + 1}-${(number % 28) + 1}`;
		const paid = (number * 137) % 100_003;
		lines.push(row(`${number},customer ${customer},${date},${paid} paid`));
		if (lines.length < 10_000 && number < rows) continue;
		put(Buffer.concat(lines));
		lines = [];
	}
	put(Buffer.from(" ".repeat(size % ROW_BYTES)));
}

const row = (text: string) => Buffer.from(`${text.padEnd(ROW_BYTES - 1)}\n`);

function putPdf(pages: number, bytes: number, put: Put): void {
	const pictureBytes = Math.floor(bytes / Math.max(1, pages - 1)) - 400;
	const specs = Array.from({ length: pages }, (_, index): PdfPageSpec => {
		const lines = [`Page ${index + 1} of ${pages}`, "Balance 2,834.17"];
		return index === 0 || pictureBytes < 1_000
			? { lines }
			: { lines, pictureBytes };
	});
	for (const part of makePdfParts(specs))
		if ("zeros" in part) putNoise(part.zeros, put);
		else put(part);
}
