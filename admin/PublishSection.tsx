import { useCallback, useEffect, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { Account } from "./account.ts";
import { type Diff, diffSchema, versionSchema } from "./answers.ts";
import { CallFailure, sentenceOf } from "./calls.ts";
import { DifferenceList } from "./DifferenceList.tsx";
import { labelOf } from "./difference-label.ts";
import { VersionHistory } from "./VersionHistory.tsx";
import { useWords } from "./words-context.ts";
import "./publish.css";

type PublishSectionProps = {
	account: Account;
	shown: boolean;
	/** Titles of the sections with entries that are not saved. */
	unsaved: readonly string[];
};

/** From staging to production: what would change, the button, and the way back. */
export function PublishSection(props: PublishSectionProps) {
	const { account, shown, unsaved } = props;
	const words = useWords();
	const say = words.publish;
	const { calls, reload, production } = account;
	const [diff, setDiff] = useState<Diff>();
	const [said, setSaid] = useState({ sentence: "", good: true });
	const [publishing, setPublishing] = useState(false);

	const load = useCallback(async () => {
		try {
			setDiff(await calls.call("GET", "diff", diffSchema));
		} catch (error) {
			setSaid({ sentence: sentenceOf(error), good: false });
		}
	}, [calls]);
	useEffect(() => {
		if (!shown) return;
		setSaid({ sentence: "", good: true });
		void load();
	}, [shown, load]);

	async function publish() {
		if (diff === undefined || publishing) return;
		const { revision, base } = diff;
		setPublishing(true);
		try {
			const seen = { revision, base };
			const { version } = await calls.call(
				"POST",
				"publish",
				versionSchema,
				seen,
			);
			setSaid({ sentence: say.published(version), good: true });
		} catch (error) {
			setSaid({ sentence: whyNot(error), good: false });
		}
		await reload().catch(() => {});
		await load();
		setPublishing(false);
	}

	function whyNot(error: unknown): string {
		if (!(error instanceof CallFailure) || error.stale === undefined)
			return sentenceOf(error);
		const { by, at, what } = error.stale;
		return what === "production"
			? say.staleProduction(by, words.time(at))
			: say.staleDraft(by, words.time(at));
	}

	const { differences = [], warnings = [] } = diff ?? {};
	return (
		<div class="section-form">
			<p class="about">{say.about}</p>
			<h3>{say.changes}</h3>
			{diff !== undefined && differences.length === 0 && (
				<p class="hint">{say.none}</p>
			)}
			<DifferenceList differences={differences} />
			{warnings.length > 0 && (
				<div class="warnings">
					<h4>{say.warnings}</h4>
					<ul>
						{warnings.map(({ path, message }) => (
							<li key={`${path} ${message}`}>
								{`${subjectOf(path)} ${message}.`}
							</li>
						))}
					</ul>
				</div>
			)}
			{unsaved.length > 0 && (
				<p class="warning">{say.unsaved(unsaved.join(", "))}</p>
			)}
			<div class="save-buttons">
				<Button
					tone="primary"
					disabled={differences.length === 0}
					aria-disabled={publishing}
					onClick={publish}
				>
					{say.publish}
				</Button>
			</div>
			<p role="status" class={said.good ? "good" : "wrong"}>
				{said.sentence}
			</p>
			<VersionHistory
				account={account}
				shown={shown}
				current={production?.version}
				onRolledBack={async () => {
					await reload().catch(() => {});
					await load();
				}}
			/>
		</div>
	);

	/** Warnings about links say which by its place; people know it by its name. */
	function subjectOf(path: string): string {
		const [, place, field] = /^links\.(\d+)\.(\w+)$/.exec(path) ?? [];
		const link = account.draft.settings.links[Number(place)];
		return link === undefined
			? labelOf(path, words)
			: labelOf(`links.${link.name}.${field}`, words);
	}
}
