/**
 * The session key that the visitor reads to the agent: a route that the server knows, and eight digits that only the
 * two people know. The secret never reaches the server.
 */
export type SessionKey = {
	/** 4 to 8 digits: the server's name for the session. */
	route: string;
	/** Eight digits. */
	secret: string;
};

const SECRET_DIGITS = 8;
const SECRETS = 10 ** SECRET_DIGITS;
const MIN_ROUTE_DIGITS = 4;
const MAX_ROUTE_DIGITS = 8;
/** Room for separators; a pasted page of text is no key. */
const MAX_TYPED_CHARS = 100;

/**
 * Reads a key as people type, paste and dictate it: in any groups, with spaces or dashes, in full-width, Arabic or any
 * other decimal digits. Undefined when it is no key.
 */
export function parseSessionKey(text: string): SessionKey | undefined {
	if (text.length > MAX_TYPED_CHARS) return undefined;
	// Cf: the direction marks and zero-width characters that come along with a copied text.
	const typed = text.normalize("NFKC").replace(/[\s\p{Pd}\p{Cf}.·_]/gu, "");
	let digits = "";
	for (const character of typed) {
		const value = digitValue(character);
		if (value === undefined) return undefined;
		digits += value;
	}
	const routeDigits = digits.length - SECRET_DIGITS;
	if (routeDigits < MIN_ROUTE_DIGITS || routeDigits > MAX_ROUTE_DIGITS)
		return undefined;
	return {
		route: digits.slice(0, routeDigits),
		secret: digits.slice(routeDigits),
	};
}

/** A fresh secret of eight digits, each of the 100,000,000 as likely as any other. */
export function createSecret(
	random: (words: Uint32Array<ArrayBuffer>) => Uint32Array = (words) =>
		crypto.getRandomValues(words),
): string {
	// Numbers from the last, incomplete run of secrets would make some digits likelier: draw again.
	const limit = Math.floor(2 ** 32 / SECRETS) * SECRETS;
	for (;;) {
		const [drawn = limit] = random(new Uint32Array(1));
		if (drawn < limit)
			return String(drawn % SECRETS).padStart(SECRET_DIGITS, "0");
	}
}

/**
 * The key as it is shown and read out: `4821 5512 9034`. The secret is always the last two groups of four; a route of
 * up to five digits is one group and a longer one two, so that no digit stands alone.
 */
export function groupDigits({ route, secret }: SessionKey): string {
	const half = route.length > 5 ? Math.ceil(route.length / 2) : route.length;
	return [
		route.slice(0, half),
		route.slice(half),
		secret.slice(0, 4),
		secret.slice(4),
	]
		.filter((group) => group !== "")
		.join(" ");
}

/**
 * The value of a decimal digit of any script. Unicode lays every set of ten out in one run, and neighbouring runs are
 * whole tens, so the distance to the start of the run tells the value.
 */
function digitValue(character: string): number | undefined {
	const code = character.codePointAt(0);
	if (code === undefined || !isDigit(code)) return undefined;
	let before = 0;
	while (isDigit(code - before - 1)) before++;
	return before % 10;
}

function isDigit(code: number): boolean {
	return /^\p{Nd}$/u.test(String.fromCodePoint(code));
}
