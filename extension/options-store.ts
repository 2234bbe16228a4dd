import * as v from "valibot";
import { browser } from "./browser.ts";

const selector = v.pipe(v.string(), v.maxLength(500));

const optionsSchema = v.object({
	/** The signaling server, as a URL. */
	server: v.pipe(v.string(), v.maxLength(2_048)),
	/** The agent's sign-in token. */
	token: v.pipe(v.string(), v.maxLength(256)),
	/** Match patterns of the pages that carry the icon. */
	viewerPages: v.pipe(
		v.array(v.pipe(v.string(), v.maxLength(500))),
		v.maxLength(100),
	),
	/** Where the icon goes; empty: where the page marks it, or floating. */
	toolbarSelector: selector,
	/** Where the page shows the session key; empty: the agent types it. */
	keySelector: selector,
});

export type Options = v.InferOutput<typeof optionsSchema>;

const partialSchema = v.partial(optionsSchema);

/**
 * What a company may roll out by policy (managed-schema.json): everything but the sign-in. One token for all would make
 * of all agents one, whom the record cannot tell apart and nobody can revoke alone.
 */
export const companySchema = v.partial(v.omit(optionsSchema, ["token"]));

export type CompanyOptions = v.InferOutput<typeof companySchema>;

const NOTHING_SET: Options = {
	server: "",
	token: "",
	viewerPages: [],
	toolbarSelector: "",
	keySelector: "",
};

/**
 * What the company has rolled out, over what the agent has set, over what the package was built with (`defaults.json`).
 * A part that is not as it should be is passed over.
 */
export async function loadOptions(): Promise<Options> {
	const [packaged, own, company] = await Promise.all([
		fetch(browser.runtime.getURL("defaults.json"))
			.then((answer) => answer.json())
			.catch(() => undefined),
		browser.storage.local.get("options").then(({ options }) => options),
		knownCompanyOptions(),
	]);
	const options = { ...NOTHING_SET };
	for (const part of [packaged, own]) {
		const result = v.safeParse(partialSchema, part);
		if (result.success) Object.assign(options, result.output);
	}
	return Object.assign(options, company);
}

/** What the browser's policy sets for everybody (`storage.managed`); nothing where there is none. */
export async function loadCompanyOptions(): Promise<CompanyOptions> {
	const managed = await browser.storage.managed.get().catch(() => undefined);
	const company = parseCompanyOptions(managed);
	const kept = await rememberedCompanyOptions();
	if (JSON.stringify(kept) !== JSON.stringify(company))
		await browser.storage.local.set({ [COMPANY]: company });
	return company;
}

/** Where the policy's word of last time is kept, beside the agent's own options. */
const COMPANY = "company";
/** A browser that has just been started reads its policies first: Chromium took 2.8 s on a busy machine. */
const POLICY_PATIENCE_MS = 100;

/** The same, or what it was last time while the browser cannot tell yet: the icon must not wait for it. */
function knownCompanyOptions(): Promise<CompanyOptions> {
	const told = loadCompanyOptions();
	return new Promise((resolve, reject) => {
		const late = setTimeout(
			() => rememberedCompanyOptions().then(resolve, reject),
			POLICY_PATIENCE_MS,
		);
		told.then(resolve, reject).finally(() => clearTimeout(late));
	});
}

async function rememberedCompanyOptions(): Promise<CompanyOptions> {
	const kept = await browser.storage.local.get(COMPANY);
	return parseCompanyOptions(kept[COMPANY]);
}

function parseCompanyOptions(value: unknown): CompanyOptions {
	const result = v.safeParse(companySchema, value);
	return result.success ? result.output : {};
}

/** Keeps the agent's own options. What the company sets is not theirs: it would outlive the policy. */
export async function saveOptions(options: Options): Promise<void> {
	const company = Object.keys(await loadCompanyOptions());
	const own = Object.entries(options).filter(([id]) => !company.includes(id));
	await browser.storage.local.set({ options: Object.fromEntries(own) });
}

/** Signs in with this token from now on; with an empty one, not any more. Other options stay as they are. */
export async function keepToken(token: string): Promise<void> {
	await saveOptions({ ...(await loadOptions()), token });
}

/** The server's address as a base for paths: ending in a slash. Undefined when it is no https address (or local). */
export function serverBase(address: string): string | undefined {
	if (!URL.canParse(address)) return undefined;
	const url = new URL(address);
	const local = ["localhost", "127.0.0.1"].includes(url.hostname);
	if (url.protocol !== "https:" && !(url.protocol === "http:" && local))
		return undefined;
	return new URL(url.pathname.replace(/\/*$/, "/"), url.origin).href;
}
