import type { Desk } from "../reader/book.ts";

/** Excel locks a workbook "without a password" by this one, and opens it without asking. */
export const DEFAULT_PASSWORD = "VelvetSweatshop";

/** Tries the default password, then asks for others until `open` answers. */
export async function askUntilOpen<T>(
	desk: Desk,
	open: (password: string) => T | undefined,
): Promise<T> {
	let opened = open(DEFAULT_PASSWORD);
	for (let wrong = false; opened === undefined; wrong = true)
		opened = open(await desk.password(wrong));
	return opened;
}
