import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { type LinkQuestion, testLink } from "../../session/test-link.ts";

const PDF = "%PDF-1.7\n";

/** A host that answers as told, and what it is asked as. */
async function host(answer: (response: ServerResponse) => void) {
	const server = createServer((_, response) => answer(response));
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	if (typeof address !== "object" || address === null) throw new Error("port");
	const question = (other: Partial<LinkQuestion> = {}): LinkQuestion => ({
		url: `http://127.0.0.1:${address.port}/a`,
		kind: "pdf",
		limit: PDF.length,
		...other,
	});
	return question;
}

describe("the test of a link", () => {
	it("is passed by a file of its kind that is exactly as large as allowed", async () => {
		const question = await host((response) => response.end(PDF));
		expect(await testLink(question())).toEqual({ result: "ok", bytes: 9 });
		const limit = PDF.length - 1;
		expect(await testLink(question({ limit }))).toEqual({
			result: "too-large",
			limit,
		});
	});

	it.each<LinkQuestion["kind"]>(["excel", "csv"])(
		"is not passed by a PDF that should be %s",
		async (kind) => {
			const question = await host((response) => response.end(PDF));
			expect(await testLink(question({ kind }))).toEqual({
				result: "wrong-type",
			});
		},
	);

	it("says what the host answered in place of the file", async () => {
		const question = await host((response) =>
			response.writeHead(403).end("no"),
		);
		expect(await testLink(question())).toEqual({
			result: "missing",
			status: 403,
		});
	});

	it("ends with a host that never finishes", async () => {
		const question = await host((response) => response.write(PDF));
		expect(
			await testLink(question({ limit: 1_000 }), AbortSignal.timeout(50)),
		).toEqual({ result: "timed-out" });
	});

	it("tells a host that breaks off from one that is not there", async () => {
		let asked = 0;
		const question = await host((response) => {
			asked += 1;
			if (asked > 1) return void response.end(PDF);
			response.write(PDF);
			response.destroy();
		});
		const limit = 1_000;
		expect(await testLink(question({ limit }))).toEqual({
			result: "unreadable",
			host: "answers",
		});
		expect(await testLink(question({ url: "http://127.0.0.1:9/a" }))).toEqual({
			result: "unreadable",
			host: "silent",
		});
	});
});
