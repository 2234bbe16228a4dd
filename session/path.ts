/** How a link's bytes travel, as the browser itself counts them. */
import * as v from "valibot";

/** Bytes. */
export type Traffic = { sent: number; received: number };

export type PathReport = Traffic & {
	/** `relayed`: by a TURN server. `none`: there is no connection now. */
	route: "direct" | "relayed" | "none";
};

export const NO_PATH: PathReport = { route: "none", sent: 0, received: 0 };

const bytes = v.optional(v.number(), 0);
const pairSchema = v.object({
	type: v.literal("candidate-pair"),
	id: v.string(),
	localCandidateId: v.string(),
	remoteCandidateId: v.string(),
	state: v.optional(v.string()),
	nominated: v.optional(v.boolean()),
	/** Firefox's own mark of the pair in use. */
	selected: v.optional(v.boolean()),
	bytesSent: bytes,
	bytesReceived: bytes,
});
const candidateSchema = v.object({
	type: v.picklist(["local-candidate", "remote-candidate"]),
	id: v.string(),
	candidateType: v.string(),
});
/** Firefox has none. */
const transportSchema = v.object({
	type: v.literal("transport"),
	selectedCandidatePairId: v.optional(v.string()),
});
const entrySchema = v.variant("type", [
	pairSchema,
	candidateSchema,
	transportSchema,
]);

type Entry = v.InferOutput<typeof entrySchema>;
type Pair = v.InferOutput<typeof pairSchema>;

/** Asks the browser. Never rejects: what it does not tell is nothing. */
export async function pathOf(
	connection: RTCPeerConnection,
): Promise<PathReport> {
	try {
		const entries: unknown[] = [];
		(await connection.getStats()).forEach((entry: unknown) => {
			entries.push(entry);
		});
		return readPath(entries);
	} catch {
		return NO_PATH;
	}
}

/** Reads what `getStats()` tells: https://www.w3.org/TR/webrtc-stats/ */
export function readPath(told: readonly unknown[]): PathReport {
	const entries = told.flatMap((entry) => {
		const read = v.safeParse(entrySchema, entry);
		return read.success ? [read.output] : [];
	});
	const pairs = entries.filter((it) => it.type === "candidate-pair");
	const inUse = pairInUse(entries, pairs);
	// A connection may have changed from one pair to another: what the first has moved counts too.
	const sum = (of: (pair: Pair) => number) =>
		pairs.reduce((total, pair) => total + of(pair), 0);
	return {
		route: inUse ? routeOf(inUse, entries) : "none",
		sent: sum(({ bytesSent }) => bytesSent),
		received: sum(({ bytesReceived }) => bytesReceived),
	};
}

function pairInUse(
	entries: readonly Entry[],
	pairs: readonly Pair[],
): Pair | undefined {
	for (const entry of entries) {
		if (entry.type !== "transport") continue;
		const pair = pairs.find(({ id }) => id === entry.selectedCandidatePairId);
		if (pair) return pair;
	}
	return (
		pairs.find(({ selected }) => selected) ??
		pairs.find(({ nominated, state }) => nominated && state === "succeeded")
	);
}

/** One end at a relay is enough: then the bytes pass there. */
function routeOf(pair: Pair, entries: readonly Entry[]): "direct" | "relayed" {
	const ends = [pair.localCandidateId, pair.remoteCandidateId];
	const relayed = entries.some(
		(entry) =>
			"candidateType" in entry &&
			ends.includes(entry.id) &&
			entry.candidateType === "relay",
	);
	return relayed ? "relayed" : "direct";
}
