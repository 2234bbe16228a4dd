import { DocumentScreen } from "../panel/DocumentScreen.tsx";
import type { PreviewInPanel } from "../panel/use-preview.ts";
import { agentOf } from "../policy/rules.ts";
import type { Session } from "../session/session.ts";
import type { Words } from "../words/words.ts";
import { browser } from "./browser.ts";
import type { ViewerPage } from "./use-page.ts";
import type { OpenSession } from "./use-session.ts";

type AgentDocumentProps = {
	session: Session;
	open: OpenSession;
	preview: PreviewInPanel;
	page: ViewerPage;
	words: Words;
	tell(sentence: string): void;
	/** A copy is on its way to this device, or not any more. */
	onSaving(isSaving: boolean): void;
};

/** The document as the agent sees it: about to be shared, or shared by whoever it may be. */
export function AgentDocument(props: AgentDocumentProps) {
	const { session, open, preview, page, words } = props;
	const shared = open.document ?? undefined;
	const other = words.agent.visitor;
	return (
		<DocumentScreen
			session={session}
			preview={preview}
			shared={shared}
			me="agent"
			other={other}
			sharer={(shared && agentOf(shared.from)) ?? other}
			words={words}
			folders={{
				pages: page.folder,
				files: browser.runtime.getURL(""),
			}}
			notes={{
				savable: words.agent.mayBeSaved,
				viewOnly: words.agent.viewOnlyBody,
			}}
			replaces={replacedBy(open, other)}
			onMinimise={() => page.tell({ type: "hide" })}
			tell={props.tell}
			onSaving={props.onSaving}
		/>
	);
}

/** What a share of this agent would take the place of, also where the rules keep it from them. */
function replacedBy(
	{ document, others }: OpenSession,
	visitor: string,
): { by: string | undefined; name: string } | undefined {
	if (!document) return others?.sharing ?? undefined;
	const { sharedBy, from, name } = document;
	if (sharedBy === "agent") return { by: undefined, name };
	return { by: agentOf(from) ?? visitor, name };
}
