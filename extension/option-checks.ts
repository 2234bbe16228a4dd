import type { Words } from "../words/words.ts";
import { type Options, serverBase } from "./options-store.ts";

export type OptionErrors = Partial<
	Record<keyof Options | "invitation", string>
>;

/** `scheme://host/path`, as browsers take it for extensions: no port in Firefox, any in Chromium. */
const PAGE_PATTERN = /^(https?|\*):\/\/(\*|(\*\.)?[^/*\s]+)\/\S*$/;

/** What is wrong with the options as typed, in the order of the form. */
export function checkOptions(options: Options, words: Words): OptionErrors {
	const say = words.options;
	const errors: OptionErrors = {};
	if (serverBase(options.server) === undefined) errors.server = say.wrongServer;
	const wrong = options.viewerPages.find(
		(pattern) => !PAGE_PATTERN.test(pattern),
	);
	if (wrong !== undefined) errors.viewerPages = say.wrongPattern(wrong);
	for (const id of ["toolbarSelector", "keySelector"] as const)
		if (!isSelector(options[id])) errors[id] = say.wrongSelector;
	return errors;
}

function isSelector(text: string): boolean {
	if (text === "") return true;
	try {
		document.createDocumentFragment().querySelector(text);
		return true;
	} catch {
		return false;
	}
}
