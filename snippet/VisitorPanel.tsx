import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { checkFile } from "../panel/chosen-file.ts";
import { DocumentScreen } from "../panel/DocumentScreen.tsx";
import { FilePicker } from "../panel/FilePicker.tsx";
import { Notices } from "../panel/Notices.tsx";
import { SessionFoot } from "../panel/SessionFoot.tsx";
import { usePreview } from "../panel/use-preview.ts";
import { allowedKinds } from "../policy/kinds.ts";
import { maySave, mayShareFiles } from "../policy/rules.ts";
import type { VisitorSettings } from "../policy/settings.ts";
import { MAX_AGENTS } from "../session/messages.ts";
import type { DocsideEvent } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import { paintAccent } from "./branding.ts";
import { CardShell } from "./CardShell.tsx";
import { ClosedCard, DeskCard, OpenCard, Pill } from "./cards.tsx";
import type { FrameOpening } from "./frame-port.ts";
import { membersOf, namesOf, previewNotes, seenBy } from "./guests.ts";
import { InviteCard } from "./InviteCard.tsx";
import { LinkCard } from "./LinkCard.tsx";
import type { LoaderPort } from "./loader-port.ts";
import { RequestQuestion, WelcomeQuestion } from "./questions.tsx";
import { useCheckedPreview } from "./use-checked-preview.ts";
import { useDesk } from "./use-desk.ts";
import { useGathering } from "./use-gathering.ts";
import { useLinkQuestion } from "./use-link-question.ts";
import { useMinimised } from "./use-minimised.ts";
import { useSiteRequest } from "./use-site-request.ts";
import { useKeptWayBack, useWayBack } from "./use-way-back.ts";

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
	/** The group's settings, before the roles of agents narrow them. */
	const [house, setHouse] = useState<VisitorSettings>();
	/** A key for one more agent is on the screen. */
	const [inviting, setInviting] = useState(false);
	const [wrong, setWrong] = useState("");
	const [saving, setSaving] = useState(false);
	/** What is previewed is shared of the visitor's own accord: no request has to be open for it. */
	const [unasked, setUnasked] = useState(false);

	const accent = opening.accent ?? house?.branding?.accent ?? null;
	useLayoutEffect(
		() => paintAccent(document.documentElement, accent),
		[accent],
	);

	const dispatch = (event: DocsideEvent) =>
		loader.send({ type: "event", ...event });
	const { gathering, state, sentence, tell, admit, forget, ...session } =
		useGathering({ words, onEvent: dispatch });
	const wayBack = useWayBack(opening.wayBack);
	const { desk, ...door } = useDesk({
		opening,
		server,
		attempt,
		wayBack,
		onSettings: setHouse,
		onPaired(link, given, agentName, peerId) {
			setInviting(false);
			admit({ link, rules: given, links: given.links, agentName, peerId });
		},
		onRevoked: session.dismiss,
		onReturned(link, given, agentName, peerId) {
			const { links } = given;
			const before = wayBack?.agents.find((agent) => agent.peerId === peerId);
			session.readmit(
				{ link, rules: given, links, agentName, peerId },
				before ? (agentName ?? before.name) : "",
			);
		},
	});
	const chosen = usePreview({
		role: "visitor",
		rules: gathering?.rules,
		links: [],
		onEnd: (name) =>
			dispatch({ event: "enddocsharepreview", detail: { name } }),
	});

	const kinds = allowedKinds(house?.types);
	const preview = useCheckedPreview({
		preview: chosen,
		loader,
		atFirst: opening.checks,
		words,
		tell,
	});

	const open = state?.phase === "open" ? state : undefined;
	const guests = membersOf(state, "open");
	const joining = membersOf(state, "asking")[0];
	const agents = namesOf(guests, words);
	const shared = open?.document ?? undefined;
	const request = open?.request ?? undefined;
	const showsDocument = preview.preview !== undefined || shared !== undefined;

	useEffect(() =>
		loader.on("end", () => {
			if (gathering && state?.phase !== "ended") gathering.end();
			else loader.send({ type: "closed" });
		}),
	);

	const asked = request?.stage === "asked";
	const asking = request?.by.agent ?? "";
	const maySaveIt =
		request !== undefined && maySave(request.by.rules, "visitor");
	const asker = useSiteRequest({
		loader,
		key: asked ? `${attempt} ${request.by.id} ${request.number}` : undefined,
		facts: {
			agent: asking,
			savable: maySaveIt,
			termsUrl: house?.termsUrl ?? null,
		},
		onAnswer: (answer) => gathering?.answer(answer),
	});
	const asks = asked && asker === "frame";
	const link = useLinkQuestion({
		loader,
		offered:
			open !== undefined &&
			gathering?.rules !== undefined &&
			mayShareFiles(gathering.rules, "visitor"),
		kinds,
		words,
		onAsked: () => setMinimised(false),
		onOpen(source) {
			// It answers a request that is open, and needs none.
			gathering?.answer("accepted");
			setUnasked(true);
			tell("");
			preview.open(source, "computer");
		},
	});

	const isOpen = open !== undefined;
	const question = asks || request?.stage === "accepted" ? request : undefined;
	const [minimised, setMinimised] = useMinimised(isOpen, [
		state?.phase,
		question && `${question.by.id} ${question.number}`,
		shared?.share,
		joining?.id,
		inviting,
	]);
	useKeptWayBack({
		loader,
		desk: { desk, ...door },
		left: opening.wayBack,
		wayBack,
		guests,
	});

	// What the agent shares comes back after a page load; a file of the visitor's own, and half a copy, do not.
	const losesByLeaving =
		preview.preview !== undefined ||
		open?.document?.sharedBy === "visitor" ||
		saving;
	useEffect(
		() => loader.send({ type: "leaving", asks: losesByLeaving }),
		[losesByLeaving],
	);

	const ended = state?.phase === "ended";
	useEffect(() => {
		if (!ended) return;
		preview.cancel();
		setInviting(false);
		door.close();
	}, [ended]);

	const mayInvite = open !== undefined && open.members.length < MAX_AGENTS;
	const invite = () => {
		setMinimised(false);
		if (!mayInvite) return;
		setInviting(true);
		door.invite();
	};
	useEffect(() => loader.on("start", invite));
	const hasPreview = preview.preview !== undefined;
	useEffect(() => {
		if (!hasPreview) setUnasked(false);
	}, [hasPreview]);
	// The agent took the request back, or it lapsed, while a file was being chosen.
	const mayShare = request !== undefined || shared !== undefined || unasked;
	const isLeftOver = session.shareAgain !== "" && !shared && !request;
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
		if (isLeftOver) setUnasked(true);
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
	const foot = gathering && open && (
		<SessionFoot
			people={guests.map(({ agent, presence }) => ({
				name: agent ?? "",
				presence,
			}))}
			label={words.visitor.inSession(agents)}
			travels={gathering.travels}
			words={words}
			onEnd={() => gathering.end()}
		>
			{mayInvite && (
				<Button
					tone="quiet"
					icon="people"
					short
					title={words.visitor.addAgent}
					onClick={invite}
				>
					<span>{words.visitor.addAgent}</span>
				</Button>
			)}
		</SessionFoot>
	);
	const dialog = joining?.agent ? (
		<WelcomeQuestion
			key={joining.id}
			agent={joining.agent}
			company={house?.company ?? ""}
			sees={shared && seenBy(joining, shared, words)}
			words={words}
			onAnswer={(allowed) => gathering?.welcome(joining.id, allowed)}
		/>
	) : link.question ? (
		<LinkCard link={link} agent={agents} words={words} />
	) : asks ? (
		<RequestQuestion
			agent={asking}
			savable={maySaveIt}
			termsUrl={house?.termsUrl ?? null}
			words={words}
			onAnswer={(answer) => gathering?.answer(answer)}
		/>
	) : inviting && open && desk.phase !== "paired" ? (
		<InviteCard
			desk={desk}
			words={words}
			onAgain={door.invite}
			onBack={() => {
				setInviting(false);
				door.close();
			}}
		/>
	) : undefined;
	const pillSign = (
		<Pill
			title={words.panel.title}
			label={words.visitor.inSession(agents)}
			restore={words.panel.restore}
			onRestore={() => setMinimised(false)}
		/>
	);
	const picking =
		(request?.stage === "accepted" || isLeftOver) && !preview.preview;
	const openCard = open && (
		<OpenCard
			agent={picking && !isLeftOver ? asking : agents}
			several={guests.length > 1}
			picking={picking}
			kinds={kinds}
			words={words}
			wrong={wrong}
			onFile={(file) => void chooseFile(file)}
			onWrong={setWrong}
			onDecline={() => {
				session.dropShareAgain();
				tell("");
				gathering?.answer("declined");
			}}
		/>
	);

	if (gathering && showsDocument)
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
						session={gathering}
						preview={preview}
						shared={shared}
						me="visitor"
						other={shared?.pointerBy ?? agents}
						sharer={shared?.sharer ?? ""}
						words={words}
						folders={{ pages: server, files: server }}
						notes={previewNotes(guests, words)}
						onMinimise={() => setMinimised(true)}
						tell={tell}
						onSaving={setSaving}
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
					{dialog}
					{picking && !dialog && (
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
			{dialog ?? openCard}
			{state && !(dialog && state.phase === "asking") ? (
				<ClosedCard
					state={state}
					words={words}
					onAgain={again}
					onClose={close}
				/>
			) : (
				!state && (
					<DeskCard desk={desk} words={words} onAgain={again} onClose={close} />
				)
			)}
			{foot}
		</CardShell>
	);
}
