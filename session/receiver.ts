import { refusal } from "../policy/rules.ts";
import { cleanMessage } from "./clean-message.ts";
import type { Happening } from "./happening.ts";
import { detectKind } from "./kind.ts";
import type { Message, MessageOf } from "./messages.ts";
import type { SessionOptions } from "./session.ts";
import { otherRole, type SessionState } from "./state.ts";
import type { Transfer } from "./transfer.ts";

/** Takes what the other end sends. The rules are checked again here: that end may not be honest. */
export function receiverOf(
	options: Pick<
		SessionOptions,
		"role" | "rules" | "links" | "agentName" | "isAsked"
	> & {
		on: Pick<SessionOptions["on"], "changed">;
		transfer: Transfer;
		state(): SessionState;
		take(happening: Happening): void;
		send(message: Message): void;
	},
): (message: Message) => void {
	const { role, rules, links, transfer, take } = options;

	function openDocument() {
		const state = options.state();
		return state.phase === "open" ? state.document : null;
	}

	function watch(offer: MessageOf<"offer">) {
		if (transfer.watching?.share === offer.share) return;
		const sharedBy = otherRole(role);
		const { from, kind, size, savable } = offer;
		const why = refusal(rules, links, { sharedBy, from, kind, size, savable });
		if (why !== undefined) return take({ type: "refused-offer", offer });
		take({ type: "received", message: offer });
		if (openDocument()?.share !== offer.share) return;
		transfer.watch(offer);
		options.on.changed(options.state());
		void verify(offer);
	}

	/** What arrives must be what the offer says, whatever the sharer has checked. */
	async function verify({ share, name, kind, size }: MessageOf<"offer">) {
		const { source } = transfer;
		if (!source) return;
		try {
			const found = await detectKind(name, size, (start, end) =>
				source.read(start, end),
			);
			if (found.ok && found.kind === kind) return;
		} catch {
			// Closed meanwhile, or gone: that is told where it happens.
			return;
		}
		if (openDocument()?.share === share)
			take({ type: "close", why: "damaged" });
	}

	/** Why the visitor is not even asked. */
	function requestRefusal(): MessageOf<"answer">["answer"] | undefined {
		if (role === "agent") return undefined;
		if (!rules.sharing.visitorDocumentShare) return "not-allowed";
		return options.isAsked?.() ? "busy" : undefined;
	}

	return (arrived) => {
		const message = cleanMessage(arrived);
		switch (message.type) {
			case "read":
			case "unread":
			case "save":
			case "digest":
			case "refused":
				transfer.receive(message);
				return;
			case "offer":
				watch(message);
				return;
			case "request": {
				const answer = requestRefusal();
				if (answer === undefined) take({ type: "received", message });
				else if (options.state().phase === "open")
					options.send({ ...message, type: "answer", answer });
				return;
			}
			case "who":
				// The server's word on who it is counts for more than the agent's own.
				take({
					type: "received",
					message: { ...message, name: options.agentName ?? message.name },
				});
				return;
			default:
				take({ type: "received", message });
		}
	};
}
