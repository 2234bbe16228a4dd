import { useCallback, useEffect, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { Account } from "./account.ts";
import { type Change, changesSchema } from "./answers.ts";
import { sentenceOf } from "./calls.ts";
import { DifferenceList } from "./DifferenceList.tsx";
import { useWords } from "./words-context.ts";
import "./record.css";

type RecordSectionProps = { account: Account; shown: boolean };

/** Who changed what, and when: the newest first. */
export function RecordSection({ account, shown }: RecordSectionProps) {
	const { calls } = account;
	const words = useWords();
	const say = words.record;
	const [changes, setChanges] = useState<readonly Change[]>();
	const [next, setNext] = useState<number | null>(null);
	const [failure, setFailure] = useState("");

	const load = useCallback(
		async (before: number | null) => {
			setFailure("");
			try {
				const path = before === null ? "changes" : `changes?before=${before}`;
				const page = await calls.call("GET", path, changesSchema);
				setChanges((seen = []) =>
					before === null ? page.changes : [...seen, ...page.changes],
				);
				setNext(page.next);
			} catch (error) {
				setFailure(sentenceOf(error));
			}
		},
		[calls],
	);
	useEffect(() => {
		if (shown) void load(null);
	}, [shown, load]);

	return (
		<div class="section-form">
			<p class="about">{say.about}</p>
			<p class="exports">
				<a href="/admin/api/changes.csv" download>
					{say.csv}
				</a>
				<a href="/admin/api/changes.json" download>
					{say.json}
				</a>
			</p>
			<p role="alert" class="wrong">
				{failure}
			</p>
			{changes?.length === 0 && <p class="hint">{say.none}</p>}
			{changes !== undefined && changes.length > 0 && (
				<table class="record">
					<thead>
						<tr>
							<th scope="col">{say.time}</th>
							<th scope="col">{say.who}</th>
							<th scope="col">{say.what}</th>
						</tr>
					</thead>
					<tbody>
						{changes.map((change) => (
							<tr key={change.id}>
								<td>
									<time dateTime={change.time}>{words.time(change.time)}</time>
								</td>
								<td>{change.who}</td>
								<td>
									{say.did(change.what)}
									{change.differences.length > 0 && (
										<details>
											<summary>
												{say.changes(change.differences.length)}
											</summary>
											<DifferenceList differences={change.differences} />
										</details>
									)}
								</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
			{next !== null && (
				<div>
					<Button onClick={() => load(next)}>{say.more}</Button>
				</div>
			)}
		</div>
	);
}
