import { useEffect, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { checkFile } from "../panel/chosen-file.ts";
import { DocumentStage } from "../panel/DocumentStage.tsx";
import { FilePicker } from "../panel/FilePicker.tsx";
import { Notices } from "../panel/Notices.tsx";
import { PreviewActions } from "../panel/PreviewActions.tsx";
import { SessionFoot } from "../panel/SessionFoot.tsx";
import { usePreview } from "../panel/use-preview.ts";
import { useSession } from "../panel/use-session.ts";
import type { VisitorSettings } from "../policy/settings.ts";
import type { DocsideEvent } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import { CardShell } from "./CardShell.tsx";
import type { FrameOpening, ToFrame, ToLoader } from "./frame-port.ts";
import { KeyCard } from "./KeyCard.tsx";
import { RequestQuestion, WelcomeQuestion } from "./questions.tsx";
import { EndedCard, FailedCard } from "./screens.tsx";
import { useDesk } from "./use-desk.ts";
import { useFrameLayout } from "./use-frame-layout.ts";

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
		onPaired(link, given) {
			setSettings(given);
			begin({ link, rules: given, links: given.links });
		},
	});
	const preview = usePreview({
		role: "visitor",
		rules: settings,
		links: [],
		onEnd: (name) =>
			dispatch({ event: "enddocsharepreview", detail: { name } }),
	});

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
	useFrameLayout(toLoader, pill ? "pill" : showsDocument ? "document" : "card");

	async function chooseFile(file: File) {
		setWrong("");
		const checked = await checkFile(file, words);
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
	const question = session &&
		open &&
		request?.stage === "asked" &&
		settings && (
			<RequestQuestion
				agent={agent}
				settings={settings}
				words={words}
				onAnswer={(answer) => session.answer(answer)}
			/>
		);

	if (session && showsDocument && !pill) {
		const { preview: chosen } = preview;
		const source = chosen?.source ?? session.source;
		if (source)
			return (
				<div class="panel document">
					{notices}
					<DocumentStage
						key={source}
						source={source}
						session={session}
						shared={chosen ? undefined : shared}
						me="visitor"
						other={agent}
						words={words}
						lang="en"
						folders={{ pages: server, files: server }}
						onReady={preview.ready}
						onMinimise={() => setMinimised(true)}
						tell={tell}
					>
						{chosen && (
							<PreviewActions
								source={source}
								words={words}
								refusal={chosen.refusal}
								ready={chosen.ready}
								note={
									chosen.savable
										? words.visitor.mayBeSaved(agent)
										: words.visitor.viewOnlyBody(agent)
								}
								onShare={() => preview.share(session, false)}
								onShareViewOnly={() => preview.share(session, true)}
								onCancel={preview.cancel}
							>
								<FilePicker
									words={words}
									label={words.panel.chooseAnother}
									onFile={(file) => void chooseFile(file)}
									onWrong={setWrong}
								/>
							</PreviewActions>
						)}
						{wrong && (
							<p class="wrong stage-wrong" role="alert">
								{wrong}
							</p>
						)}
					</DocumentStage>
					{foot}
					{question}
				</div>
			);
	}

	if (pill)
		return (
			<div class="pill">
				<span class="dot" />
				<p>{words.visitor.inSession(agent)}</p>
				<Button
					tone="quiet"
					icon="expand"
					aria-label={words.panel.restore}
					onClick={() => setMinimised(false)}
				/>
			</div>
		);

	return (
		<CardShell words={words} onMinimise={minimise}>
			{notices}
			{state?.phase === "ended" ? (
				<EndedCard
					state={state}
					words={words}
					onAgain={again}
					onClose={close}
				/>
			) : state?.phase === "asking" && session ? (
				state.agent === null ? (
					<Waiting text={words.visitor.connecting} />
				) : (
					<WelcomeQuestion
						agent={state.agent}
						company={settings?.company ?? ""}
						words={words}
						onAnswer={(allowed) => session.welcome(allowed)}
					/>
				)
			) : open && session ? (
				question ||
				(request?.stage === "accepted" ? (
					<div class="panel-body">
						<h2>{words.visitor.pick(agent)}</h2>
						<FilePicker
							words={words}
							label={words.panel.chooseFile}
							tone="primary"
							drop
							onFile={(file) => void chooseFile(file)}
							onWrong={setWrong}
						/>
						<p class="wrong" role="alert">
							{wrong}
						</p>
						<Button onClick={() => session.answer("declined")}>
							{words.panel.cancel}
						</Button>
					</div>
				) : (
					<div class="panel-body">
						<p>{words.visitor.idle(agent)}</p>
						<p class="quiet">{words.panel.poweredBy}</p>
					</div>
				))
			) : desk.phase === "key" ? (
				<KeyCard desk={desk} words={words} onCancel={close} />
			) : desk.phase === "failed" ? (
				<FailedCard
					failure={desk.failure}
					words={words}
					onAgain={again}
					onClose={close}
				/>
			) : (
				<Waiting text={words.visitor.connecting} />
			)}
			{foot}
		</CardShell>
	);
}

function Waiting({ text }: { text: string }) {
	return (
		<div class="panel-body">
			<p role="status">{text}</p>
		</div>
	);
}
