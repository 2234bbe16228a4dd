import { kindOfName } from "../policy/kinds.ts";
import { agentOf } from "../policy/rules.ts";
import { cleanFileName } from "./file-name.ts";
import type { Message, MessageOf } from "./messages.ts";
import { cleanPersonName } from "./person-name.ts";

/** Names are shown, and saved under: what arrives is made safe for both before anything else is done with it. */
export function cleanMessage(message: Message): Message {
	switch (message.type) {
		case "offer":
			return cleanOffer(message);
		case "others":
			return cleanOthers(message);
		case "close":
			return message.by === undefined
				? message
				: { ...message, by: cleanPersonName(message.by) };
		default:
			return message;
	}
}

function cleanOffer(offer: MessageOf<"offer">): MessageOf<"offer"> {
	const agent = agentOf(offer.from);
	const name = cleanFileName(offer.name, offer.kind);
	if (agent === undefined) return { ...offer, name };
	return { ...offer, name, from: { agent: cleanPersonName(agent) } };
}

function cleanOthers(others: MessageOf<"others">): MessageOf<"others"> {
	const { agents, sharing } = others;
	return {
		...others,
		agents: agents.map(cleanPersonName),
		sharing: sharing && {
			by: cleanPersonName(sharing.by),
			name: cleanNameAlone(sharing.name),
		},
	};
}

export function cleanResume(resume: MessageOf<"resume">): MessageOf<"resume"> {
	const { document } = resume;
	return {
		...resume,
		document: document && { ...document, name: cleanNameAlone(document.name) },
	};
}

/** A name without its document. */
function cleanNameAlone(name: string): string {
	return cleanFileName(name, kindOfName(name) ?? "pdf");
}
