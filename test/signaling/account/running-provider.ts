import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(
	new URL("../../fixtures/oidc-provider.mjs", import.meta.url),
);

/** Of the extension's fixed id. */
export const REDIRECT_URI =
	"https://pakcnkeioolmfioncnobceoalpdhbcga.chromiumapp.org/docside";

export type People = Record<string, Record<string, unknown>>;

export type TestProvider = {
	issuer: string;
	/** From now on these are all there are. */
	setPeople(people: People): Promise<void>;
	/** Changes the ID tokens from now on; `{}` leaves them as they are. */
	twist(how: {
		claims?: Record<string, unknown>;
		header?: Record<string, unknown>;
		/** Signed with another key. */
		forged?: boolean;
	}): Promise<void>;
	stop(): Promise<void>;
};

/** A real identity provider as a process of its own; stop it with the test. */
export async function startProvider(options: {
	people: People;
	secret?: string;
	short?: boolean;
	port?: number;
}): Promise<TestProvider> {
	const told = JSON.stringify({ redirectUris: [REDIRECT_URI], ...options });
	const child = spawn(process.execPath, [PROGRAM, told], {
		stdio: ["ignore", "pipe", "pipe"],
	});
	const gone = once(child, "exit");
	createInterface({ input: child.stderr }).on("line", (line) => {
		// It warns that it is no provider for a real company, which is true.
		if (!line.startsWith("oidc-provider WARNING")) console.error(line);
	});
	const stop = async () => {
		child.kill("SIGTERM");
		await gone;
	};
	for await (const line of createInterface({ input: child.stdout })) {
		if (!line.startsWith("PROVIDER ")) continue;
		const issuer = line.slice("PROVIDER ".length);
		const post = async (path: string, value: unknown) => {
			const body = JSON.stringify(value);
			await fetch(issuer + path, { method: "POST", body });
		};
		return {
			issuer,
			setPeople: (people) => post("/people", people),
			twist: (how) => post("/twist", how),
			stop,
		};
	}
	await gone;
	throw new Error("The provider did not start");
}

export type Answered = {
	code: string;
	codeVerifier: string;
	nonce: string;
	redirectUri: string;
	iss: string;
};

/** What the extension does: goes to the provider as this person and comes back with a code. */
export async function answerOf(
	{ issuer }: TestProvider,
	person: string,
	client = "docside",
): Promise<Answered> {
	const codeVerifier = randomBytes(32).toString("base64url");
	const nonce = randomBytes(32).toString("base64url");
	const address = new URL("/auth", issuer);
	address.search = new URLSearchParams({
		client_id: client,
		response_type: "code",
		redirect_uri: REDIRECT_URI,
		scope: "openid profile",
		state: "any",
		nonce,
		code_challenge: createHash("sha256")
			.update(codeVerifier)
			.digest("base64url"),
		code_challenge_method: "S256",
		login_hint: person,
	}).toString();
	const back = await follow(address.href);
	const [code, iss] = ["code", "iss"].map((name) =>
		back.searchParams.get(name),
	);
	if (!code || !iss) throw new Error(`no code in ${back.href}`);
	return { code, codeVerifier, nonce, redirectUri: REDIRECT_URI, iss };
}

/** Follows the provider's redirects with its cookies, up to the one that leaves it. */
async function follow(start: string): Promise<URL> {
	const cookies = new Map<string, string>();
	let address = start;
	for (;;) {
		const answer = await fetch(address, {
			redirect: "manual",
			headers: {
				Cookie: [...cookies].map((pair) => pair.join("=")).join("; "),
			},
		});
		for (const line of answer.headers.getSetCookie()) {
			const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
			cookies.set(name, value);
		}
		const location = answer.headers.get("location");
		if (location === null) throw new Error(await answer.text());
		const next = new URL(location, address);
		if (next.origin !== new URL(start).origin) return next;
		address = next.href;
	}
}
