import { useRef, useState } from "preact/hooks";
import * as v from "valibot";
import { AlertDialog } from "../look/AlertDialog.tsx";
import { Button } from "../look/Button.tsx";
import { AgentRow } from "./AgentRow.tsx";
import type { Account } from "./account.ts";
import {
	type Agent,
	agentsSchema,
	type Invitation,
	invitationSchema,
} from "./answers.ts";
import { CopyBox } from "./CopyBox.tsx";
import { InviteForm } from "./InviteForm.tsx";
import { useListed } from "./use-listed.ts";
import { useWords } from "./words-context.ts";
import "./lists.css";
import "./agents.css";

type AgentsSectionProps = { account: Account; shown: boolean };

/** Who may join as an agent. What is done here holds at once and is no part of the draft. */
export function AgentsSection({ account, shown }: AgentsSectionProps) {
	const words = useWords();
	const say = words.agents;
	const { calls, me, draft, production } = account;
	const { listed, said, load, act } = useListed(
		() => calls.call("GET", "agents", agentsSchema),
		shown,
	);
	const agents = listed?.agents ?? [];
	const [invited, setInvited] = useState<Invitation & { name: string }>();
	const [revoking, setRevoking] = useState<Agent>();
	const saying = useRef<HTMLParagraphElement>(null);
	const roles = [
		...new Set(
			[...draft.settings.roles, ...(production?.settings.roles ?? [])].map(
				({ name }) => name,
			),
		),
	];

	const invite = (agent: Agent) =>
		act("", async () => {
			const path = `agents/${agent.id}/invitation`;
			const invitation = await calls.call("POST", path, invitationSchema);
			setInvited({ ...invitation, name: agent.name });
		});

	const revoke = (agent: Agent) => {
		setRevoking(undefined);
		if (invited?.id === agent.id) setInvited(undefined);
		return act(say.revoked(agent.name), () =>
			calls.call("DELETE", `agents/${agent.id}`, v.undefined()),
		);
	};

	const row = (agent: Agent) => (
		<AgentRow
			key={agent.id}
			agent={agent}
			roles={roles}
			onRole={(role) =>
				act(say.roleChanged(agent.name, role), () =>
					calls.call("PATCH", `agents/${agent.id}`, v.undefined(), { role }),
				)
			}
			onInvite={() => invite(agent)}
			onRevoke={() => setRevoking(agent)}
			onRestore={async () => {
				await act(say.restored(agent.name), () =>
					calls.call("POST", `agents/${agent.id}/restore`, v.undefined()),
				);
				// The row has moved to another list, and what was pressed is gone.
				saying.current?.focus();
			}}
		/>
	);
	const gone = agents.filter(({ state }) => state === "revoked");
	const here = agents.filter(({ state }) => state !== "revoked");

	return (
		<div class="section-form agents">
			<h3>{say.title}</h3>
			<p class="about">{say.about}</p>
			<InviteForm
				roles={roles}
				onInvite={async (name, role) => {
					const invitation = await calls.call(
						"POST",
						"agents",
						invitationSchema,
						{ name, role },
					);
					setInvited({ ...invitation, name });
					await load();
				}}
			/>
			<div role="status">
				{invited && (
					<div class="invitation">
						<CopyBox
							title={say.code(invited.name)}
							hint={say.codeAbout(words.time(invited.expires))}
							text={invited.invitation}
							button={say.copyCode}
						/>
						<p class="hint">
							{say.server}: {me.publicUrl}
						</p>
						<Button onClick={() => setInvited(undefined)}>{say.done}</Button>
					</div>
				)}
			</div>
			<p
				ref={saying}
				role="status"
				tabIndex={-1}
				class={said.good ? "good" : "wrong"}
			>
				{said.sentence}
			</p>
			{agents.length === 0 && <p class="hint">{say.none}</p>}
			<ul class="agent-list">{here.map(row)}</ul>
			{gone.length > 0 && (
				<details>
					<summary>{say.showRevoked(gone.length)}</summary>
					<ul class="agent-list">{gone.map(row)}</ul>
				</details>
			)}
			{revoking && (
				<AlertDialog
					title={say.revokeTitle(revoking.name)}
					onEscape={() => setRevoking(undefined)}
					actions={
						<>
							<Button onClick={() => setRevoking(undefined)}>
								{words.page.cancel}
							</Button>
							<Button onClick={() => revoke(revoking)}>{say.revoke}</Button>
						</>
					}
				>
					<p>{say.revokeBody}</p>
				</AlertDialog>
			)}
		</div>
	);
}
