/** Saving says how far it is, and can be paused and cancelled. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { noisyPdf } from "../fixtures/make-sized.ts";
import { axeFindings } from "./axe.ts";
import { outOfReach } from "./reach.ts";
import { openRoom, patience, type Room } from "./room.ts";
import { openSilentPath, type SilentPath } from "./silent-path.ts";
import {
	button,
	chooseAndShare,
	openSession,
	press,
	save,
	sha256,
} from "./steps.ts";

const large = { name: "scans.pdf", bytes: noisyPdf(8_388_608, 4) };

let path: SilentPath;
let room: Room;

beforeAll(async () => {
	path = openSilentPath();
	room = await openRoom({
		equip: path.lead,
		visitorViewport: { width: 390, height: 780 },
	});
});
afterAll(async () => {
	await room?.close();
	path?.close();
});

const barText = () =>
	room.visitor.frame().locator(".saving-bar [aria-hidden]").textContent();

describe("a copy that is on its way", () => {
	beforeEach(async () => {
		path.restore();
		await room.renew();
		await openSession(room);
		await chooseAndShare(room, room.agent, large);
		const silent = path.silence(large.bytes.length / 2);
		await press(room.visitor, "Save");
		await silent;
	});

	it("says how much is here, that it waits, and is complete after a pause", async () => {
		await expect
			.poll(barText, patience)
			.toMatch(/^[2-5]\.\d of 8\.0 MB, waiting…$/);
		expect(await outOfReach(room.visitor.page)).toEqual([]);
		expect(await axeFindings(room.visitor.page)).toEqual([]);
		await press(room.visitor, "Pause");
		await expect
			.poll(barText, patience)
			.toMatch(/^[2-5]\.\d of 8\.0 MB, paused$/);
		path.restore();
		const [file] = await Promise.all([
			room.visitor.page.waitForEvent("download", patience),
			press(room.visitor, "Go on"),
		]);
		expect(sha256(await readFile(await file.path()))).toBe(sha256(large.bytes));
		await button(room.visitor.frame(), "Save").waitFor(patience);
	}, 90_000);

	it("can be cancelled, and saved after all", async () => {
		await press(room.visitor, "Cancel");
		await button(room.visitor.frame(), "Save").waitFor(patience);
		expect(await room.visitor.frame().locator(".saving-bar").count()).toBe(0);
		path.restore();
		expect((await save(room.visitor)).sha256).toBe(sha256(large.bytes));
	}, 90_000);
});
