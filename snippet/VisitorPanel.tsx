import { useEffect, useState } from "preact/hooks";
import { checkFile } from "../panel/chosen-file.ts";
import { DocumentScreen } from "../panel/DocumentScreen.tsx";
import { FilePicker } from "../panel/FilePicker.tsx";
import { Notices } from "../panel/Notices.tsx";
import { SessionFoot } from "../panel/SessionFoot.tsx";
import { usePreview } from "../panel/use-preview.ts";
import { useSession } from "../panel/use-session.ts";
import { allowedKinds } from "../policy/kinds.ts";
import type { VisitorSettings } from "../policy/settings.ts";
import type { DocsideEvent } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import { CardShell } from "./CardShell.tsx";
import { ClosedCard, DeskCard, OpenCard, Pill } from "./cards.tsx";
import type { FrameOpening, ToFrame, ToLoader } from "./frame-port.ts";
import { RequestQuestion } from "./questions.tsx";
import { useDesk } from "./use-desk.ts";

type VisitorPanelProps = {
	opening: FrameOpening;
	port: MessagePort;
	words: Words;
	/** The server the frame came from, as a URL ending in a slash. */
	server: string;
};

/** The visitor's side: shows the key, asks before anything happens, and shows documents. */
export function VisitorPanel(props: VisitorPanelProps) {
	const { opening, port, words, server } = props;
	const [attempt, setAttempt] = useState(0);
	const [settings, setSettings] = useState<VisitorSettings>();
	const [minimised, setMinimised] = useState(false);
	const [wrong, setWrong] = useState("");

	const toLoader = (message: ToLoader) => port.postMessage(message);
	const dispatch = ({ event, detail }: DocsideEvent) =>
		toLoader({ type: "event", event, detail });
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
		onPaired(link, given, agentName) {
			setSettings(given);
			begin({ link, rules: given, links: given.links, agentName });
		},
	});
	const preview = usePreview({
		role: "visitor",
		rules: settings,
		links: [],
		onEnd: (name) =>
			dispatch({ event: "enddocsharepreview", detail: { name } }),
	});

	const kinds = allowedKinds(settings?.types);
	const open = state?.phase === "open" ? state : undefined;
	const agent = open?.agent ?? "";
	const shared = open?.document ?? undefined;
	const request = open?.request ?? undefined;
	const showsDocument = preview.preview !== undefined || shared !== undefined;

	useEffect(() => {
		const receive = ({ data }: MessageEvent<ToFrame>) => {
			if (data.type !== "end") return;
			if (session && state?.phase !== "ended") session.end();
			else toLoader({ type: "closed" });
		};
		port.addEventListener("message", receive);
		port.start();
		return () => port.removeEventListener("message", receive);
	});

	// A question or a document is never hidden behind the small sign.
	const attention = `${state?.phase} ${request?.number} ${shared?.share}`;
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
	// The agent took the request back, or it lapsed, while a file was being chosen.
	const mayShare = request !== undefined || shared !== undefined;
	useEffect(() => {
		if (!mayShare) preview.cancel();
	}, [mayShare]);

	const pill = minimised && open !== undefined;
	const layout = pill ? "pill" : showsDocument ? "document" : "card";
	useEffect(() => toLoader({ type: "layout", layout }), [layout]);

	// What was said about the last document would be taken for news of the next.
	const asked = request?.stage === "asked";
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
	const close = () => toLoader({ type: "closed" });
	const minimise = open ? () => setMinimised(true) : undefined;
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
	const question = session && open && settings && (
		<RequestQuestion
			agent={agent}
			settings={settings}
			words={words}
			onAnswer={(answer) => session.answer(answer)}
		/>
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
					{asked && question}
					{picking && (
						<div class="alert-dialog-ground">
							<div class="alert-dialog">{openCard}</div>
						</div>
					)}
				</main>
			</>
		);

	if (pill) return pillSign;

	return (
		<CardShell words={words} onMinimise={minimise}>
			{notices}
			{asked ? question : openCard}
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
