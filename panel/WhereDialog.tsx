import { useEffect, useId, useState } from "preact/hooks";
import { AlertDialog } from "../look/AlertDialog.tsx";
import { Button } from "../look/Button.tsx";
import { type SentToServer, sentToServer } from "../session/server-bytes.ts";
import type { TravelTo } from "../session/travel.ts";
import type { Words } from "../words/words.ts";
import "./where-dialog.css";

const COUNT_EVERY_MS = 1_000;

type Counted = { travels: TravelTo[]; server: SentToServer };

/** Which way the documents of this session went, as this browser counts it. */
export function WhereDialog(props: {
	travels(): Promise<TravelTo[]>;
	words: Words;
	onClose(): void;
}) {
	const { words, onClose } = props;
	const say = words.where;
	const counted = useCounted(props.travels);
	return (
		<AlertDialog
			role="dialog"
			title={say.title}
			onEscape={onClose}
			actions={<Button onClick={onClose}>{say.close}</Button>}
		>
			{counted.travels.map((to, index) => (
				// One may have left and come again: the name tells nobody apart.
				<Way key={index} to={to} words={words} />
			))}
			<section class="where" aria-label={say.server}>
				<h3>{say.server}</h3>
				<Figures
					rows={[
						[say.sentOfDocuments, counted.server.besides],
						[say.sentToMeet, counted.server.introductions],
					]}
					words={words}
				/>
			</section>
			<p class="where-since">{say.since}</p>
		</AlertDialog>
	);
}

function Way({ to, words }: { to: TravelTo; words: Words }) {
	const id = useId();
	const { route, documents, all } = to.travel;
	const say = words.where;
	return (
		<section class="where" aria-labelledby={id}>
			<h3 id={id}>{to.name}</h3>
			{/* The way alone is announced when it changes: figures that grow would never be silent. */}
			<p role="status" class={`where-route ${route}`}>
				{say.route[route]}
			</p>
			<Figures
				heads={[say.sent, say.received]}
				rows={[
					[say.documents, documents.sent, documents.received],
					[say.all, all.sent, all.received],
				]}
				words={words}
			/>
		</section>
	);
}

/** Bytes, with a name before each row. */
function Figures(props: {
	heads?: string[];
	rows: [string, ...number[]][];
	words: Words;
}) {
	const { heads, rows, words } = props;
	return (
		<table>
			{heads && (
				<thead>
					<tr>
						<td />
						{heads.map((head) => (
							<th key={head} scope="col">
								{head}
							</th>
						))}
					</tr>
				</thead>
			)}
			<tbody>
				{rows.map(([name, ...bytes]) => (
					<tr key={name}>
						<th scope="row">{name}</th>
						{bytes.map((count, column) => (
							<td key={column}>{words.size(count)}</td>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}

/** Counts again and again while it is on the screen. */
function useCounted(travels: () => Promise<TravelTo[]>): Counted {
	const [counted, setCounted] = useState<Counted>(() => ({
		travels: [],
		server: sentToServer(),
	}));
	useEffect(() => {
		const stop = new AbortController();
		const count = async () => {
			const told = await travels();
			if (!stop.signal.aborted)
				setCounted({ travels: told, server: sentToServer() });
		};
		void count();
		const timer = setInterval(() => void count(), COUNT_EVERY_MS);
		return () => {
			stop.abort();
			clearInterval(timer);
		};
	}, []);
	return counted;
}
