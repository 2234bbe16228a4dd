import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/**
 * 32 MiB and about a third of a second: OWASP's password storage cheat sheet, the scrypt row with N = 2^15.
 * The numbers stand in each hash, so they can grow without anybody choosing a new password.
 */
const NOW = { n: 2 ** 15, r: 8, p: 3 };
const HASH_BYTES = 32;
const STORED = /^scrypt:\d+:\d+:\d+:[\w-]+:[\w-]{43}$/;

/** The hash of a password with its parameters, to be stored. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	const hash = await derive(password, salt, NOW);
	const numbers = [NOW.n, NOW.r, NOW.p].join(":");
	return `scrypt:${numbers}:${salt.toString("base64url")}:${hash.toString("base64url")}`;
}

/**
 * Whether it is the password. Without a stored hash (nobody of that name) the answer is no, after the same work, so
 * that the time it takes does not tell which names there are.
 */
export async function isPassword(
	password: string,
	stored: string | undefined,
): Promise<boolean> {
	// What is stored and is no hash is nobody's password.
	const known = STORED.test(stored ?? "") ? stored : undefined;
	const [, n, r, p, salt = "", hash = ""] = (known ?? nobody()).split(":");
	const expected = Buffer.from(hash, "base64url");
	const given = await derive(password, Buffer.from(salt, "base64url"), {
		n: Number(n),
		r: Number(r),
		p: Number(p),
	});
	return expected.length === given.length && timingSafeEqual(expected, given);
}

function nobody(): string {
	return `scrypt:${NOW.n}:${NOW.r}:${NOW.p}:${"A".repeat(22)}:`;
}

function derive(
	password: string,
	salt: Buffer,
	{ n, r, p }: typeof NOW,
): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		scrypt(
			// One spelling for what two keyboards write differently.
			password.normalize("NFKC"),
			salt,
			HASH_BYTES,
			{ N: n, r, p, maxmem: 128 * n * r * 2 },
			(error, hash) => (error === null ? resolve(hash) : reject(error)),
		);
	});
}
