import { describe, expect, it } from "vitest";
import { SaveError } from "../../session/save.ts";
import type { DocumentSource } from "../../session/source.ts";
import { patterned } from "../session/transfer.ts";
import {
	arrivals,
	file,
	meet,
	type Person,
	shareWith,
	until,
} from "./people.ts";

const BYTES = patterned(150_000);
const never = new AbortController().signal;

function save({ session }: Person, signal = never) {
	return session.save(signal, () => {});
}

async function failureOf(saving: Promise<unknown>) {
	try {
		await saving;
	} catch (error) {
		if (error instanceof SaveError) return error.failure;
		throw error;
	}
	return "saved";
}

async function shared(source: DocumentSource, savable = true) {
	const story = await meet();
	await shareWith(story.visitor, story.agent, source, savable);
	story.crossed.length = 0;
	return { ...story, share: story.visitor.document?.share ?? 0 };
}

describe("saving", () => {
	it("is refused for a view-only document, and nothing is asked for", async () => {
		const { agent, sent } = await shared(file(BYTES), false);
		expect(await failureOf(save(agent))).toBe("refused");
		expect(sent("agent")).toEqual([]);
	});

	it("is refused by the sharer of a view-only document, whoever asks", async () => {
		const { forge, sent, share, visitor } = await shared(file(BYTES), false);
		await forge("agent", { type: "save", share });
		await until(() => sent("visitor").includes("refused"));
		expect(sent("visitor")).toEqual(["refused"]);
		await forge("agent", { type: "saved", share });
		expect(visitor.events.map(({ event }) => event)).not.toContain(
			"documentDownloaded",
		);
	});

	it("gives nothing where there is no document", async () => {
		const { agent, visitor } = await meet();
		expect(await failureOf(save(agent))).toBe("closed");
		await shareWith(visitor, agent, file(BYTES));
		expect(await failureOf(save(visitor))).toBe("closed");
	});

	it("gives nothing when the bytes are not those of the digest", async () => {
		const honest = file(BYTES);
		let lies = 0;
		const { agent } = await shared({
			...honest,
			// Wire reads are small and one at a time; the digest reads in large pieces.
			async read(start, end, signal) {
				const bytes = await honest.read(start, end, signal);
				if (end - start <= 65_536 && end === BYTES.length) {
					bytes.fill(0xff, -1);
					lies += 1;
				}
				return bytes;
			},
		});
		expect(await failureOf(save(agent))).toBe("differs");
		expect(lies).toBeGreaterThan(0);
	});

	it("ends when the document is closed meanwhile", async () => {
		const { agent, visitor } = await shared(file(BYTES));
		const saving = failureOf(save(agent));
		visitor.session.closeDocument();
		expect(await saving).toBe("closed");
	});

	it("ends as closed, not as refused, when it waits for the digest", async () => {
		const { agent, sent, forge, share } = await shared(silentAboutDigest());
		const saving = failureOf(save(agent));
		await until(() => sent("visitor").filter((it) => it === "data").length > 2);
		await arrivals();
		await forge("visitor", { type: "close", share, why: "done" });
		expect(await saving).toBe("closed");
	});

	it("stops when the person stops it, also while it waits for the digest", async () => {
		const { agent, sent } = await shared(silentAboutDigest());
		const stop = new AbortController();
		const saving = save(agent, stop.signal);
		await until(() => sent("visitor").filter((it) => it === "data").length > 2);
		await arrivals();
		stop.abort();
		await expect(saving).rejects.toMatchObject({ name: "AbortError" });
	});

	it("works for two who ask at once", async () => {
		const { agent } = await shared(file(BYTES));
		const [one, two] = await Promise.all([save(agent), save(agent)]);
		expect(new Uint8Array(await one.arrayBuffer())).toEqual(BYTES);
		expect(two.size).toBe(one.size);
	});

	it("works again after it was stopped", async () => {
		const { agent } = await shared(file(BYTES));
		const stop = new AbortController();
		const saving = save(agent, stop.signal);
		stop.abort();
		await expect(saving).rejects.toMatchObject({ name: "AbortError" });
		expect((await save(agent)).size).toBe(BYTES.length);
	});

	it("takes no digest that nobody asked for", async () => {
		const { agent, forge, share } = await shared(file(BYTES));
		await forge("visitor", { type: "digest", share, sha256: "0".repeat(64) });
		await forge("visitor", { type: "refused", share });
		expect((await save(agent)).size).toBe(BYTES.length);
	});

	it("cannot be claimed by the sharer", async () => {
		const { agent, visitor, forge, share } = await shared(file(BYTES));
		visitor.session.saved();
		await forge("visitor", { type: "saved", share });
		expect(agent.events.map(({ event }) => event)).not.toContain(
			"documentDownloaded",
		);
	});
});

/** Serves its bytes, and never comes to the end of its own digest. */
function silentAboutDigest(): DocumentSource {
	const honest = file(BYTES);
	return {
		...honest,
		read: (start, end, signal) =>
			end - start > 65_536
				? new Promise(() => {})
				: honest.read(start, end, signal),
	};
}
