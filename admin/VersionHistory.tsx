import { useCallback, useEffect, useState } from "preact/hooks";
import { AlertDialog } from "../look/AlertDialog.tsx";
import { Button } from "../look/Button.tsx";
import type { Account } from "./account.ts";
import {
	type Version,
	type VersionDiff,
	versionDiffSchema,
	versionSchema,
	versionsSchema,
} from "./answers.ts";
import { CallFailure, sentenceOf } from "./calls.ts";
import { DifferenceList } from "./DifferenceList.tsx";
import { useWords } from "./words-context.ts";

type VersionHistoryProps = {
	account: Account;
	shown: boolean;
	/** The number that production shows. */
	current: number | undefined;
	onRolledBack(): Promise<void>;
};

const FIRST_SHOWN = 10;

/** All that was ever published, and the way back to one of them. */
export function VersionHistory(props: VersionHistoryProps) {
	const { account, shown, current, onRolledBack } = props;
	const { calls } = account;
	const words = useWords();
	const say = words.publish;
	const [versions, setVersions] = useState<readonly Version[]>([]);
	const [all, setAll] = useState(false);
	const [chosen, setChosen] = useState<number>();
	const [asking, setAsking] = useState<VersionDiff & { version: number }>();
	const [said, setSaid] = useState({ sentence: "", good: true });
	const others = versions.filter(({ production }) => !production);
	// The one before, mostly: that is what one wants back after a mistake.
	const target =
		others.find(({ version }) => version === chosen)?.version ??
		(others.find(({ version }) => version < (current ?? 0)) ?? others[0])
			?.version;

	const load = useCallback(async () => {
		try {
			const answer = await calls.call("GET", "versions", versionsSchema);
			setVersions(answer.versions);
		} catch (error) {
			setSaid({ sentence: sentenceOf(error), good: false });
		}
	}, [calls]);
	useEffect(() => setSaid({ sentence: "", good: true }), [shown]);
	useEffect(() => {
		if (shown) void load();
	}, [shown, current, load]);

	async function ask() {
		if (target === undefined) return;
		setSaid({ sentence: "", good: true });
		try {
			const path = `diff?version=${target}`;
			const diff = await calls.call("GET", path, versionDiffSchema);
			setAsking({ ...diff, version: target });
		} catch (error) {
			setSaid({ sentence: sentenceOf(error), good: false });
		}
	}

	async function rollBack({
		version,
		base,
	}: VersionDiff & { version: number }) {
		setAsking(undefined);
		try {
			const seen = { version, base };
			await calls.call("POST", "rollback", versionSchema, seen);
			setChosen(undefined);
			setSaid({ sentence: say.rolledBack(version), good: true });
		} catch (error) {
			setSaid({ sentence: whyNot(error), good: false });
		}
		await onRolledBack();
		await load();
	}

	function whyNot(error: unknown): string {
		if (!(error instanceof CallFailure) || error.stale === undefined)
			return sentenceOf(error);
		return say.staleRollback(error.stale.by, words.time(error.stale.at));
	}

	return (
		<div class="history">
			<h3 id="history-title">{say.history}</h3>
			<p class="hint">{others.length === 0 ? say.only : say.rollBackAbout}</p>
			<div role="radiogroup" aria-labelledby="history-title" class="versions">
				{(all ? versions : versions.slice(0, FIRST_SHOWN)).map((one) => (
					<label key={one.version} class="version">
						<input
							type="radio"
							name="version"
							disabled={one.production}
							checked={one.version === target}
							onChange={() => setChosen(one.version)}
						/>
						<span>
							<span class="version-number">{say.version(one.version)}</span>
							{one.production && (
								<span class="in-production">{say.inProduction}</span>
							)}
							<span class="hint">{say.by(one.by, words.time(one.at))}</span>
						</span>
					</label>
				))}
			</div>
			<div class="save-buttons">
				<Button disabled={target === undefined} onClick={ask}>
					{say.rollBack}
				</Button>
				{!all && versions.length > FIRST_SHOWN && (
					<Button tone="quiet" onClick={() => setAll(true)}>
						{say.more}
					</Button>
				)}
			</div>
			<p role="status" class={said.good ? "good" : "wrong"}>
				{said.sentence}
			</p>
			{asking && (
				<AlertDialog
					title={say.confirmTitle(asking.version)}
					onEscape={() => setAsking(undefined)}
					actions={
						<>
							<Button onClick={() => setAsking(undefined)}>
								{words.page.cancel}
							</Button>
							<Button onClick={() => rollBack(asking)}>{say.rollBack}</Button>
						</>
					}
				>
					<p>{say.confirmBody}</p>
					<DifferenceList differences={asking.differences} />
				</AlertDialog>
			)}
		</div>
	);
}
