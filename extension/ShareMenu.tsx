import { Button } from "../look/Button.tsx";
import { FilePicker } from "../panel/FilePicker.tsx";
import { allowedKinds } from "../policy/kinds.ts";
import type { AgentSettings } from "../policy/settings.ts";
import type { Session } from "../session/session.ts";
import type { Request } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import type { ChoiceInPanel } from "./use-choice.ts";

type ShareMenuProps = {
	words: Words;
	settings: AgentSettings;
	/** They are the draft's, like the visitor's. */
	staging: boolean;
	session: Session;
	request: Request | null;
	choice: ChoiceInPanel;
};

/** What an agent can do in a session: offer an approved document, offer a file, or ask for one. */
export function ShareMenu(props: ShareMenuProps) {
	const { words, settings, session, request, choice } = props;
	const say = words.agent;
	// Sharing from a computer is a capability of its own: an end that lacks it is offered approved documents only.
	const files = session.theirs.includes("files");
	const kinds = allowedKinds(settings.types);
	const { agentDocumentShare, visitorDocumentShare } = settings.sharing;
	return (
		<div class="panel-body">
			<p class="wrong" role="alert">
				{choice.wrong}
			</p>
			{props.staging && <p class="quiet">{say.staging}</p>}
			<section class="panel-group" aria-labelledby="approved">
				<h2 id="approved">{say.approved}</h2>
				{settings.links.length === 0 && <p class="quiet">{say.noApproved}</p>}
				<ul class="approved-links">
					{settings.links.map((link) => (
						<li key={link.id}>
							<Button
								icon={link.kind === "pdf" ? "file" : "sheet"}
								wide
								disabled={choice.fetching !== undefined}
								onClick={() => void choice.chooseLink(link)}
							>
								<bdi>{link.name}</bdi>
							</Button>
						</li>
					))}
				</ul>
				<p class="quiet" role="status">
					{choice.fetching && say.fetching(choice.fetching.name)}
				</p>
			</section>
			{agentDocumentShare && files && (
				<section class="panel-group" aria-labelledby="computer">
					<h2 id="computer">{say.fromComputer}</h2>
					<FilePicker
						words={words}
						label={words.panel.chooseFile}
						kinds={kinds}
						onFile={(file) => void choice.chooseFile(file)}
						onWrong={choice.refuse}
					/>
					<p class="quiet">{words.panel.allowedTypes(kinds)}</p>
				</section>
			)}
			{visitorDocumentShare && files && (
				<section class="panel-group" aria-labelledby="visitor">
					<h2 id="visitor">{say.fromVisitor}</h2>
					<p role="status" class={request ? "request-open" : "spoken"}>
						{request &&
							(request.stage === "asked" ? say.waiting : say.waitingToChoose)}
					</p>
					{request ? (
						<Button wide onClick={() => session.cancelRequest()}>
							{say.cancelRequest}
						</Button>
					) : (
						<>
							<Button icon="people" wide onClick={() => session.request()}>
								{say.sendRequest}
							</Button>
							<p class="quiet">{say.requestHint}</p>
						</>
					)}
				</section>
			)}
		</div>
	);
}
