import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { MAX_LINKS } from "../policy/settings.ts";
import type { AdminWords } from "../words/admin-en.ts";
import type { Account } from "./account.ts";
import { LinkRow } from "./LinkRow.tsx";
import { type Link, mergeLinks } from "./merge-links.ts";
import { SectionForm } from "./SectionForm.tsx";
import type { Plan } from "./save-section.ts";
import { usePlan } from "./use-plan.ts";
import { useSection } from "./use-section.ts";
import { useWords } from "./words-context.ts";
import "./links.css";
import "./lists.css";

function linksPlan(words: AdminWords): Plan<Link[]> {
	return {
		read: ({ links }) => links,
		write: (settings, links) => ({
			...settings,
			links: links.map((link) => ({ ...link, url: link.url.trim() })),
		}),
		merge: mergeLinks,
		fullSentence: words.links.fullMeanwhile(MAX_LINKS),
	};
}

type LinksSectionProps = {
	account: Account;
	onUnsaved(unsaved: boolean): void;
};

/** The approved documents, in the order agents see them. */
export function LinksSection({ account, onUnsaved }: LinksSectionProps) {
	const words = useWords();
	const say = words.links;
	const section = useSection(account, usePlan(linksPlan), onUnsaved);
	const { typed: links, type, saved, errorAt, forgetErrors } = section;
	const [said, setSaid] = useState("");
	const focusNext = useRef<string | undefined>(undefined);
	const focus = (selector: string) => {
		focusNext.current = selector;
	};
	const full = links.length >= MAX_LINKS;
	useEffect(() => {
		const next = focusNext.current;
		focusNext.current = undefined;
		if (next !== undefined)
			section.form.current?.querySelector<HTMLElement>(next)?.focus();
	});

	function change(next: Link[]) {
		// Mistakes are told by the place of a link, which may be another one now.
		forgetErrors();
		type(next);
	}

	function add() {
		if (full) {
			setSaid(say.full(MAX_LINKS));
			return;
		}
		setSaid("");
		change([...links, newLink()]);
		focus(`#${CSS.escape(`links.${links.length}.name`)}`);
	}

	function move(index: number, by: -1 | 1, button?: "up" | "down") {
		const to = index + by;
		const link = links[index];
		const other = links[to];
		if (link === undefined || other === undefined) return;
		const next = [...links];
		next[to] = link;
		next[index] = other;
		change(next);
		setSaid(say.moved(link.name || say.unnamed, to + 1, links.length));
		// Its field is drawn again at another place: the focus goes with it.
		const field = document.activeElement?.id.split(".").at(-1) ?? "name";
		focus(
			button === undefined
				? `#${CSS.escape(`links.${to}.${field}`)}`
				: `[data-link="${link.id}"] [data-move="${button}"]`,
		);
	}

	function remove(index: number) {
		const link = links[index];
		change(links.filter((_, at) => at !== index));
		setSaid(say.removed(link?.name || say.unnamed));
		const next = Math.min(index, links.length - 2);
		focus(next < 0 ? "#add-link" : `#${CSS.escape(`links.${next}.name`)}`);
	}

	return (
		<SectionForm section={section}>
			<div class="links-head">
				<p class="about">{say.about}</p>
				<p class={full ? "used full" : "used"}>
					{say.used(links.length, MAX_LINKS)}
				</p>
			</div>
			{links.length === 0 && <p class="hint">{say.none}</p>}
			{links.length > 1 && <p class="hint keys">{say.keys}</p>}
			<ol class="links">
				{links.map((link, index) => (
					<LinkRow
						key={link.id}
						index={index}
						last={index === links.length - 1}
						link={link}
						settings={account.draft.settings}
						extensionOrigins={account.me.extensionOrigins}
						duplicate={isRepeated(links, link)}
						errorAt={(field, label) =>
							errorAt(`links.${index}.${field}`, label)
						}
						onChange={(changed) =>
							type(links.map((one) => (one.id === link.id ? changed : one)))
						}
						onMove={(by, button) => move(index, by, button)}
						onRemove={() => remove(index)}
						isNew={!saved.some(({ id }) => id === link.id)}
					/>
				))}
			</ol>
			<div class="save-buttons">
				<Button id="add-link" icon="plus" onClick={add}>
					{say.add}
				</Button>
				<p role="status" class={full ? "wrong" : "hint"}>
					{said}
				</p>
			</div>
		</SectionForm>
	);
}

/** Its id is made here, so that it keeps it while others save too; random, because it names the link to visitors. */
function newLink(): Link {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	const id = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
	return {
		id: id.join(""),
		name: "",
		url: "",
		role: null,
		active: true,
		download: true,
		kind: "pdf",
	};
}

function isRepeated(links: readonly Link[], { id, name }: Link): boolean {
	const key = name.trim().toLowerCase();
	return (
		key !== "" &&
		links.some(
			(link) => link.id !== id && link.name.trim().toLowerCase() === key,
		)
	);
}
