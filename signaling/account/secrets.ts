import { createHash, randomBytes } from "node:crypto";

/** 128 bits as 32 hex digits: for ids, and for codes that people copy by a double click. */
export function randomCode(): string {
	return randomBytes(16).toString("hex");
}

/** 256 bits, for what opens things for a long time. */
export function randomToken(): string {
	return randomBytes(32).toString("base64url");
}

/** Enough for what is random; passwords are hashed by `password.ts`. */
export function sha256(secret: string): string {
	return createHash("sha256").update(secret).digest("hex");
}
