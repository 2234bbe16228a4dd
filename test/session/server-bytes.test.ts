import { beforeEach, describe, expect, it } from "vitest";
import {
	countBody,
	countMessage,
	type SentToServer,
	sentToServer,
} from "../../session/server-bytes.ts";

let before: SentToServer;
beforeEach(() => {
	before = sentToServer();
});

const more = () => ({
	introductions: sentToServer().introductions - before.introductions,
	besides: sentToServer().besides - before.besides,
});

describe("what is sent to the server", () => {
	it("is an introduction where it is one of a call's or of the socket's", () => {
		countBody('{"route":"é"}');
		for (const type of ["OFFER", "ANSWER", "CANDIDATE", "HEARTBEAT"])
			countMessage(JSON.stringify({ type }));
		expect(more()).toEqual({
			introductions: 14 + 16 + 17 + 20 + 20,
			besides: 0,
		});
	});

	it.each([
		["bytes", new Uint8Array(9).buffer, 9],
		["a part of bytes", new Uint8Array(9).subarray(4), 5],
		["a file", new Blob(["%PDF-1.7"]), 8],
		["text of another type", '{"type":"data"}', 15],
		["text that is no message", "%PDF-1.7", 8],
	])("is something besides where it is %s", (_what, message, length) => {
		countMessage(message);
		expect(more()).toEqual({ introductions: 0, besides: length });
	});
});
