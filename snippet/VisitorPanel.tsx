import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { checkFile } from "../panel/chosen-file.ts";
import { DocumentScreen } from "../panel/DocumentScreen.tsx";
import { FilePicker } from "../panel/FilePicker.tsx";
import { Notices } from "../panel/Notices.tsx";
import { SessionFoot } from "../panel/SessionFoot.tsx";
import { usePreview } from "../panel/use-preview.ts";
import { useSession } from "../panel/use-session.ts";
import { allowedKinds } from "../policy/kinds.ts";
import { maySave, mayShareFiles } from "../policy/rules.ts";
import type { VisitorSettings } from "../policy/settings.ts";
import type { DocsideEvent } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import { paintAccent } from "./branding.ts";
import { CardShell } from "./CardShell.tsx";
import { ClosedCard, DeskCard, OpenCard, Pill } from "./cards.tsx";
import type { FrameOpening } from "./frame-port.ts";
import { LinkCard } from "./LinkCard.tsx";
import type { LoaderPort } from "./loader-port.ts";
import { RequestQuestion } from "./questions.tsx";
import { useCheckedPreview } from "./use-checked-preview.ts";
import { useDesk } from "./use-desk.ts";
import { useLinkQuestion } from "./use-link-question.ts";
import { useSiteRequest } from "./use-site-request.ts";

type VisitorPanelProps = {
	opening: FrameOpening;
	loader: LoaderPort;
	words: Words;
	/** The server the frame came from, as a URL ending in a slash. */
	server: string;
};

