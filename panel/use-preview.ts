import { useCallback, useRef, useState } from "preact/hooks";
import {
	type LinkRule,
	linkOf,
	maySave,
	type Provenance,
	type Refusal,
	type Role,
	refusal,
} from "../policy/rules.ts";
import type { SharingRules } from "../policy/settings.ts";
import { type RecordedSource, recordReads } from "../session/reading-list.ts";
import type { DocumentSession } from "../session/session.ts";
import type { ByteRange, DocumentSource } from "../session/source.ts";
import type { ChosenDocument } from "./chosen-file.ts";

export type Preview = {
	source: RecordedSource;
	from: Provenance;
	/** Whether the other person may save it, as it would be shared now. */
	savable: boolean;
	/** Why it may not be shared like that. */
	refusal: Refusal | undefined;
	/** The viewer has it open. */
	ready: boolean;
	/** What opening it took to read: the other side asks for that first. */
	reading: ByteRange[];
};

export interface PreviewInPanel {
	preview: Preview | undefined;
	/** Where the document is from that is on its way here: being checked, or fetched. */
	coming: Provenance | undefined;
	/** Why the last choice cannot be previewed; empty if it can. Over a preview that stays it is told instead. */
	wrong: string;
	/**
	 * Shows a document to this person alone, once `get` has it; nothing happens where nothing may be shared any more. The newest choice counts: one that is still on its way
	 * is given up, and `overtaken` says so to its `get`.
	 */
	choose(
		from: Provenance,
		get: (overtaken: AbortSignal) => Promise<ChosenDocument>,
	): Promise<void>;
	/** Shows a document that is here already. */
	open(source: DocumentSource, from: Provenance): void;
	/** What was chosen cannot be previewed, and why: it is no single file, say. */
	refuse(why: string): void;
	/** Whether the viewer has it open. What cannot be shown cannot be shared. */
	ready(isOpen: boolean): void;
	/** Shares what is previewed. */
	share(session: DocumentSession, viewOnly: boolean): void;
	/** Closes it, and gives up what is on its way; nobody else has seen it. */
	cancel(): void;
}

/** The document that is chosen and not shared yet. `onEnd` hears the name of one that was not shared after all. */
export function usePreview(options: {
	role: Role;
	rules: SharingRules | undefined;
	links: readonly LinkRule[];
	tell(sentence: string): void;
	onEnd(name: string): void;
}): PreviewInPanel {
	const { role, rules, links, tell, onEnd } = options;
	const [preview, setPreview] = useState<Preview>();
	const [coming, setComing] = useState<Provenance>();
	const [wrong, setWrong] = useState("");
	const overtake = useRef<() => void>(() => {});
	/** As it is when something is chosen, perhaps in a system's dialog that outlived its button, and when it arrives. */
	const latest = useRef({ open, refuse, rules });
	latest.current = { open, refuse, rules };

	/** Another choice counts now, or none. */
	function giveUp() {
		overtake.current();
		setComing(undefined);
		setWrong("");
	}

	async function choose(
		from: Provenance,
		get: (overtaken: AbortSignal) => Promise<ChosenDocument>,
	) {
		if (!latest.current.rules) return;
		giveUp();
		const way = new AbortController();
		overtake.current = () => way.abort();
		setComing(from);
		const chosen = await get(way.signal);
		if (way.signal.aborted) {
			if (chosen.ok) chosen.source.close();
		} else if (chosen.ok) latest.current.open(chosen.source, from);
		else latest.current.refuse(chosen.why);
	}

	function refuse(why: string) {
		giveUp();
		if (preview) tell(why);
		else setWrong(why);
	}

	function open(source: DocumentSource, from: Provenance) {
		giveUp();
		if (!rules) return source.close();
		if (preview) close(preview);
		const savable = maySave(rules, role, linkOf(from, links));
		const { kind, size } = source;
		const proposal = { sharedBy: role, from, kind, size, savable };
		setPreview({
			source: recordReads(source),
			from,
			savable,
			refusal: refusal(rules, links, proposal),
			ready: false,
			reading: [],
		});
	}

	function close({ source }: Preview) {
		source.close();
		onEnd(source.name);
	}

	function share(session: DocumentSession, viewOnly: boolean) {
		if (!preview) return;
		giveUp();
		const { source, from, savable, reading } = preview;
		const refused = session.share(source, {
			from,
			savable: savable && !viewOnly,
			reading,
		});
		setPreview(refused ? { ...preview, refusal: refused } : undefined);
	}

	function cancel() {
		giveUp();
		if (preview) close(preview);
		setPreview(undefined);
	}

	const ready = useCallback(
		(isOpen: boolean) => setPreview((now) => now && readied(now, isOpen)),
		[],
	);
	return {
		preview,
		coming,
		wrong,
		choose,
		open,
		refuse,
		ready,
		share,
		cancel,
	};
}

/** The reading list is taken when the document opens: what is read later was scrolled to, or searched. */
function readied(preview: Preview, isOpen: boolean): Preview {
	const { source, reading } = preview;
	const first = isOpen && reading.length === 0;
	return {
		...preview,
		ready: isOpen,
		reading: first ? source.reads : reading,
	};
}
