import { describe, expect, it, vi } from "vitest";
import { fileSource } from "../../session/file-source.ts";
import type { DataFrame } from "../../session/link.ts";
import { type ServeOptions, serveDocument } from "../../session/serve.ts";
import { SourceError } from "../../session/source.ts";
import { patterned } from "./transfer.ts";

const SIZE = 200_000;
const bytes = patterned(SIZE);

function serving(change: Partial<ServeOptions> = {}) {
	const frames: DataFrame[] = [];
	const link = {
		send: vi.fn(),
		sendData: vi.fn(async (frame: DataFrame) => {
			frames.push(frame);
		}),
	};
	const onGone = vi.fn();
	const onViolation = vi.fn();
	const source = fileSource(new Blob([bytes]), "pdf", "a.pdf");
	const served = serveDocument({
		share: 3,
		source,
		link,
		onGone,
		onViolation,
		...change,
	});
	const read = (start: number, end: number) =>
		served.read({ type: "read", share: 3, start, end });
	const unread = (start: number) =>
		served.unread({ type: "unread", share: 3, start });
	return { served, link, frames, onGone, onViolation, read, unread };
}

describe("serveDocument", () => {
	it("answers reads in the order they came", async () => {
		const { read, frames, served } = serving();
		read(100_000, 165_536);
		read(0, 1);
		await vi.waitUntil(() => frames.length === 2);
		expect(frames).toEqual([
			{ share: 3, start: 100_000, bytes: bytes.slice(100_000, 165_536) },
			{ share: 3, start: 0, bytes: bytes.slice(0, 1) },
		]);
		expect(served.bytesSent).toBe(65_537);
	});

	it("begins several reads of a source that is far away, and answers them in order", async () => {
		const begun: number[] = [];
		const answers = new Map<number, () => void>();
		const local = fileSource(new Blob([bytes]), "pdf", "a.pdf");
		const source: typeof local = {
			...local,
			read(start, end, signal) {
				begun.push(start);
				return new Promise((resolve) =>
					answers.set(start, () => resolve(local.read(start, end, signal))),
				);
			},
		};
		const { read, frames } = serving({ source, readAhead: 3 });
		for (const start of [0, 10, 20, 30]) read(start, start + 10);
		await vi.waitUntil(() => begun.length === 3);
		answers.get(20)?.();
		answers.get(10)?.();
		answers.get(0)?.();
		await vi.waitUntil(() => begun.length === 4);
		answers.get(30)?.();
		await vi.waitUntil(() => frames.length === 4);
		expect(frames.map(({ start }) => start)).toEqual([0, 10, 20, 30]);
	});

	it("goes on after a pause", async () => {
		const { read, frames } = serving();
		read(0, 1);
		await vi.waitUntil(() => frames.length === 1);
		read(1, 2);
		await vi.waitUntil(() => frames.length === 2);
	});

	it("waits for room on the link", async () => {
		const rooms: (() => void)[] = [];
		const sendData = vi.fn(
			() => new Promise<void>((resolve) => rooms.push(resolve)),
		);
		const { read } = serving({ link: { send: vi.fn(), sendData } });
		read(0, 10);
		read(10, 20);
		await vi.waitUntil(() => sendData.mock.calls.length === 1);
		rooms[0]?.();
		await vi.waitUntil(() => sendData.mock.calls.length === 2);
	});

	it("drops a queued read that is not wanted any more", async () => {
		const { read, unread, frames } = serving();
		read(0, 10);
		read(10, 20);
		read(20, 30);
		unread(10);
		unread(77);
		await vi.waitUntil(() => frames.length === 2);
		expect(frames.map(({ start }) => start)).toEqual([0, 20]);
	});

	it.each<[string, number, number]>([
		["behind the end", 0, SIZE + 1],
		["of nothing", 5, 5],
		["backwards", 6, 5],
		["of more than 64 KiB", 0, 65_537],
	])("refuses a read %s", (_, start, end) => {
		const { read, onViolation, link } = serving();
		read(start, end);
		expect(onViolation).toHaveBeenCalledOnce();
		read(0, 1);
		expect(link.sendData).not.toHaveBeenCalled();
	});

	it.each([1, 65_536])(
		"refuses a watcher that asks for reads of %i bytes without end",
		(length) => {
			const { read, onViolation } = serving();
			for (let i = 0; i < 5_000; i++) read(0, length);
			expect(onViolation).toHaveBeenCalledOnce();
		},
	);

	it("says that the document is gone, once", async () => {
		const source = fileSource(new Blob([bytes]), "pdf", "a.pdf");
		source.read = () => Promise.reject(new SourceError("gone"));
		const { read, link, onGone } = serving({ source });
		read(0, 1);
		read(1, 2);
		await vi.waitUntil(() => onGone.mock.calls.length > 0);
		expect(link.send.mock.calls).toEqual([[{ type: "gone", share: 3 }]]);
		expect(onGone).toHaveBeenCalledOnce();
	});

	it("sends nothing after it is closed", async () => {
		const { read, served, link, onGone } = serving();
		read(0, 10);
		served.close();
		read(0, 10);
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(link.sendData).not.toHaveBeenCalled();
		expect(onGone).not.toHaveBeenCalled();
	});
});
