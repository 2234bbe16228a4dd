import { useEffect, useRef, useState } from "preact/hooks";
import { AlertDialog } from "../look/AlertDialog.tsx";
import { Button } from "../look/Button.tsx";
import { checkFile } from "../panel/chosen-file.ts";
import { DocumentScreen } from "../panel/DocumentScreen.tsx";
import { Notices } from "../panel/Notices.tsx";
import { SessionFoot } from "../panel/SessionFoot.tsx";
import { usePreview } from "../panel/use-preview.ts";
import { allowedKinds } from "../policy/kinds.ts";
import { agentOf, sizeLimit } from "../policy/rules.ts";
import type { AgentSettings, ApprovedLink } from "../policy/settings.ts";
import type { SessionEvent, SessionState } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import { fetchApprovedLink } from "./approved-link.ts";
import { browser } from "./browser.ts";
import { JoinForm } from "./JoinForm.tsx";
import { Message, PanelShell } from "./PanelShell.tsx";
import { ShareMenu } from "./ShareMenu.tsx";
import { EndedScreen, SignedOut } from "./screens.tsx";
import { useAccount } from "./use-account.ts";
import { useJoin } from "./use-join.ts";
import { useKeptSession } from "./use-kept-session.ts";
import { useLayout } from "./use-layout.ts";
import { usePage } from "./use-page.ts";
import { useSession } from "./use-session.ts";

