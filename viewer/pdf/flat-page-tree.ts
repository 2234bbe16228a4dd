/**
 * A change to pdf.js's worker, made when it is built. pdf.js looks at the first page and the last one before it shows
 * anything, and to find the last one in a flat page tree it reads every page before it: of 1,500 pages in 170 MB, 6 MB
 * in 1,500 pieces. But where the root has as many kids as pages each kid is a page, and its place tells which: pdf.js is
 * told beforehand what it would find out. Where one of the pages that it then asks for is a branch, it was told wrong:
 * all is forgotten, and it looks for itself. Damage that it would have met on the way is mended when it is met.
 */
const WORKER = /pdfjs-dist\/legacy\/build\/pdf\.worker\.mjs$/;

/** Places in `Catalog.getPageDict`, and what stands there instead. */
const CHANGES = [
	// The root's kids are about to be visited. From the last to the first: one that stands there twice keeps its first place.
	[
		`        if (currentNode === this.toplevelPagesDict && lastKid instanceof Ref && !pageDictCache.has(lastKid)) {
          pageDictCache.put(lastKid, xref.fetchAsync(lastKid));
        }`,
		`        if (currentNode === this.toplevelPagesDict && lastKid instanceof Ref) {
          if (kids.length === count && !this.hasBranches) {
            pageKidsCountCache.put(lastKid, 1);
            pageIndexCache.put(lastKid, last);
          } else if (!pageDictCache.has(lastKid)) {
            pageDictCache.put(lastKid, xref.fetchAsync(lastKid));
          }
        }`,
	],
	// A page between the first and the last, which pdf.js has not looked at before it opened the file. Where the file's
	// own index is wrong about it, all objects are looked for, as pdf.js does when it finds so on opening.
	[
		`        const obj = await (pageDictCache.get(currentNode) || xref.fetchAsync(currentNode));`,
		`        let obj;
        try {
          obj = await (pageDictCache.get(currentNode) || xref.fetchAsync(currentNode));
        } catch (error) {
          const isBetween = pageIndex > 0 && pageIndex < this.numPages - 1;
          if (!(error instanceof XRefEntryException) || !isBetween || this.isIndexed) {
            throw error;
          }
          this.indexing ??= this.pdfManager.requestLoadedStream().then(() => {
            xref.indexObjects();
            this.isIndexed = true;
          });
          await this.indexing;
          return this.getPageDict(pageIndex);
        }`,
	],
	// What was fetched is no page; where it is a branch, we were wrong.
	[
		`        nodesToVisit.push(obj);
        continue;`,
		`        if (obj instanceof Dict && !this.hasBranches) {
          this.hasBranches = true;
          pageKidsCountCache.clear();
          pageIndexCache.clear();
          return this.getPageDict(pageIndex);
        }
        nodesToVisit.push(obj);
        continue;`,
	],
] as const;

/** Throws where pdf.js is not as it was when this was written. */
export function patchWorker(code: string): string {
	return CHANGES.reduce((before, [there, instead]) => {
		const parts = before.split(there);
		if (parts.length !== 2)
			throw new Error(
				"pdf.js has changed: see whether viewer/pdf/flat-page-tree.ts is still needed",
			);
		return parts.join(instead);
	}, code);
}

/** For Vite, which bundles the worker. */
export const flatPageTree = () => ({
	name: "flat-page-tree",
	transform: {
		filter: { id: WORKER },
		handler: patchWorker,
	},
});
