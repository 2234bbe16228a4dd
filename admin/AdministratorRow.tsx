import type { ComponentChildren } from "preact";

type AdministratorRowProps = {
	id: string;
	name: string;
	/** Since when, or until when. */
	about: string;
	/** What can be done, or why nothing can. */
	children: ComponentChildren;
};

/** An administrator, or an open invitation of one. */
export function AdministratorRow(props: AdministratorRowProps) {
	const { id, name, about, children } = props;
	const nameId = `administrator-${id}`;
	return (
		<li class="agent" aria-labelledby={nameId}>
			<div class="agent-who">
				<p id={nameId} class="agent-name">
					{name}
				</p>
				<p class="hint">{about}</p>
			</div>
			<div class="agent-actions">{children}</div>
		</li>
	);
}
