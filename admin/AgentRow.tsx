import { useEffect, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { AdminWords } from "../words/admin-en.ts";
import type { Agent } from "./answers.ts";
import { useWords } from "./words-context.ts";

type AgentRowProps = {
	agent: Agent;
	roles: readonly string[];
	onRole(role: string): void;
	onInvite(): void;
	onRevoke(): void;
	onRestore(): void;
};

/** One agent and what can be done with them. A role is changed by its own button: a list obeys every arrow key. */
export function AgentRow(props: AgentRowProps) {
	const { agent, roles, onRole, onInvite, onRevoke, onRestore } = props;
	const words = useWords();
	const say = words.agents;
	const [role, setRole] = useState(agent.role);
	useEffect(() => setRole(agent.role), [agent.role]);
	const id = `agent-${agent.id}`;
	return (
		<li class="agent" aria-labelledby={id}>
			<div class="agent-who">
				<p id={id} class="agent-name">
					{agent.name}
				</p>
				<p class="hint">{stateOf(agent, words)}</p>
			</div>
			{agent.state === "revoked" ? (
				<div class="agent-actions">
					<p class="hint">{agent.role}</p>
					<Button tone="quiet" onClick={onRestore}>
						{say.restore}
					</Button>
				</div>
			) : (
				<div class="agent-actions">
					<select
						aria-label={say.roleOf(agent.name)}
						value={role}
						onChange={({ currentTarget }) => setRole(currentTarget.value)}
					>
						{roles.map((name) => (
							<option key={name} value={name}>
								{name}
							</option>
						))}
						{!roles.includes(agent.role) && (
							<option value={agent.role}>
								{words.links.unknownRole(agent.role)}
							</option>
						)}
					</select>
					{role !== agent.role && (
						<Button onClick={() => onRole(role)}>{say.changeRole}</Button>
					)}
					<Button tone="quiet" onClick={onInvite}>
						{say.again}
					</Button>
					<Button tone="quiet" onClick={onRevoke}>
						{say.revoke}
					</Button>
				</div>
			)}
		</li>
	);
}

function stateOf(
	{ state, invitedUntil }: Agent,
	{ agents, time }: AdminWords,
): string {
	if (state === "revoked") return agents.state.revoked;
	const open =
		invitedUntil !== null && Date.parse(invitedUntil) > Date.now()
			? agents.state.invited(time(invitedUntil))
			: undefined;
	if (state === "invited" && invitedUntil === null) return agents.state.out;
	if (state === "invited") return open ?? agents.state.lapsed;
	// A second computer: the first one goes on until the invitation is used.
	return open === undefined
		? agents.state.active
		: `${agents.state.active}. ${open}`;
}
