/** pdf.js's names for its own files, and the folders they lie in. */
const FOLDERS: Readonly<Record<string, string>> = {
	cMapUrl: "cmaps",
	standardFontDataUrl: "standard_fonts",
	wasmUrl: "wasm",
};

type Asset = (path: string) => Promise<Uint8Array<ArrayBuffer>>;

/** What pdf.js would fetch (character maps, fonts, decoders) comes over the port: the frame has no network. */
export function binaryDataFactory(asset: Asset) {
	return class {
		fetch({ kind, filename }: { kind: string; filename: string }) {
			const folder = FOLDERS[kind];
			if (!folder) throw new Error(`pdf.js asks for an unknown ${kind}`);
			return asset(`${folder}/${filename}`);
		}
	};
}
