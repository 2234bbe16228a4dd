import { DocumentScreen } from "../panel/DocumentScreen.tsx";
import { FilePicker } from "../panel/FilePicker.tsx";
import { Notices } from "../panel/Notices.tsx";
import type { Gathering } from "../session/gathering.ts";
import type { Words } from "../words/words.ts";
import { OpenCard, Pill } from "./cards.tsx";
import { previewNotes } from "./guests.ts";
import type { Visit } from "./use-visit.ts";
import { VisitDialog } from "./VisitDialog.tsx";
import { VisitFoot } from "./VisitFoot.tsx";

type VisitDocumentProps = {
	visit: Visit;
	gathering: Gathering;
	words: Words;
	/** Where the viewer's pages and files are, as a URL ending in a slash. */
	server: string;
};

/** The screen with a document: the visitor's own before it is shared, or the one that all look at. */
export function VisitDocument(props: VisitDocumentProps) {
	const { visit, gathering, words, server } = props;
	const { session, file, dialog, minimised } = visit;
	const { picture, sentence, tell } = session;
	const { guests, agents, shared } = picture;
	return (
		<>
			{minimised && (
				<Pill picture={picture} words={words} onRestore={visit.restore} />
			)}
			{/* Stays as it is while it is minimised: it may be the one that answers the other's search. */}
			<main
				class={minimised ? "panel document tucked" : "panel document"}
				aria-label={words.panel.title}
			>
				<Notices sentence={sentence} words={words} onDismiss={() => tell("")} />
				<DocumentScreen
					session={gathering}
					preview={file.preview}
					shared={shared}
					me="visitor"
					other={shared?.pointerBy ?? agents}
					sharer={shared?.sharer ?? ""}
					words={words}
					folders={{ pages: server, files: server }}
					notes={previewNotes(guests, words)}
					onMinimise={visit.minimise}
					tell={tell}
					onSaving={visit.setSaving}
				>
					<FilePicker
						words={words}
						label={words.panel.chooseAnother}
						kinds={file.kinds}
						onFile={file.choose}
						onWrong={file.preview.refuse}
					/>
				</DocumentScreen>
				<VisitFoot visit={visit} words={words} />
				{dialog && <VisitDialog dialog={dialog} visit={visit} words={words} />}
				{file.picking && !dialog && (
					<div class="alert-dialog-ground">
						<div class="alert-dialog">
							<OpenCard picture={picture} file={file} words={words} />
						</div>
					</div>
				)}
			</main>
		</>
	);
}
