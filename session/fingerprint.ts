import type { Fingerprints } from "./link.ts";

/** The certificates of a connection are not what its descriptions say, or cannot be told. */
export class FingerprintError extends Error {
	override name = "FingerprintError";
}

const SHA256_BYTES = 32;

/**
 * The SHA-256 fingerprints of both DTLS certificates of an open connection. The browser has checked the other end's
 * certificate against its description; where it also shows the certificate (Firefox does not), that is checked here
 * again. Rejects with a FingerprintError.
 */
export async function connectionFingerprints(
	connection: RTCPeerConnection,
): Promise<Fingerprints> {
	await settled(connection);
	const ours = descriptionFingerprint(connection.localDescription?.sdp ?? "");
	const theirs = descriptionFingerprint(
		connection.remoteDescription?.sdp ?? "",
	);
	const certificate = remoteCertificate(connection);
	if (certificate !== undefined) {
		const shown = await crypto.subtle.digest("SHA-256", certificate);
		if (!isSame(new Uint8Array(shown), theirs))
			throw new FingerprintError("the certificate is another one");
	}
	return { ours, theirs };
}

/** Chromium opens the channel now and then before it shows the description that it opened with. */
function settled(connection: RTCPeerConnection): Promise<void> {
	const done = new AbortController();
	const { signal } = done;
	return new Promise<void>((resolve, reject) => {
		function look(): void {
			const { connectionState, remoteDescription } = connection;
			if (connectionState === "failed" || connectionState === "closed")
				reject(new FingerprintError(connectionState));
			if (connectionState === "connected" && remoteDescription !== null)
				resolve();
		}
		connection.addEventListener("connectionstatechange", look, { signal });
		connection.addEventListener("signalingstatechange", look, { signal });
		look();
	}).finally(() => done.abort());
}

/**
 * The one fingerprint of a session description (SDP). A description may carry several lines, for several parts and
 * algorithms; anything but SHA-256, and two that differ, would let one certificate be checked and another one bound.
 */
export function descriptionFingerprint(sdp: string): Uint8Array<ArrayBuffer> {
	const lines = sdp
		.split(/\r?\n/)
		.filter((line) => /^a=fingerprint:/i.test(line));
	const values = new Set(
		lines.map((line) => line.slice(14).trim().toLowerCase()),
	);
	const [value = ""] = values;
	if (values.size !== 1)
		throw new FingerprintError(`${values.size} fingerprints`);
	const match = /^sha-256 ([0-9a-f]{2}(?::[0-9a-f]{2}){31})$/.exec(value);
	if (match?.[1] === undefined) throw new FingerprintError("not SHA-256");
	const bytes = match[1].split(":").map((hex) => Number.parseInt(hex, 16));
	return Uint8Array.from(bytes);
}

function remoteCertificate(connection: RTCPeerConnection) {
	const transport: RTCDtlsTransport | undefined = connection.sctp?.transport;
	if (transport === undefined || !("getRemoteCertificates" in transport))
		return undefined;
	return transport.getRemoteCertificates()[0];
}

function isSame(one: Uint8Array, two: Uint8Array): boolean {
	return one.length === SHA256_BYTES && one.every((byte, i) => byte === two[i]);
}
