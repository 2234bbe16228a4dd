import { WebSocket } from "ws";

const ANSWER_WITHIN_MS = 30_000;

/** An answer or a part of one. What we read out of it is checked where it is read. */
export type Json = Readonly<Record<string, unknown>>;

/** A WebDriver BiDi connection (w3c.github.io/webdriver-bidi): commands and their answers, no events. */
export interface Bidi {
	call(method: string, params?: Json): Promise<Json>;
	close(): void;
}

export async function connectBidi(url: string): Promise<Bidi> {
	const socket = new WebSocket(url);
	await new Promise((resolve, reject) => {
		socket.once("open", resolve);
		socket.once("error", reject);
	});
	const waiting = new Map<number, (answer: Json) => void>();
	let last = 0;
	socket.on("message", (text) => {
		const message: unknown = JSON.parse(String(text));
		if (!isJson(message) || typeof message.id !== "number") return;
		waiting.get(message.id)?.(message);
		waiting.delete(message.id);
	});
	return {
		call(method, params = {}) {
			const id = ++last;
			socket.send(JSON.stringify({ id, method, params }));
			return new Promise((resolve, reject) => {
				const late = setTimeout(
					() => reject(new Error(`no answer to ${method}`)),
					ANSWER_WITHIN_MS,
				);
				waiting.set(id, (answer) => {
					clearTimeout(late);
					if (answer.type === "error")
						reject(new Error(`${method}: ${answer.error}: ${answer.message}`));
					else resolve(isJson(answer.result) ? answer.result : {});
				});
			});
		},
		close: () => socket.close(),
	};
}

export function isJson(value: unknown): value is Json {
	return typeof value === "object" && value !== null;
}

/** The list under this name, of objects; empty when it is none. */
export function listOf(value: Json, name: string): Json[] {
	const list = value[name];
	return Array.isArray(list) ? list.filter(isJson) : [];
}

/** The text under this name. Throws when it is none. */
export function textOf(value: Json, name: string): string {
	const text = value[name];
	if (typeof text === "string") return text;
	throw new Error(`${name} is not a text in ${JSON.stringify(value)}`);
}
