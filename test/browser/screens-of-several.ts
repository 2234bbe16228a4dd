/** The screens of a session with two agents. */
import { patience, type Room } from "./room.ts";
import type { Look } from "./screens.ts";
import { demoFile, pointAt, says } from "./screens-of-documents.ts";
import {
	approvedHeading,
	bothSee,
	choose,
	isOpen,
	openSession,
	press,
	share,
	shownKey,
	typeKey,
} from "./steps.ts";

export async function severalAgents(room: Room, look: Look) {
	await room.renew();
	const { agent, visitor } = room;
	await openSession(room);
	await press(visitor, "Add an agent");
	await shownKey(visitor);
	await look("visitor-adds-agent", visitor.page);
	await press(visitor, "Back");
	await choose(agent, [demoFile("account-terms.pdf")]);
	await isOpen(agent);
	await share(agent);
	await bothSee(room, "account-terms.pdf");
	await press(visitor, "Add an agent");
	const key = await shownKey(visitor);
	await look("visitor-adds-agent-document", visitor.page);

	const ben = await room.addAgent("Ben");
	const bens: Room = { ...room, agent: ben };
	await typeKey(bens, key);
	await visitor.frame().getByRole("alertdialog").waitFor(patience);
	await look("visitor-second-wants-to-join", visitor.page);
	await press(visitor, "Allow");
	await bothSee(bens, "account-terms.pdf");
	await pointAt(ben);
	await look("visitor-two-agents", visitor.page);
	await look("agent-sees-colleagues", ben.page);
	await press(ben, "Share another document");
	await approvedHeading(bens).waitFor(patience);
	await look("agent-shares-another", ben.page);
	await choose(ben, [demoFile("fees.csv")]);
	await isOpen(ben);
	await share(ben);
	await ben.frame().getByRole("alertdialog").waitFor(patience);
	await look("agent-replaces-colleague", ben.page);
	await press(ben, "Replace");
	await bothSee(bens, "fees.csv");
	await says(agent, "Ben is sharing fees.csv instead of your");
	await look("agent-replaced-by-colleague", agent.page);
	await press(ben, "End session");
	await says(visitor, "Ben has left");
	await look("visitor-colleague-left", visitor.page);
	await press(visitor, "End session");
}