/** The visitor's side: shows the key, asks before anything happens, and shows documents. */
export function VisitorPanel(props: VisitorPanelProps) {
	const { opening, loader, words, server } = props;
	const [attempt, setAttempt] = useState(0);
	const [settings, setSettings] = useState<VisitorSettings>();
	/** The group's settings, before an agent's role narrows them. */
	const [house, setHouse] = useState<VisitorSettings>();
	const [minimised, setMinimised] = useState(false);
	const [wrong, setWrong] = useState("");
	/** What is previewed is shared of the visitor's own accord: no request has to be open for it. */
	const [unasked, setUnasked] = useState(false);

	const accent = opening.accent ?? house?.branding?.accent ?? null;
	useLayoutEffect(
		() => paintAccent(document.documentElement, accent),
		[accent],
	);

	const dispatch = (event: DocsideEvent) =>
		loader.send({ type: "event", ...event });
	const { session, state, sentence, tell, begin, forget } = useSession({
		role: "visitor",
		words,
		other: undefined,
		onEvent: dispatch,
	});
	const desk = useDesk({
		opening,
		server,
		attempt,
		onSettings: setHouse,
		onPaired(link, given, agentName) {
			setSettings(given);
			begin({ link, rules: given, links: given.links, agentName });
		},
	});
	const chosen = usePreview({
		role: "visitor",
		rules: settings,
		links: [],
		onEnd: (name) =>
			dispatch({ event: "enddocsharepreview", detail: { name } }),
	});

	const kinds = allowedKinds(settings?.types);
	const preview = useCheckedPreview({
		preview: chosen,
		loader,
		atFirst: opening.checks,
		words,
		tell,
	});

	const open = state?.phase === "open" ? state : undefined;
	const agent = open?.agent ?? "";
	const shared = open?.document ?? undefined;
	const request = open?.request ?? undefined;
	const showsDocument = preview.preview !== undefined || shared !== undefined;

	useEffect(() =>
		loader.on("end", () => {
			if (session && state?.phase !== "ended") session.end();
			else loader.send({ type: "closed" });
		}),
	);

	const asked = request?.stage === "asked";
	const asker = useSiteRequest({
		loader,
		key: asked ? `${attempt} ${request.number}` : undefined,
		facts: {
			agent,
			savable: settings !== undefined && maySave(settings, "visitor"),
			termsUrl: settings?.termsUrl ?? null,
		},
		onAnswer: (answer) => session?.answer(answer),
	});
	const asks = asked && asker === "frame";
	const link = useLinkQuestion({
		loader,
		offered:
			open !== undefined &&
			settings !== undefined &&
			mayShareFiles(settings, "visitor"),
		kinds,
		words,
		onAsked: () => setMinimised(false),
		onOpen(source) {
			// It answers a request that is open, and needs none.
			session?.answer("accepted");
			setUnasked(true);
			tell("");
			preview.open(source, "computer");
		},
	});

	// A question or a document is never hidden behind the small sign.
	const question = asks || request?.stage === "accepted" ? request : undefined;
	const attention = `${state?.phase} ${question?.number} ${shared?.share}`;
	useEffect(() => setMinimised(false), [attention]);

	// Makes room for the page behind, whatever is shown; a question hears the key first and declines.
	const isOpen = open !== undefined;
	useEffect(() => {
		if (!isOpen) return;
		const leave = ({ key, defaultPrevented }: KeyboardEvent) => {
			if (key === "Escape" && !defaultPrevented) setMinimised(true);
		};
		addEventListener("keydown", leave);
		return () => removeEventListener("keydown", leave);
	}, [isOpen]);

	const ended = state?.phase === "ended";
	useEffect(() => {
		if (ended) preview.cancel();
	}, [ended]);
	const hasPreview = preview.preview !== undefined;
	useEffect(() => {
		if (!hasPreview) setUnasked(false);
	}, [hasPreview]);
	// The agent took the request back, or it lapsed, while a file was being chosen.
	const mayShare = request !== undefined || shared !== undefined || unasked;
	useEffect(() => {
		if (!mayShare) preview.cancel();
	}, [mayShare]);

	const pill = minimised && open !== undefined;
	const layout = pill ? "pill" : showsDocument ? "document" : "card";
	useEffect(() => loader.send({ type: "layout", layout }), [layout]);

	// What was said about the last document would be taken for news of the next.
	useEffect(() => {
		if (asked) tell("");
	}, [asked]);

	async function chooseFile(file: File) {
		setWrong("");
		tell("");
		const checked = await checkFile(file, kinds, words);
		if (checked.ok) preview.open(checked.source, "computer");
		else setWrong(checked.why);
	}

	const again = () => {
		forget();
		setAttempt(attempt + 1);
	};
	const close = () => loader.send({ type: "closed" });
	const minimise = open
		? () => {
				link.leave(false);
				setMinimised(true);
			}
		: undefined;
	const notices = (
		<Notices sentence={sentence} words={words} onDismiss={() => tell("")} />
	);
	const foot = session && open && (
		<SessionFoot
			presence={open.presence}
			label={words.visitor.inSession(agent)}
			other={agent}
			words={words}
			onEnd={() => session.end()}
		/>
	);
	const requestQuestion = session && open && settings && (
		<RequestQuestion
			agent={agent}
			settings={settings}
			words={words}
			onAnswer={(answer) => session.answer(answer)}
		/>
	);
	const linkQuestion = link.question && (
		<LinkCard link={link} agent={agent} words={words} />
	);
	const pillSign = (
		<Pill
			title={words.panel.title}
			label={words.visitor.inSession(agent)}
			restore={words.panel.restore}
			onRestore={() => setMinimised(false)}
		/>
	);
	const picking = request?.stage === "accepted" && !preview.preview;
	const openCard = session && open && (
		<OpenCard
			session={session}
			agent={agent}
			picking={picking}
			kinds={kinds}
			words={words}
			wrong={wrong}
			onFile={(file) => void chooseFile(file)}
			onWrong={setWrong}
		/>
	);

	if (session && showsDocument)
		return (
			<>
				{pill && pillSign}
				{/* Stays as it is while it is minimised: it may be the one that answers the other's search. */}
				<main
					class={pill ? "panel document tucked" : "panel document"}
					aria-label={words.panel.title}
				>
					{notices}
					<DocumentScreen
						session={session}
						preview={preview}
						shared={shared}
						me="visitor"
						other={agent}
						words={words}
						folders={{ pages: server, files: server }}
						notes={{
							savable: words.visitor.mayBeSaved(agent),
							viewOnly: words.visitor.viewOnlyBody(agent),
						}}
						onMinimise={() => setMinimised(true)}
						tell={tell}
					>
						<FilePicker
							words={words}
							label={words.panel.chooseAnother}
							kinds={kinds}
							onFile={(file) => void chooseFile(file)}
							onWrong={tell}
						/>
					</DocumentScreen>
					{foot}
					{linkQuestion ?? (asks && requestQuestion)}
					{picking && !linkQuestion && (
						<div class="alert-dialog-ground">
							<div class="alert-dialog">{openCard}</div>
						</div>
					)}
				</main>
			</>
		);

	if (pill) return pillSign;

	return (
		<CardShell words={words} settings={house} onMinimise={minimise}>
			{notices}
			{linkQuestion ?? (asks ? requestQuestion : openCard)}
			{session && state ? (
				<ClosedCard
					session={session}
					state={state}
					company={settings?.company ?? ""}
					words={words}
					onAgain={again}
					onClose={close}
				/>
			) : (
				<DeskCard desk={desk} words={words} onAgain={again} onClose={close} />
			)}
			{foot}
		</CardShell>
	);
}
