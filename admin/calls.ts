import * as v from "valibot";
import type { Remark } from "../policy/check-settings.ts";
import { adminEn } from "../words/admin-en.ts";
import { failureSchema, type Me, meSchema } from "./answers.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The server's refusal, or what kept its answer away. `message` is a sentence for people. */
export class CallFailure extends Error {
	override name = "CallFailure";
	constructor(
		/** 0 where there was no answer. */
		readonly status: number,
		readonly code: string,
		message: string,
		readonly errors: readonly Remark[] = [],
		/** Of a refusal because somebody was faster: who, when (ISO 8601), and what they changed. */
		readonly stale?: { by: string; at: string; what: string } | undefined,
	) {
		super(message);
	}
}

/** The administrator's API as this page calls it. Every method rejects with a CallFailure. */
export interface Calls {
	/** Asks for the sign-in again when it has ended, and then goes on. */
	call<T>(
		method: Method,
		path: string,
		schema: v.GenericSchema<unknown, T>,
		body?: unknown,
	): Promise<T>;
	/** Whose sign-in the browser holds. Rejects with status 401 where there is none. */
	whoAmI(): Promise<Me>;
	signIn(name: string, password: string): Promise<Me>;
	/** By the token of a sign-in link, in the place of whoever was signed in. */
	signInByLink(token: string): Promise<Me>;
	setUp(setup: string, name: string, password: string): Promise<Me>;
	signOut(): Promise<void>;
}

/** `askSignIn` resolves when somebody has signed in again by `signIn`, and rejects when they would not. */
export function createCalls(askSignIn: () => Promise<unknown>): Calls {
	let csrf = "";
	let group = "";

	async function send<T>(
		method: Method,
		path: string,
		schema: v.GenericSchema<unknown, T>,
		body?: unknown,
	): Promise<T> {
		const headers = {
			...(method !== "GET" && { "X-Docside-CSRF": csrf }),
			...(body !== undefined && { "Content-Type": "application/json" }),
		};
		const answer = await fetch(`/admin/api/${path}`, {
			method,
			headers,
			cache: "no-store",
			...(body !== undefined && { body: JSON.stringify(body) }),
		}).catch(() => {
			throw new CallFailure(0, "offline", adminEn.page.offline);
		});
		const read: unknown =
			answer.status === 204
				? undefined
				: await answer.json().catch(() => undefined);
		if (!answer.ok) throw failureOf(answer.status, read);
		const result = v.safeParse(schema, read);
		if (result.success) return result.output;
		throw unexpected(answer.status);
	}

	async function remember(answer: Promise<Me>): Promise<Me> {
		const me = await answer;
		({ csrf, group } = me);
		return me;
	}
	const whoAmI = () => remember(send("GET", "me", meSchema));

	/** What this page shows and would write is of its own group, and of no other. */
	async function whoAmINow(): Promise<void> {
		const before = group;
		await whoAmI();
		if (group === before) return;
		csrf = "";
		group = before;
		throw new CallFailure(409, "other-group", adminEn.page.otherGroup);
	}

	return {
		async call(method, path, schema, body) {
			const again = () => send(method, path, schema, body);
			try {
				return await again();
			} catch (failure) {
				if (!(failure instanceof CallFailure)) throw failure;
				// Another tab has signed in meanwhile: this one has the token of the sign-in before.
				if (failure.code === "csrf") await whoAmINow();
				else if (failure.status === 401) await askSignIn();
				else throw failure;
				return again();
			}
		},
		whoAmI,
		signIn: (name, password) =>
			remember(send("POST", "sign-in", meSchema, { name, password })),
		signInByLink: (token) =>
			remember(send("POST", "sign-in/link", meSchema, { token })),
		setUp: (setup, name, password) =>
			remember(send("POST", "setup", meSchema, { setup, name, password })),
		async signOut() {
			const again = () => send("POST", "sign-out", v.undefined());
			try {
				await again();
			} catch (failure) {
				if (!(failure instanceof CallFailure)) throw failure;
				// It has ended by itself.
				if (failure.status === 401) return;
				if (failure.code !== "csrf") throw failure;
				await whoAmI();
				await again();
			}
		},
	};
}

function failureOf(status: number, answer: unknown): CallFailure {
	const result = v.safeParse(failureSchema, answer);
	if (!result.success) return unexpected(status);
	const { error, message, errors, by, at, what } = result.output;
	const stale =
		by === undefined || at === undefined
			? undefined
			: { by, at, what: what ?? "" };
	return new CallFailure(status, error, message, errors, stale);
}

function unexpected(status: number): CallFailure {
	return new CallFailure(status, "unexpected", adminEn.page.unexpected);
}

/** The sentence of anything that was thrown. */
export function sentenceOf(error: unknown): string {
	return error instanceof CallFailure ? error.message : adminEn.page.unexpected;
}
