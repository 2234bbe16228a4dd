import { describe, expect, it } from "vitest";
import { startTestAccount } from "./account/running-account.ts";
import { call, startTestServer, temporaryFolder } from "./running.ts";

const BUILT = {
	"index.html": "<!doctype html><title>Docside</title>",
	"assets/index-AbCd1234.js": "export {};",
};

describe("the administrator's page", () => {
	it("is served with a policy that lets nobody frame it and runs only its own", async () => {
		const { server } = await startTestAccount({
			admin: temporaryFolder(BUILT),
		});
		const page = await call(server, "/admin/");
		expect(page.status).toBe(200);
		expect(page.headers.get("cache-control")).toBe("no-store");
		expect(page.headers.get("content-security-policy")).toBe(
			"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https: http://localhost:* http://127.0.0.1:*; connect-src 'self' https: http://localhost:* http://127.0.0.1:*; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
		);
		expect(page.headers.get("cross-origin-resource-policy")).toBe(
			"same-origin",
		);
		expect(page.headers.get("access-control-allow-origin")).toBeNull();
		const script = await call(server, "/admin/assets/index-AbCd1234.js");
		expect(script.headers.get("cache-control")).toContain("immutable");
	});

	it("leads there without the slash, and knows nothing else below it", async () => {
		const { server } = await startTestAccount({
			admin: temporaryFolder(BUILT),
		});
		const bare = await fetch(`${server.url}/admin`, { redirect: "manual" });
		expect([bare.status, bare.headers.get("location")]).toEqual([
			308,
			"/admin/",
		]);
		expect((await call(server, "/admin/other.html")).status).toBe(404);
		expect((await call(server, "/admin/", { method: "POST" })).status).toBe(
			405,
		);
		// The API below it is the account's.
		expect((await call(server, "/admin/api/me")).status).toBe(401);
	});

	it("is not there without a database", async () => {
		const server = await startTestServer({ admin: temporaryFolder(BUILT) });
		expect((await call(server, "/admin/")).status).toBe(404);
	});
});
