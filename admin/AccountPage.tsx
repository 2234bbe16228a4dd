import { useCallback, useEffect, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { Account } from "./account.ts";
import {
	type Draft,
	draftSchema,
	type Me,
	type Production,
	productionSchema,
} from "./answers.ts";
import { CallFailure, type Calls, sentenceOf } from "./calls.ts";
import { Sections } from "./Sections.tsx";
import { useWords } from "./words-context.ts";

type AccountPageProps = { me: Me; calls: Calls; onSignedOut(): void };

/** Reads the group's draft and production, then shows the sections. */
export function AccountPage({ me, calls, onSignedOut }: AccountPageProps) {
	const words = useWords();
	const [draft, setDraft] = useState<Draft>();
	const [production, setProduction] = useState<Production | null>();
	const [failure, setFailure] = useState("");

	const reload = useCallback(async () => {
		const [newDraft, newProduction] = await Promise.all([
			calls.call("GET", "draft", draftSchema),
			calls.call("GET", "production", productionSchema).catch(nullIfNone),
		]);
		setDraft(newDraft);
		setProduction(newProduction);
	}, [calls]);

	const open = useCallback(async () => {
		setFailure("");
		try {
			await reload();
		} catch (error) {
			setFailure(sentenceOf(error));
		}
	}, [reload]);
	useEffect(() => {
		void open();
	}, [open]);

	if (draft === undefined || production === undefined)
		return (
			<main class="alone">
				<h1>{words.page.title}</h1>
				<p role="status">{failure === "" ? words.page.opening : failure}</p>
				{failure !== "" && (
					<Button onClick={open}>{words.page.tryAgain}</Button>
				)}
			</main>
		);
	const account: Account = { me, calls, draft, production, setDraft, reload };
	return <Sections account={account} onSignedOut={onSignedOut} />;
}

/** A group that has not published yet has no production. */
function nullIfNone(failure: unknown): null {
	if (failure instanceof CallFailure && failure.status === 404) return null;
	throw failure;
}
