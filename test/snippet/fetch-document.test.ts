import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchDocument } from "../../snippet/fetch-document.ts";

let server: Server;
let address = "";
let closed = 0;

beforeAll(async () => {
	server = createServer((request, response) => {
		response.on("close", () => {
			if (!response.writableFinished) closed += 1;
		});
		switch (request.url) {
			case "/hello.csv":
				response.setHeader("content-type", "text/csv");
				response.setHeader("content-disposition", "attachment");
				return response.end("a,b\n");
			case "/moved":
				return response.writeHead(302, { location: "/hello.csv" }).end();
			case "/announced":
				return response.writeHead(200, { "content-length": 11 }).write("x");
			case "/endless": {
				const more = () => {
					while (!response.destroyed && response.write("0123456789"));
				};
				response.on("drain", more);
				return more();
			}
			case "/cut":
				response.writeHead(200, { "content-length": 10 });
				return response.write("x", () => response.destroy());
			case "/nothing":
				return response.writeHead(204).end();
			default:
				return response.writeHead(404).end();
		}
	});
	await new Promise<void>((resolve) =>
		server.listen(0, "127.0.0.1", () => resolve()),
	);
	const bound = server.address();
	if (bound === null || typeof bound === "string") throw new Error("port");
	address = `http://127.0.0.1:${bound.port}`;
});
afterAll(() => {
	server?.closeAllConnections();
	server?.close();
});

const get = (path: string, signal = new AbortController().signal) =>
	fetchDocument(address + path, 10, signal);

describe("fetching a link's document", () => {
	it("brings the bytes, and what the server says of them", async () => {
		const found = await get("/moved");
		expect(found).toMatchObject({
			got: "document",
			disposition: "attachment",
			mediaType: "text/csv",
			path: "/hello.csv",
		});
		if (found.got === "document") expect(await found.blob.text()).toBe("a,b\n");
	});

	it.each([
		["/missing", { got: "status", status: 404 }],
		["/announced", { got: "too-large" }],
		["/endless", { got: "too-large" }],
		["/cut", { got: "nothing" }],
	])("says of %s what it is: %j", async (path, expected) => {
		expect(await get(path)).toEqual(expected);
	});

	it("hangs up on what is too large", async () => {
		const before = closed;
		await get("/endless");
		await expect.poll(() => closed).toBe(before + 1);
	});

	it("takes no answer for an empty document", async () => {
		const found = await get("/nothing");
		expect(found.got === "document" && found.blob.size).toBe(0);
	});

	it("says nothing came when it is given up, or nobody is there", async () => {
		expect(await get("/hello.csv", AbortSignal.abort())).toEqual({
			got: "nothing",
		});
		const signal = new AbortController().signal;
		expect(await fetchDocument("http://127.0.0.1:9/", 10, signal)).toEqual({
			got: "nothing",
		});
	});
});
