/** What the two people do, step by step, found by the names on the screen. Each step ends when its result is there. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Frame, Locator } from "playwright-core";
import { vi } from "vitest";
import { PATIENCE, type Person, patience, type Room } from "./room.ts";

export type GivenFile = { name: string; bytes: Uint8Array };

export const button = (frame: Frame, name: string): Locator =>
	frame.getByRole("button", { name, exact: true });

/** Presses a button of the panel, once the panel has come to rest. */
export async function press(person: Person, name: string): Promise<void> {
	const found = button(person.frame(), name);
	await found.waitFor(patience);
	await settled(person);
	await found.click(patience);
}

/** The frame fits itself to what is said in it; a press while it moves would end beside the button. */
async function settled(person: Person): Promise<void> {
	const element = await person.frame().frameElement();
	let before = "";
	await vi.waitFor(
		async () => {
			const box = JSON.stringify(await element.boundingBox());
			const same = box === before;
			before = box;
			if (!same) throw new Error("the frame is still moving");
		},
		{ timeout: PATIENCE, interval: 100 },
	);
}

/** The visitor presses the site's button. Resolves with the digits of the key. */
export async function startVisitor({ visitor }: Room): Promise<string> {
	await visitor.page
		.getByRole("button", { name: "Share documents with an agent" })
		.click();
	return shownKey(visitor);
}

/** The digits on the visitor's screen. */
export async function shownKey(visitor: Person): Promise<string> {
	const status = visitor.page
		.frameLocator("iframe[title=Docside]")
		.getByRole("status", { name: "Session key" });
	await status.waitFor(patience);
	return ((await status.textContent()) ?? "").replace(/\D/g, "");
}

/** The agent opens the panel where it is not open. */
export async function openPanel({ agent }: Room): Promise<void> {
	const icon = agent.page.getByRole("button", { name: "Share document" });
	await icon.waitFor(patience);
	if ((await icon.getAttribute("aria-expanded")) !== "true") await icon.click();
	await agent.page
		.frameLocator('iframe[title="Document sharing"]')
		.getByRole("heading", { name: "Document sharing" })
		.waitFor(patience);
}

/** The agent types a key and presses Join; what comes of it is not waited for. */
export async function typeKey(room: Room, key: string): Promise<void> {
	await openPanel(room);
	const frame = room.agent.frame();
	const box = frame.getByRole("textbox", { name: "Session key" });
	await box.fill(key, patience);
	await press(room.agent, "Join");
}

/** The whole way into a session. */
export async function openSession(room: Room): Promise<void> {
	const key = await startVisitor(room);
	await typeKey(room, key);
	const ask = room.visitor.frame().getByRole("alertdialog");
	await ask.waitFor(patience);
	await press(room.visitor, "Allow");
	await approvedHeading(room).waitFor(patience);
}

export const approvedHeading = ({ agent }: Room): Locator =>
	agent
		.frame()
		.getByRole("heading", { name: "Approved documents you can share" });

/** Presses a button that opens the system's dialog and chooses these files there. */
export async function choose(
	person: Person,
	files: GivenFile[] | string,
	name = "Choose a file",
): Promise<void> {
	const [chooser] = await Promise.all([
		person.page.waitForEvent("filechooser", patience),
		press(person, name),
	]);
	await chooser.setFiles(
		typeof files === "string"
			? files
			: files.map(({ name, bytes }) => ({
					name,
					mimeType: "application/octet-stream",
					buffer: Buffer.from(bytes),
				})),
	);
}

/** Drops files on the visitor's drop zone, as a person does with the mouse. */
export async function drop(
	{ visitor }: Room,
	files: GivenFile[],
): Promise<void> {
	const frame = visitor.frame();
	const transfer = await frame.evaluateHandle(
		(given) => {
			const data = new DataTransfer();
			for (const { name, bytes } of given)
				data.items.add(new File([Uint8Array.from(bytes)], name));
			return data;
		},
		files.map(({ name, bytes }) => ({ name, bytes: [...bytes] })),
	);
	const zone = frame.locator(".drop-zone");
	for (const type of ["dragenter", "dragover", "drop"])
		await zone.dispatchEvent(type, { dataTransfer: transfer });
}

export const shareButton = (person: Person): Locator =>
	button(person.frame(), "Share");

/** Presses Share as soon as the preview is open. */
export async function share(person: Person, name = "Share"): Promise<void> {
	await press(person, name);
}

/** The agent asks for a document and the visitor agrees; the visitor has not chosen yet. */
export async function askAndAccept(room: Room): Promise<void> {
	await press(room.agent, "Send request");
	await press(room.visitor, "Accept");
	await button(room.visitor.frame(), "Choose a file").waitFor(patience);
}

/** A shared document's region, on one screen. */
export const sharedDocument = (person: Person, name: string): Locator =>
	person.frame().getByRole("region", { name: `Shared document: ${name}` });

/** Both see the document as shared, and it is open in both viewers. */
export async function bothSee(room: Room, name: string): Promise<void> {
	for (const person of [room.agent, room.visitor]) {
		await sharedDocument(person, name).waitFor(patience);
		await isOpen(person);
	}
}

/** Chooses a file and shares it; both see it. */
export async function chooseAndShare(
	room: Room,
	person: Person,
	file: GivenFile,
): Promise<void> {
	await choose(person, [file]);
	await share(person);
	await bothSee(room, file.name);
}

/** The document on this screen is open: its controls can be used. */
export async function isOpen(person: Person): Promise<void> {
	const viewer = await person.viewer();
	await viewer
		.getByRole("button", { name: "Search", exact: true, disabled: false })
		.waitFor(patience);
}

/** Closes the document by the X, and waits until it is gone on both screens. */
export async function closeDocument(
	room: Room,
	person: Person,
	name: string,
): Promise<void> {
	await button(person.frame(), "Close document").click(patience);
	for (const each of [room.agent, room.visitor])
		await sharedDocument(each, name).waitFor({
			state: "detached",
			...patience,
		});
}

/** Presses `Save` (or another such button). Resolves with what the browser has written. */
export async function save(
	person: Person,
	name = "Save",
): Promise<{ name: string; sha256: string; bytes: Uint8Array }> {
	const [file] = await Promise.all([
		person.page.waitForEvent("download", patience),
		press(person, name),
	]);
	const bytes = await readFile(await file.path());
	return { name: file.suggestedFilename(), sha256: sha256(bytes), bytes };
}

export function sha256(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}
