import { useRef, useState } from "preact/hooks";
import * as v from "valibot";
import { AlertDialog } from "../look/AlertDialog.tsx";
import { Button } from "../look/Button.tsx";
import { AdministratorRow } from "./AdministratorRow.tsx";
import type { Account } from "./account.ts";
import {
	type Administrator,
	administratorsSchema,
	type Setup,
	setupSchema,
} from "./answers.ts";
import { CopyBox } from "./CopyBox.tsx";
import { useListed } from "./use-listed.ts";
import { useWords } from "./words-context.ts";

type AdministratorsSectionProps = { account: Account; shown: boolean };

/** Who may use this page. What is done here holds at once and is no part of the draft. */
export function AdministratorsSection(props: AdministratorsSectionProps) {
	const { account, shown } = props;
	const words = useWords();
	const say = words.administrators;
	const { calls, me } = account;
	const { listed, said, act } = useListed(
		() => calls.call("GET", "administrators", administratorsSchema),
		shown,
	);
	const [invited, setInvited] = useState<Setup>();
	const [removing, setRemoving] = useState<Administrator>();
	const heading = useRef<HTMLHeadingElement>(null);

	const invite = () =>
		act("", async () =>
			setInvited(
				await calls.call("POST", "administrators/invitations", setupSchema),
			),
		);

	/** What was pressed goes with its row, so the focus goes to the heading. */
	async function takeAway(done: string, path: string) {
		await act(done, () => calls.call("DELETE", path, v.undefined()));
		heading.current?.focus();
	}

	function withdraw(id: string) {
		if (invited?.id === id) setInvited(undefined);
		return takeAway(say.withdrawn, `administrators/invitations/${id}`);
	}

	/** The link is never shown again. */
	function putAway() {
		setInvited(undefined);
		heading.current?.focus();
	}

	function remove({ id, name }: Administrator) {
		setRemoving(undefined);
		return takeAway(say.removed(name), `administrators/${id}`);
	}

	return (
		<div class="section-form agents">
			<h3 ref={heading} tabIndex={-1}>
				{say.title}
			</h3>
			<p class="about">{say.about}</p>
			<ul class="agent-list" aria-label={say.title}>
				{listed?.administrators.map((one) => (
					<AdministratorRow
						key={one.id}
						id={one.id}
						name={one.name}
						about={say.since(words.date(one.since))}
					>
						{one.you ? (
							<p class="hint">{say.you}</p>
						) : (
							<Button
								tone="quiet"
								aria-label={say.removeNamed(one.name)}
								onClick={() => setRemoving(one)}
							>
								{say.remove}
							</Button>
						)}
					</AdministratorRow>
				))}
				{listed?.invitations.map(({ id, by, expires }) => (
					<AdministratorRow
						key={id}
						id={id}
						name={say.open(by)}
						about={say.until(words.time(expires))}
					>
						<Button
							tone="quiet"
							aria-label={say.withdrawNamed(by)}
							onClick={() => withdraw(id)}
						>
							{say.withdraw}
						</Button>
					</AdministratorRow>
				))}
			</ul>
			<div>
				<Button icon="plus" onClick={invite}>
					{say.invite}
				</Button>
			</div>
			<div role="status">
				{invited && (
					<div class="invitation">
						<CopyBox
							title={say.link}
							hint={say.linkAbout(words.time(invited.expires))}
							text={`${me.publicUrl}/admin/#setup=${invited.setup}`}
							button={say.copyLink}
						/>
						<Button onClick={putAway}>{say.done}</Button>
					</div>
				)}
			</div>
			<p role="status" class={said.good ? "good" : "wrong"}>
				{said.sentence}
			</p>
			{removing && (
				<AlertDialog
					title={say.removeTitle(removing.name)}
					onEscape={() => setRemoving(undefined)}
					actions={
						<>
							<Button onClick={() => setRemoving(undefined)}>
								{words.page.cancel}
							</Button>
							<Button onClick={() => remove(removing)}>{say.remove}</Button>
						</>
					}
				>
					<p>{say.removeBody}</p>
				</AlertDialog>
			)}
		</div>
	);
}
