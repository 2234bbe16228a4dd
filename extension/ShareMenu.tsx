import { Button } from "../look/Button.tsx";
import { checkFile } from "../panel/chosen-file.ts";
import { FilePicker } from "../panel/FilePicker.tsx";
import type { PreviewInPanel } from "../panel/use-preview.ts";
import { allowedKinds } from "../policy/kinds.ts";
import { linkOf, sizeLimit } from "../policy/rules.ts";
import type { AgentSettings, ApprovedLink } from "../policy/settings.ts";
import type { Session } from "../session/session.ts";
import type { Request } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import { fetchApprovedLink } from "./approved-link.ts";

type ShareMenuProps = {
	words: Words;
	settings: AgentSettings;
	/** They are the draft's, like the visitor's. */
	staging: boolean;
	session: Session;
	request: Request | null;
	preview: PreviewInPanel;
	/** Something else was chosen. Called before anything is said of it. */
	onChoose(): void;
};

/** What an agent can do in a session: offer an approved document, offer a file, or ask for one. */
export function ShareMenu(props: ShareMenuProps) {
	const { words, settings, session, request, preview } = props;
	const say = words.agent;
	// Sharing from a computer is a capability of its own: an end that lacks it is offered approved documents only.
	const files = session.theirs.includes("files");
	const kinds = allowedKinds(settings.types);
	const { agentDocumentShare, visitorDocumentShare } = settings.sharing;
	const { coming } = preview;
	const fetching = coming && linkOf(coming, settings.links);

	function chooseLink(link: ApprovedLink) {
		props.onChoose();
		const { id, kind } = link;
		const limit = sizeLimit(settings, {
			sharedBy: "agent",
			kind,
			savable: false,
		});
		void preview.choose({ link: id }, (overtaken) =>
			fetchApprovedLink(link, limit, words, overtaken),
		);
	}

	function chooseFile(file: File) {
		props.onChoose();
		void preview.choose("computer", () => checkFile(file, kinds, words));
	}

	return (
		<div class="panel-body">
			<p class="wrong" role="alert">
				{preview.wrong}
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
								onClick={() => chooseLink(link)}
							>
								<bdi>{link.name}</bdi>
							</Button>
						</li>
					))}
				</ul>
				<p class="quiet" role="status">
					{fetching && say.fetching(fetching.name)}
				</p>
			</section>
			{agentDocumentShare && files && (
				<section class="panel-group" aria-labelledby="computer">
					<h2 id="computer">{say.fromComputer}</h2>
					<FilePicker
						words={words}
						label={words.panel.chooseFile}
						kinds={kinds}
						onFile={chooseFile}
						onWrong={preview.refuse}
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
