import { describe, expect, it } from "vitest";
import { readPath } from "../../session/path.ts";

const candidate = (end: "local" | "remote", id: string, kind: string) => ({
	type: `${end}-candidate`,
	id,
	candidateType: kind,
});

/** The addresses of four pairs, two of them by a relay. */
const CANDIDATES = [
	candidate("local", "home", "host"),
	candidate("local", "relayed", "relay"),
	candidate("remote", "theirs", "srflx"),
	candidate("remote", "their-relay", "relay"),
];

const pair = (local: string, remote: string, more: object = {}) => ({
	type: "candidate-pair",
	id: `${local} ${remote}`,
	localCandidateId: local,
	remoteCandidateId: remote,
	state: "succeeded",
	nominated: true,
	bytesSent: 1_000,
	bytesReceived: 200,
	...more,
});

const transport = (selected: string) => ({
	type: "transport",
	selectedCandidatePairId: selected,
});

const others = [{ type: "certificate" }, { type: "data-channel" }, null, 7];

describe("the path that a browser tells of", () => {
	it.each([
		["home", "theirs", "direct"],
		["relayed", "theirs", "relayed"],
		["home", "their-relay", "relayed"],
		["relayed", "their-relay", "relayed"],
	])("from %s to %s is %s", (local, remote, route) => {
		const report = readPath([
			...others,
			...CANDIDATES,
			pair(local, remote),
			transport(`${local} ${remote}`),
		]);
		expect(report).toEqual({ route, sent: 1_000, received: 200 });
	});

	it("is the pair in use, and the bytes of the one before count too", () => {
		const report = readPath([
			...CANDIDATES,
			pair("home", "theirs"),
			pair("relayed", "theirs", { bytesSent: 50, bytesReceived: 5 }),
			transport("relayed theirs"),
		]);
		expect(report).toEqual({ route: "relayed", sent: 1_050, received: 205 });
	});

	it("is the one that Firefox has selected", () => {
		const report = readPath([
			...CANDIDATES,
			pair("home", "theirs", { selected: false }),
			pair("relayed", "theirs", { selected: true }),
		]);
		expect(report.route).toBe("relayed");
	});

	it("is none where no pair is in use", () => {
		expect(
			readPath([...CANDIDATES, pair("home", "theirs", { state: "failed" })])
				.route,
		).toBe("none");
	});
});
