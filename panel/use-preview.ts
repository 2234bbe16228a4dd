import { useCallback, useState } from "preact/hooks";
import {
	type LinkRule,
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
	/** Shows a document to this person alone. */
	open(source: DocumentSource, from: Provenance): void;
	/** Whether the viewer has it open. What cannot be shown cannot be shared. */
	ready(isOpen: boolean): void;
	/** Shares what is previewed. */
	share(session: DocumentSession, viewOnly: boolean): void;
	/** Closes it; nobody else has seen it. */
	cancel(): void;
}

/** The document that is chosen and not shared yet. `onEnd` hears the name of one that was not shared after all. */
export function usePreview(options: {
	role: Role;
	rules: SharingRules | undefined;
	links: readonly LinkRule[];
	onEnd(name: string): void;
}): PreviewInPanel {
	const { role, rules, links, onEnd } = options;
	const [preview, setPreview] = useState<Preview>();

	function open(source: DocumentSource, from: Provenance) {
		if (!rules) return source.close();
		if (preview) close(preview);
		const link =
			typeof from === "object" && "link" in from
				? links.find(({ id }) => id === from.link)
				: undefined;
		const savable = maySave(rules, role, link);
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
		const { source, from, savable, reading } = preview;
		const refused = session.share(source, {
			from,
			savable: savable && !viewOnly,
			reading,
		});
		setPreview(refused ? { ...preview, refusal: refused } : undefined);
	}

	function cancel() {
		if (preview) close(preview);
		setPreview(undefined);
	}

	const ready = useCallback(
		(isOpen: boolean) => setPreview((now) => now && readied(now, isOpen)),
		[],
	);
	return { preview, open, ready, share, cancel };
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
