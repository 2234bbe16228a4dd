import { writeFile } from "node:fs/promises";
import { type Bidi, isJson, type Json, listOf, textOf } from "./bidi.ts";

const FOUND_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 50;

/** Keys by their WebDriver code points; a character stands for itself. */
export const KEY = {
	enter: "\uE007",
	escape: "\uE00C",
	tab: "\uE004",
	shift: "\uE008",
	space: " ",
} as const;

export interface FirefoxPage {
	goto(url: string): Promise<void>;
	/** Waits for the element with this role and accessible name, in any frame, however sandboxed. */
	find(role: string, name?: string): Promise<FirefoxElement>;
	/** Waits for the first element that fits a CSS selector, in any frame. */
	select(selector: string): Promise<FirefoxElement>;
	/** The same as `find` without waiting: whether there is one now. */
	has(role: string, name?: string): Promise<boolean>;
	/** What a function's text gives in the page itself, or in the frame whose address contains `frame`. */
	evaluate(declaration: string, frame?: string): Promise<unknown>;
	/** Presses and releases each, in whatever has the focus of the page. */
	press(keys: readonly string[]): Promise<void>;
	viewport(width: number, height: number): Promise<void>;
	/** Writes a PNG. */
	screenshot(path: string): Promise<void>;
	close(): Promise<void>;
}

export interface FirefoxElement {
	/** By the mouse, with trusted events, as a person does. */
	click(): Promise<void>;
	/** Clicks, then types. */
	type(text: string): Promise<void>;
	/** The visible text. */
	text(): Promise<string>;
	/** Gives files to an `<input type=file>` (absolute paths). */
	setFiles(paths: readonly string[]): Promise<void>;
	/** What a function's text gives with the element as its argument. */
	evaluate(declaration: string): Promise<unknown>;
}

type Locator =
	| { type: "accessibility"; value: { role: string; name?: string } }
	| { type: "css"; value: string };

export function openFirefoxPage(bidi: Bidi, context: string): FirefoxPage {
	/** The page and all frames below it, outermost first. */
	async function frames(): Promise<{ context: string; url: string }[]> {
		const tree = await bidi.call("browsingContext.getTree", { root: context });
		const flat = (node: Json): { context: string; url: string }[] => [
			{ context: textOf(node, "context"), url: textOf(node, "url") },
			...listOf(node, "children").flatMap(flat),
		];
		return listOf(tree, "contexts").flatMap(flat);
	}

	async function locate(locator: Locator): Promise<FirefoxElement | undefined> {
		for (const frame of await frames()) {
			// A frame may go away between the two calls; then it holds nothing.
			const answer = await bidi
				.call("browsingContext.locateNodes", {
					context: frame.context,
					locator,
					maxNodeCount: 1,
				})
				.catch((): Json => ({}));
			const [node] = listOf(answer, "nodes");
			if (node !== undefined)
				return elementAt(bidi, frame.context, textOf(node, "sharedId"));
		}
		return undefined;
	}

	async function wait(locator: Locator): Promise<FirefoxElement> {
		const until = performance.now() + FOUND_WITHIN_MS;
		for (;;) {
			const element = await locate(locator);
			if (element !== undefined) return element;
			if (performance.now() > until)
				throw new Error(`there is no ${JSON.stringify(locator.value)}`);
			await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
		}
	}

	return {
		async goto(url) {
			await bidi.call("browsingContext.navigate", {
				context,
				url,
				wait: "complete",
			});
		},
		find: (role, name) => wait(accessible(role, name)),
		select: (value) => wait({ type: "css", value }),
		has: async (role, name) =>
			(await locate(accessible(role, name))) !== undefined,
		async evaluate(declaration, frame = "") {
			const found = (await frames()).find(({ url }) => url.includes(frame));
			if (found === undefined) throw new Error(`there is no frame ${frame}`);
			return callFunction(bidi, found.context, declaration, []);
		},
		press: (keys) => pressKeys(bidi, context, keys),
		async viewport(width, height) {
			await bidi.call("browsingContext.setViewport", {
				context,
				viewport: { width, height },
			});
		},
		async screenshot(path) {
			const shot = await bidi.call("browsingContext.captureScreenshot", {
				context,
			});
			await writeFile(path, Buffer.from(textOf(shot, "data"), "base64"));
		},
		async close() {
			await bidi.call("browsingContext.close", { context });
		},
	};
}

function accessible(role: string, name: string | undefined): Locator {
	const value = name === undefined ? { role } : { role, name };
	return { type: "accessibility", value };
}

function elementAt(
	bidi: Bidi,
	context: string,
	sharedId: string,
): FirefoxElement {
	const evaluate = (declaration: string) =>
		callFunction(bidi, context, declaration, [{ sharedId }]);

	async function click() {
		await evaluate('(e) => e.scrollIntoView({ block: "nearest" })');
		const origin = { type: "element", element: { sharedId } };
		await bidi.call("input.performActions", {
			context,
			actions: [
				{
					type: "pointer",
					id: "mouse",
					actions: [
						{ type: "pointerMove", x: 0, y: 0, origin },
						{ type: "pointerDown", button: 0 },
						{ type: "pointerUp", button: 0 },
					],
				},
			],
		});
	}

	return {
		click,
		async type(text) {
			await click();
			await pressKeys(bidi, context, [...text]);
		},
		text: async () => String(await evaluate("(e) => e.innerText ?? ''")),
		async setFiles(paths) {
			await bidi.call("input.setFiles", {
				context,
				element: { sharedId },
				files: paths,
			});
		},
		evaluate,
	};
}

async function pressKeys(bidi: Bidi, context: string, keys: readonly string[]) {
	await bidi.call("input.performActions", {
		context,
		actions: [
			{
				type: "key",
				id: "keyboard",
				actions: keys.flatMap((value) => [
					{ type: "keyDown", value },
					{ type: "keyUp", value },
				]),
			},
		],
	});
}

/** Only plain values come back: texts, numbers, booleans and null; ask for JSON when it is more. */
async function callFunction(
	bidi: Bidi,
	context: string,
	functionDeclaration: string,
	args: readonly Json[],
): Promise<unknown> {
	const answer = await bidi.call("script.callFunction", {
		functionDeclaration,
		arguments: args,
		target: { context },
		awaitPromise: true,
	});
	const { exceptionDetails, result } = answer;
	if (isJson(exceptionDetails))
		throw new Error(textOf(exceptionDetails, "text"));
	return isJson(result) ? result.value : undefined;
}
