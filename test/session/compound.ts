/** The smallest OLE compound file with these streams at its top: a header, a table and a directory. */
export function createCompound(...names: string[]): Uint8Array {
	const sectors = Math.ceil((names.length + 1) / 4);
	const bytes = new Uint8Array(512 * (2 + sectors)).fill(0xff, 0x4c, 1_024);
	const view = new DataView(bytes.buffer);
	bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
	view.setUint16(0x1e, 9, true);
	view.setUint32(0x30, 1, true);
	view.setUint32(0x4c, 0, true);
	for (let sector = 1; sector <= sectors; sector++) {
		const next = sector === sectors ? 0xfffffffe : sector + 1;
		view.setUint32(512 + sector * 4, next, true);
	}
	["Root Entry", ...names].forEach((name, i) => {
		const at = 1_024 + i * 128;
		[...name].forEach((letter, j) => {
			view.setUint16(at + j * 2, letter.charCodeAt(0), true);
		});
		view.setUint16(at + 64, (name.length + 1) * 2, true);
		view.setUint32(at + 68, 0xffffffff, true);
		// Each one the right sibling of the one before; the first is the root's child.
		const isLast = i === 0 || i === names.length;
		view.setUint32(at + 72, isLast ? 0xffffffff : i + 1, true);
		view.setUint32(at + 76, i === 0 ? 1 : 0xffffffff, true);
	});
	return bytes;
}
