import { type Desk, OpenError } from "../reader/book.ts";
import { readAgileLock } from "./agile-lock.ts";
import { askUntilOpen } from "./password.ts";
import { readStandardLock } from "./standard-lock.ts";

/** Tries a password. Undefined when it is wrong. */
export type PackageLock = (
	password: string,
	alive: () => void,
) => OpenPackage | undefined;

/** Decrypts what follows the length in `EncryptedPackage`. */
export type OpenPackage = (
	encrypted: Uint8Array,
	alive: () => void,
) => Uint8Array<ArrayBuffer>;

/**
 * The .xlsx inside a compound file that was locked by a password, by [MS-OFFCRYPTO] 2.3.4. Asks until it fits. Whether
 * the package was changed by somebody without the password is not looked at: a workbook says no more than its file.
 * Throws an OpenError: `encrypted` for a lock that cannot be opened here, `damaged` for what is cut.
 */
export async function unlockXlsx(
	streams: ReadonlyMap<string, Uint8Array>,
	desk: Desk,
): Promise<Uint8Array<ArrayBuffer>> {
	const stream = streams.get("encryptedpackage") ?? new Uint8Array();
	const lock = readLock(streams.get("encryptioninfo") ?? new Uint8Array());
	const { length, encrypted } = readPackage(stream);
	const open = await askUntilOpen(desk, (password) =>
		lock(password, desk.alive),
	);
	return open(encrypted, desk.alive).subarray(0, length);
}

function readLock(info: Uint8Array): PackageLock {
	if (info.length < 8)
		throw new OpenError("encrypted", "no word about the lock");
	const view = new DataView(info.buffer, info.byteOffset, info.length);
	const major = view.getUint16(0, true);
	const minor = view.getUint16(2, true);
	if (major === 4 && minor === 4) return readAgileLock(info.subarray(8));
	if (major >= 2 && major <= 4 && minor === 2)
		return readStandardLock(info.subarray(8));
	throw new OpenError("encrypted", `a lock of version ${major}.${minor}`);
}

/** The length once decrypted, in eight bytes, and what is encrypted, which is filled up to whole blocks. */
function readPackage(stream: Uint8Array) {
	if (stream.length < 8) throw new OpenError("damaged", "no package");
	const view = new DataView(stream.buffer, stream.byteOffset, 8);
	const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
	const encrypted = stream.subarray(8);
	if (length > encrypted.length)
		throw new OpenError("damaged", "the package is cut");
	return { length, encrypted };
}
