import { describe, expect, it } from "vitest";
import {
	descriptionFingerprint,
	FingerprintError,
} from "../../session/fingerprint.ts";

const hex = (byte: string) => Array(32).fill(byte).join(":");
const sdp = (...lines: string[]) =>
	["v=0", ...lines, "m=application"].join("\r\n");

describe("descriptionFingerprint", () => {
	it("reads the fingerprint", () => {
		expect(
			descriptionFingerprint(sdp(`a=fingerprint:sha-256 ${hex("AB")}`)),
		).toEqual(new Uint8Array(32).fill(0xab));
	});

	it("reads two that agree", () => {
		const line = `a=fingerprint:sha-256 ${hex("01")}`;
		expect(descriptionFingerprint(sdp(line, line))).toHaveLength(32);
	});

	it.each<[string, string]>([
		["none", sdp()],
		[
			"two that differ",
			sdp(
				`a=fingerprint:sha-256 ${hex("01")}`,
				`a=fingerprint:sha-256 ${hex("02")}`,
			),
		],
		[
			"a weak algorithm beside",
			sdp(
				`a=fingerprint:sha-256 ${hex("01")}`,
				`a=fingerprint:sha-1 ${hex("01")}`,
			),
		],
		["a weak algorithm", sdp("a=fingerprint:sha-1 01:02")],
		["one that is cut off", sdp("a=fingerprint:sha-256 01:02")],
		["one that goes on", sdp(`a=fingerprint:sha-256 ${hex("01")}:01`)],
	])("refuses %s", (_, text) => {
		expect(() => descriptionFingerprint(text)).toThrow(FingerprintError);
	});
});