/** The agent's side: joins, chooses, previews, shares, and looks at documents together with the visitor. */
export function AgentPanel({ words }: { words: Words }) {
	const page = usePage();
	const [revoked, setRevoked] = useState(false);
	const account = useAccount(`${page.shown} ${revoked}`);
	const signedIn = account.phase === "signed-in" ? account : undefined;
	const [staged, setStaged] = useState<AgentSettings>();
	const settings = staged ?? signedIn?.settings;
	const other = words.agent.visitor;
	const [wrong, setWrong] = useState("");
	/** What else could be shared is on the screen, over what is. */
	const [choosing, setChoosing] = useState(false);
	const [saving, setSaving] = useState(false);
	const [fetching, setFetching] = useState<ApprovedLink>();
	const links = settings?.links ?? [];

	const dispatch = ({ event, detail }: SessionEvent) =>
		page.tell({ type: "event", event, detail });
	const { session, state, sentence, tell, begin, forget } = useSession({
		words,
		onEvent: dispatch,
	});
	const preview = usePreview({
		role: "agent",
		rules: settings,
		links,
		onEnd: (name) =>
			dispatch({ event: "enddocsharepreview", detail: { name } }),
	});
	const join = useJoin({
		server: signedIn?.server,
		signIn: signedIn?.token ?? "",
		onRevoked() {
			session?.end();
			setRevoked(true);
		},
		onJoined({ link, redial, wayBack, staged }, again) {
			setRevoked(false);
			setStaged(staged);
			kept.keep(wayBack);
			const rules = staged ?? signedIn?.settings;
			if (!rules) return;
			const { name, links } = rules;
			const continued = again ? { agent: name } : undefined;
			begin({ link, redial, continued, rules, links, agentName: name });
		},
	});
	const kept = useKeptSession(page.tab, join.leave);

	const open = state?.phase === "open" ? state : undefined;
	const shared = open?.document ?? undefined;
	const others = open?.others?.agents ?? [];
	const showsDocument = preview.preview !== undefined || shared !== undefined;
	useLayout(page, showsDocument);

	const active = open !== undefined;
	useEffect(() => page.tell({ type: "active", active }), [active]);

	// What the visitor shares comes back after a page load, an approved document is one press away.
	const losesByLeaving =
		preview.preview?.from === "computer" ||
		(shared?.sharedBy === "agent" && shared.from === "computer") ||
		saving;
	useEffect(
		() => page.tell({ type: "leaving", asks: losesByLeaving }),
		[losesByLeaving],
	);

	// A document that the visitor shares comes into view by itself.
	const arrived = shared?.sharedBy === "visitor" ? shared.share : undefined;
	useEffect(() => {
		if (arrived !== undefined) page.tell({ type: "show" });
	}, [arrived]);

	// The page shows the key: nothing to type, nothing to press.
	const tried = useRef<string | null>(null);
	const autoKey =
		session === undefined && signedIn && kept.wayBack === null
			? page.key
			: null;
	useEffect(() => {
		if (!autoKey || !page.shown || tried.current === autoKey) return;
		tried.current = autoKey;
		void join.join(autoKey);
	});

	// The page was loaded anew in the middle of a session: back into it.
	const back = session === undefined && signedIn ? kept.wayBack : null;
	useEffect(() => {
		if (back) void join.rejoin(back);
	}, [back]);
	useEffect(() => {
		if (back && join.failure) kept.forget();
	}, [join.failure]);

	// A session that ends takes what was being prepared with it.
	const ended = state?.phase === "ended";
	useEffect(() => {
		if (!ended) return;
		preview.cancel();
		join.leave();
		kept.forget();
		setStaged(undefined);
	}, [ended]);

	// Something was chosen, or another document has come, or this one has gone.
	const looksAt = `${preview.preview !== undefined} ${shared?.share}`;
	useEffect(() => setChoosing(false), [looksAt]);

	// What was said about the last document or request would be taken for news of the next.
	const startAnew = () => {
		setWrong("");
		tell("");
	};
	const asking = open?.request?.number;
	useEffect(() => {
		if (asking !== undefined) tell("");
	}, [asking]);

	async function chooseFile(file: File) {
		startAnew();
		const checked = await checkFile(file, allowedKinds(settings?.types), words);
		if (checked.ok) preview.open(checked.source, "computer");
		else setWrong(checked.why);
	}

	async function chooseLink(link: ApprovedLink) {
		if (!settings) return;
		startAnew();
		setFetching(link);
		const { kind } = link;
		const limit = sizeLimit(settings, {
			sharedBy: "agent",
			kind,
			savable: false,
		});
		const stop = AbortSignal.timeout(60_000);
		const fetched = await fetchApprovedLink(link, limit, words, stop);
		setFetching(undefined);
		if (fetched.ok) preview.open(fetched.source, { link: link.id });
		else setWrong(fetched.why);
	}

	const hide = () => page.tell({ type: "hide" });
	const foot = session && open && (
		<SessionFoot
			people={[{ name: other, presence: open.presence }]}
			label={
				others.length > 0
					? words.agent.inSessionWith(words.people(others))
					: words.agent.inSession
			}
			travels={async () => [{ name: other, travel: await session.travel() }]}
			words={words}
			onEnd={() => session.end()}
		>
			{shared && !preview.preview && (
				<Button
					tone="quiet"
					icon="share"
					short
					title={words.agent.shareAnother}
					onClick={() => setChoosing(true)}
				>
					<span>{words.agent.shareAnother}</span>
				</Button>
			)}
		</SessionFoot>
	);
	const menu = session && open && account.phase === "signed-in" && (
		<ShareMenu
			words={words}
			settings={staged ?? account.settings}
			staging={staged !== undefined}
			session={session}
			request={open.request}
			fetching={fetching}
			wrong={wrong}
			onLink={(link) => void chooseLink(link)}
			onFile={(file) => void chooseFile(file)}
			onWrong={setWrong}
		/>
	);
	const notices = (
		<Notices sentence={sentence} words={words} onDismiss={() => tell("")} />
	);

	if (session && showsDocument)
		return (
			<PanelShell words={words} document onHide={hide}>
				{notices}
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
					replaces={open && replacedBy(open, other)}
					onMinimise={hide}
					tell={tell}
					onSaving={setSaving}
				/>
				{foot}
				{choosing && !preview.preview && (
					<AlertDialog
						role="dialog"
						title={words.agent.shareAnother}
						onEscape={() => setChoosing(false)}
						actions={
							<Button onClick={() => setChoosing(false)}>
								{words.panel.cancel}
							</Button>
						}
					>
						{menu}
					</AlertDialog>
				)}
			</PanelShell>
		);

	return (
		<PanelShell words={words} onHide={hide}>
			{notices}
			{page.secure === false ? (
				<Message text={words.icon["insecure-page"]} />
			) : revoked && account.phase !== "signed-in" ? (
				<Message text={words.agent.revoked} />
			) : account.phase !== "signed-in" ? (
				<SignedOut account={account} words={words} />
			) : state?.phase === "ended" ? (
				<EndedScreen state={state} words={words} onAgain={forget} />
			) : menu ? (
				menu
			) : back ? (
				<Message text={words.agent.goingBack}>
					<Button
						onClick={() => {
							kept.forget();
							join.leave();
						}}
					>
						{words.panel.endSession}
					</Button>
				</Message>
			) : session ? (
				<Message text={words.agent.waitingForWelcome}>
					<Button onClick={() => session.end()}>{words.panel.cancel}</Button>
				</Message>
			) : (
				<div class="panel-body">
					<JoinForm
						words={words}
						pageKey={page.key}
						joining={join.joining}
						wrong={join.failure ? words.join[join.failure] : ""}
						onJoin={(key) => void join.join(key)}
					/>
					<p class="quiet">{words.panel.poweredBy}</p>
				</div>
			)}
			{foot}
		</PanelShell>
	);
}

/** What a share of this agent would take the place of, also where the rules keep it from them. */
function replacedBy(
	{ document, others }: Extract<SessionState, { phase: "open" }>,
	visitor: string,
): { by: string | undefined; name: string } | undefined {
	if (!document) return others?.sharing ?? undefined;
	const { sharedBy, from, name } = document;
	if (sharedBy === "agent") return { by: undefined, name };
	return { by: agentOf(from) ?? visitor, name };
}
