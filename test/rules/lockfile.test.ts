import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { ROOT } from "./sources.ts";

/** Versions known to be bad: at least `from`, below `fixed` (no `fixed`: never). `npm audit` is not to be had everywhere. */
const KNOWN_BAD: readonly {
	name: string;
	from?: string;
	fixed?: string;
	why: string;
}[] = [
	{ name: "pdfjs-dist", fixed: "4.2.67", why: "CVE-2024-4367, runs scripts" },
	{
		name: "pdfjs-dist",
		from: "5.6.83",
		fixed: "6.2.108",
		why: "CVE-2026-16633",
	},
	{ name: "xlsx", why: "frozen at 0.18.5: prototype pollution and a ReDoS" },
	{ name: "@e965/xlsx", fixed: "0.20.2", why: "CVE-2024-22363, a ReDoS" },
	{ name: "ws", fixed: "8.21.3", why: "two denials of service" },
	{ name: "peer", why: "one null message ends the server" },
	{ name: "sanitize-filename", why: "lets right-to-left override through" },
	{ name: "papaparse", fixed: "5.2.0", why: "CVE-2020-36649, a ReDoS" },
	{ name: "nanoid", fixed: "3.3.8", why: "CVE-2024-55565, ids that repeat" },
	{ name: "postcss", fixed: "8.4.31", why: "CVE-2023-44270" },
	{
		name: "esbuild",
		fixed: "0.25.0",
		why: "GHSA-67mh-4wv8-2f99, pages read its server",
	},
	{ name: "rollup", fixed: "4.22.4", why: "CVE-2024-47068" },
	{ name: "vitest", fixed: "3.0.5", why: "CVE-2025-24964, pages run code" },
	{ name: "playwright-core", fixed: "1.55.1", why: "CVE-2025-59288" },
];

const read = (path: string): unknown =>
	JSON.parse(readFileSync(join(ROOT, path), "utf8"));

const { packages } = v.parse(
	v.object({
		packages: v.record(
			v.string(),
			v.object({
				name: v.optional(v.string()),
				version: v.string(),
				resolved: v.optional(v.string()),
				integrity: v.optional(v.string()),
			}),
		),
	}),
	read("package-lock.json"),
);

const installed = Object.entries(packages)
	.filter(([path]) => path !== "")
	.map(([path, found]) => ({
		path,
		...found,
		// An alias is known by the name of what it really is.
		name: found.name ?? path.slice(path.lastIndexOf("node_modules/") + 13),
	}));

function faultOf(name: string, version: string): string | undefined {
	return KNOWN_BAD.find(
		(bad) =>
			bad.name === name &&
			!isBelow(version, bad.from ?? "0.0.0") &&
			(bad.fixed === undefined || isBelow(version, bad.fixed)),
	)?.why;
}

/** Compares major, minor and patch; what follows a hyphen does not count. */
function isBelow(version: string, other: string): boolean {
	const parts = (text: string) =>
		(text.split("-")[0] ?? "").split(".").map(Number);
	const [a, b] = [parts(version), parts(other)];
	const at = [0, 1, 2].find((n) => a[n] !== b[n]);
	return at !== undefined && (a[at] ?? 0) < (b[at] ?? 0);
}

describe("what is installed", () => {
	it("tells a bad version from a good one", () => {
		expect(faultOf("pdfjs-dist", "5.6.205")).toBe("CVE-2026-16633");
		expect(faultOf("pdfjs-dist", "5.6.82")).toBeUndefined();
		expect(faultOf("pdfjs-dist", "6.2.108")).toBeUndefined();
		expect(faultOf("ws", "8.9.0")).toBeDefined();
		expect(faultOf("xlsx", "0.18.5")).toBeDefined();
	});

	it("has no version that is known to be bad", () => {
		expect(installed.length).toBeGreaterThan(50);
		expect(
			installed.flatMap(({ name, version }) => {
				const fault = faultOf(name, version);
				return fault === undefined ? [] : [`${name} ${version}: ${fault}`];
			}),
		).toEqual([]);
	});

	it("names no registry, so that everybody's own is asked", () => {
		expect(installed.filter(({ resolved }) => resolved !== undefined)).toEqual(
			[],
		);
	});

	it("knows what the bytes of every package must be", () => {
		expect(
			installed
				.filter(({ integrity }) => !integrity?.startsWith("sha512-"))
				.map(({ path }) => path),
		).toEqual([]);
	});

	it("is asked for by exact versions", () => {
		const asked = v.parse(
			v.object({
				dependencies: v.record(v.string(), v.string()),
				devDependencies: v.record(v.string(), v.string()),
			}),
			read("package.json"),
		);
		expect(
			Object.entries({ ...asked.dependencies, ...asked.devDependencies })
				.filter(
					([, version]) =>
						!/^(npm:.+@)?\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version),
				)
				.map(([name, version]) => `${name}: ${version}`),
		).toEqual([]);
	});
});
