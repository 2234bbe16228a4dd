/** The screens with the longest names that the settings allow, of both directions, and with twenty documents. */
import { changeSettings, demoSettings, renameAgent } from "./demo-settings.ts";
import { patience, type Room } from "./room.ts";
import type { Look } from "./screens.ts";
import { demoFile } from "./screens-of-documents.ts";
import {
	approvedHeading,
	bothSee,
	button,
	choose,
	isOpen,
	press,
	share,
	startVisitor,
	typeKey,
} from "./steps.ts";

export async function longNames(room: Room, look: Look) {
	const { agent, visitor } = room;
	const before = await demoSettings(room.demo);
	const [first] = before.links;
	if (!first) throw new Error("the demo has links");
	const names = [
		`${"A very long name of a document ".repeat(3).slice(0, 76)} 🌻`,
		"شروط الحساب الجاري وجدول الرسوم والفوائد",
		"Averylongnameofadocumentwithoutasinglespaceorhyphenthatcouldbreakitsomewhere.pdf",
	];
	const links = Array.from({ length: 20 }, (_, index) => ({
		...first,
		id: `demo-link-number-${index}`,
		name: names[index] ?? `Account terms ${index + 1}`,
	}));
	await changeSettings(room.demo, {
		company:
			"Alder & Finch and Sons, Savings, Loans and Everyday Banking of the North",
		links,
	});
	await renameAgent(room.demo, "Ana", LONG.slice(0, 80));
	await startVisitor(room).then((key) => typeKey(room, key));
	await visitor.frame().getByRole("alertdialog").waitFor(patience);
	await look("long-wants-to-join", visitor.page);
	await press(visitor, "Allow");
	await approvedHeading(room).waitFor(patience);
	await look("long-menu", agent.page);
	await look("long-idle", visitor.page);
	await press(agent, "Send request");
	await visitor.frame().getByRole("alertdialog").waitFor(patience);
	await look("long-request", visitor.page);
	await press(visitor, "Accept");
	const [name] = names;
	await choose(visitor, [
		{ ...demoFile("account-terms.pdf"), name: `${names[2]}` },
	]);
	await isOpen(visitor);
	await look("long-preview", visitor.page);
	await share(visitor);
	await bothSee(room, `${names[2]}`);
	await look("long-shared", agent.page);
	await look("long-shares", visitor.page);
	await press(agent, "Close document");
	await approvedHeading(room).waitFor(patience);
	await press(agent, name ?? "");
	await isOpen(agent);
	await share(agent);
	await press(visitor, "Minimise");
	await button(visitor.frame(), "Show Docside").waitFor(patience);
	await look("long-minimised", visitor.page);
	await changeSettings(room.demo, before);
	await renameAgent(room.demo, LONG.slice(0, 80), "Ana");
}

const LONG =
	"Ana-Lucía Vandenberghe-Oyelaran 🌻 ‏عائشة بنت محمد‏ of the customer care team";
