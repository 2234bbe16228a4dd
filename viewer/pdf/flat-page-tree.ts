/**
 * A change to pdf.js's worker, made when it is built. pdf.js looks at the first page and the last one before it shows
 * anything, and to find the last one in a flat page tree it reads every page before it: of 1,500 pages in 170 MB, 6 MB
 * in 1,500 pieces. But in a tree whose root has as many kids as pages each kid is a page, and its place tells which. So
 * pdf.js is told beforehand what it would find out. Of a tree that says so and is not, only the pages that are asked for
 * can tell: they are looked at as before.
 */
import type { Plugin } from "vite";

const WORKER = /pdfjs-dist\/legacy\/build\/pdf\.worker\.mjs$/;

/** In `Catalog.getPageDict`, where the root's kids are about to be visited. */
const FETCHES_EVERY_KID = `        if (currentNode === this.toplevelPagesDict && lastKid instanceof Ref && !pageDictCache.has(lastKid)) {
          pageDictCache.put(lastKid, xref.fetchAsync(lastKid));
        }`;
/** The kids are gone through from the last to the first, so one that stands there twice keeps its first place. */
const KNOWS_FLAT_KIDS = `        if (currentNode === this.toplevelPagesDict && lastKid instanceof Ref) {
          if (kids.length === count) {
            pageKidsCountCache.put(lastKid, 1);
            pageIndexCache.put(lastKid, last);
          } else if (!pageDictCache.has(lastKid)) {
            pageDictCache.put(lastKid, xref.fetchAsync(lastKid));
          }
        }`;

/** Throws where pdf.js is not as it was when this was written. */
export function patchWorker(code: string): string {
	const parts = code.split(FETCHES_EVERY_KID);
	if (parts.length !== 2)
		throw new Error(
			"pdf.js has changed: see whether viewer/pdf/flat-page-tree.ts is still needed",
		);
	return parts.join(KNOWS_FLAT_KIDS);
}

export const flatPageTree = (): Plugin => ({
	name: "flat-page-tree",
	transform: {
		filter: { id: WORKER },
		handler: patchWorker,
	},
});
