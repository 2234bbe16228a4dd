import { createHash } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { digestDocument } from "../../session/digest.ts";
import { fileSource } from "../../session/file-source.ts";
import { patterned } from "./transfer.ts";

const sourceOf = (bytes: Uint8Array<ArrayBuffer>) =>
	fileSource(new Blob([bytes]), "pdf", "a.pdf");

describe("digestDocument", () => {
	it.each([1, 1_048_576, 1_048_577, 3_500_000])(
		"is the SHA-256 of %i bytes",
		async (size) => {
			const bytes = patterned(size);
			expect(await digestDocument(sourceOf(bytes))).toBe(
				createHash("sha256").update(bytes).digest("hex"),
			);
		},
	);

	it("says how far it is", async () => {
		const onProgress = vi.fn();
		await digestDocument(sourceOf(patterned(2_500_000)), undefined, onProgress);
		expect(onProgress.mock.calls.flat()).toEqual([
			1_048_576, 2_097_152, 2_500_000,
		]);
	});

	it("stops when it is aborted", async () => {
		const abort = new AbortController();
		const digest = digestDocument(
			sourceOf(patterned(5_000_000)),
			abort.signal,
			() => abort.abort("enough"),
		);
		await expect(digest).rejects.toBe("enough");
	});
});
