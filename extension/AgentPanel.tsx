import { useEffect, useState } from "preact/hooks";
import { AlertDialog } from "../look/AlertDialog.tsx";
import { Button } from "../look/Button.tsx";
import { Notices } from "../panel/Notices.tsx";
import { usePreview } from "../panel/use-preview.ts";
import type { AgentSettings } from "../policy/settings.ts";
import type { SessionEvent } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import { AgentDocument } from "./AgentDocument.tsx";
import { AgentFoot } from "./AgentFoot.tsx";
import { MenuScreen } from "./MenuScreen.tsx";
import { PanelShell } from "./PanelShell.tsx";
import { ShareMenu } from "./ShareMenu.tsx";
import { useAccount } from "./use-account.ts";
import { useLayout } from "./use-layout.ts";
import { usePage } from "./use-page.ts";
import { usePageNews } from "./use-page-news.ts";
import { useSession } from "./use-session.ts";
import { useWayIn } from "./use-way-in.ts";

/** The agent's side: joins, chooses, previews, shares, and looks at documents together with the visitor. */
export function AgentPanel({ words }: { words: Words }) {
	const page = usePage();
	const [revoked, setRevoked] = useState(false);
	const account = useAccount(`${page.shown} ${revoked}`);
	const signedIn = account.phase === "signed-in" ? account : undefined;
	const [staged, setStaged] = useState<AgentSettings>();
	const settings = staged ?? signedIn?.settings;
	/** What else could be shared is on the screen, over what is. */
	const [choosing, setChoosing] = useState(false);
	const [saving, setSaving] = useState(false);

	const dispatch = ({ event, detail }: SessionEvent) =>
		page.tell({ type: "event", event, detail });
	const { session, state, sentence, tell, begin, forget } = useSession({
		words,
		onEvent(event) {
			// What is only previewed, or on its way there, ends before the session that it was for.
			if (event.event === "sessionend") preview.cancel();
			dispatch(event);
		},
	});
	const open = state?.phase === "open" ? state : undefined;
	const preview = usePreview({
		role: "agent",
		// None without a session: the system's dialog may outlive it.
		rules: open && settings,
		links: settings?.links ?? [],
		tell,
		onEnd: (name) =>
			dispatch({ event: "enddocsharepreview", detail: { name } }),
	});

	const shared = open?.document ?? undefined;
	const previewed = preview.preview;
	const showsDocument = previewed !== undefined || shared !== undefined;
	useLayout(page, showsDocument);
	usePageNews(page, { open, preview: previewed, saving });

	const wayIn = useWayIn({
		page,
		free: session === undefined,
		server: signedIn?.server,
		signIn: signedIn?.token ?? "",
		onRevoked() {
			session?.end();
			setRevoked(true);
		},
		onJoined({ link, redial, staged }, again) {
			setRevoked(false);
			setStaged(staged);
			const rules = staged ?? signedIn?.settings;
			if (!rules) return;
			const { name, links } = rules;
			const continued = again ? { agent: name } : undefined;
			begin({ link, redial, continued, rules, links, agentName: name });
		},
	});

	const ended = state?.phase === "ended";
	useEffect(() => {
		if (!ended) return;
		wayIn.leave();
		setStaged(undefined);
	}, [ended]);

	// Something was chosen, or another document has come, or this one has gone.
	const looksAt = `${previewed !== undefined} ${shared?.share}`;
	useEffect(() => setChoosing(false), [looksAt]);

	// What was said about the last document or request would be taken for news of this one.
	const asking = open?.request?.number;
	useEffect(() => {
		if (asking !== undefined) tell("");
	}, [asking]);

	const menu = session && open && settings && (
		<ShareMenu
			words={words}
			settings={settings}
			staging={staged !== undefined}
			session={session}
			request={open.request}
			preview={preview}
			// What was said about the last document or request would be taken for news of the next.
			onChoose={() => tell("")}
		/>
	);
	/** Neither what is still being fetched, nor what was wrong with an earlier choice, lasts. */
	const showMenu = (isShown: boolean) => {
		preview.cancel();
		setChoosing(isShown);
	};
	const mayShareAnother = shared !== undefined && previewed === undefined;
	const foot = session && open && (
		<AgentFoot
			session={session}
			open={open}
			words={words}
			onShareAnother={mayShareAnother ? () => showMenu(true) : undefined}
		/>
	);
	const documentScreen =
		session && open && showsDocument ? (
			<AgentDocument
				session={session}
				open={open}
				preview={preview}
				page={page}
				words={words}
				tell={tell}
				onSaving={setSaving}
			/>
		) : undefined;
	return (
		<PanelShell
			words={words}
			document={documentScreen !== undefined}
			onHide={() => page.tell({ type: "hide" })}
		>
			<Notices sentence={sentence} words={words} onDismiss={() => tell("")} />
			{documentScreen ?? (
				<MenuScreen
					words={words}
					page={page}
					account={account}
					revoked={revoked}
					session={session}
					state={state}
					wayIn={wayIn}
					onAgain={forget}
				>
					{menu}
				</MenuScreen>
			)}
			{foot}
			{choosing && mayShareAnother && (
				<AlertDialog
					role="dialog"
					title={words.agent.shareAnother}
					onEscape={() => showMenu(false)}
					actions={
						<Button onClick={() => showMenu(false)}>
							{words.panel.cancel}
						</Button>
					}
				>
					{menu}
				</AlertDialog>
			)}
		</PanelShell>
	);
}
