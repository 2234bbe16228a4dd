import type {
	Book,
	Desk,
	OpenBook,
} from "../../../viewer/sheet/reader/book.ts";
import type { FromReader } from "../../../viewer/sheet/reader/messages.ts";

type Opened = Extract<FromReader, { type: "opened" }>;

export type OpenedBook = {
	book: Book;
	/** What was posted, oldest first. */
	posted: FromReader[];
	/** The latest `opened`. */
	opened(): Opened;
	/** Resolves once a CSV is read to its end. */
	complete(): Promise<Opened>;
	reads: [number, number][];
};

export const BUDGET = { inflatedBytes: 512 * 1_048_576, cells: 5_000_000 };

/** Opens bytes as the worker would, without one. Passwords are given one after the other. */
export async function openBytes(
	openBook: OpenBook,
	bytes: Uint8Array,
	name: string,
	passwords: string[] = [],
	{ budget = BUDGET, watches = false } = {},
): Promise<OpenedBook> {
	const posted: FromReader[] = [];
	const reads: [number, number][] = [];
	let check = () => {};
	const desk: Desk = {
		open: { type: "open", name, size: bytes.length, budget, watches },
		async read(start, end) {
			reads.push([start, end]);
			return bytes.slice(start, end);
		},
		post(message) {
			posted.push(message);
			check();
		},
		alive() {},
		async password(wrong) {
			posted.push({ type: "locked", wrong });
			const password = passwords.shift();
			if (password === undefined) throw new Error("no password left");
			return password;
		},
	};
	const book = await openBook(desk);
	const isOpened = (message: FromReader): message is Opened =>
		message.type === "opened";
	const opened = () => {
		const last = posted.filter(isOpened).at(-1);
		if (!last) throw new Error("not opened");
		return last;
	};
	return {
		book,
		posted,
		reads,
		opened,
		complete: () =>
			new Promise((resolve) => {
				check = () => {
					const last = opened();
					if (last.summary.kind !== "csv" || last.summary.complete)
						resolve(last);
				};
				check();
			}),
	};
}
