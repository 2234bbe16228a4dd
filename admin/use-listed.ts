import { useCallback, useEffect, useState } from "preact/hooks";
import { sentenceOf } from "./calls.ts";

/** A list that is no part of the draft: what is done to it holds at once. */
export interface Listed<T> {
	/** Undefined until it was read. */
	listed: T | undefined;
	/** What came of the last thing done; empty while there is nothing to say. */
	said: { sentence: string; good: boolean };
	load(): Promise<void>;
	/** Does it, says `done`, and reads the list again. */
	act(done: string, call: () => Promise<unknown>): Promise<void>;
}

/** Reads the list whenever its section is shown. */
export function useListed<T>(
	read: () => Promise<T>,
	shown: boolean,
): Listed<T> {
	const [listed, setListed] = useState<T>();
	const [said, setSaid] = useState({ sentence: "", good: true });

	const load = useCallback(async () => {
		try {
			setListed(await read());
		} catch (error) {
			setSaid({ sentence: sentenceOf(error), good: false });
		}
	}, []);
	useEffect(() => {
		if (shown) void load();
	}, [shown, load]);

	return {
		listed,
		said,
		load,
		async act(done, call) {
			setSaid({ sentence: "", good: true });
			try {
				await call();
				setSaid({ sentence: done, good: true });
			} catch (error) {
				setSaid({ sentence: sentenceOf(error), good: false });
			}
			await load();
		},
	};
}
