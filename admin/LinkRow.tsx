import { useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { CheckField, Field } from "../look/Field.tsx";
import type { GroupSettings } from "../policy/group-settings.ts";
import { DOCUMENT_KINDS } from "../policy/kinds.ts";
import { AddressField } from "./AddressField.tsx";
import { LinkTestResult } from "./LinkTestResult.tsx";
import type { Link } from "./merge-links.ts";
import { type TestedLink, testApprovedLink } from "./test-link.ts";
import { useWords } from "./words-context.ts";

type LinkRowProps = {
	index: number;
	last: boolean;
	link: Link;
	settings: GroupSettings;
	extensionOrigins: readonly string[];
	/** Another link has its name. */
	duplicate: boolean;
	isNew: boolean;
	errorAt(field: keyof Link, label: string): string | undefined;
	onChange(link: Link): void;
	onMove(by: -1 | 1, button?: "up" | "down"): void;
	onRemove(): void;
};

/** One approved document. */
export function LinkRow(props: LinkRowProps) {
	const { index, last, link, settings, extensionOrigins, duplicate } = props;
	const { isNew, errorAt, onChange, onMove, onRemove } = props;
	const words = useWords();
	const say = words.links;
	const { testing, test, run } = useLinkTest(link, settings);
	const id = (field: keyof Link) => `links.${index}.${field}`;
	const roles = settings.roles.map(({ name }) => name);
	const lostRole =
		link.role !== null && !roles.includes(link.role) ? link.role : undefined;

	function moveByKeys(event: KeyboardEvent) {
		if (!event.altKey) return;
		const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
		if (by === undefined) return;
		event.preventDefault();
		onMove(by === -1 ? -1 : 1);
	}

	return (
		<li
			class={isNew ? "link-row new" : "link-row"}
			data-link={link.id}
			onKeyDown={moveByKeys}
		>
			<fieldset>
				<legend>{say.link(index + 1, link.name)}</legend>
				<div class="link-fields">
					<Field
						id={id("name")}
						label={say.name}
						wrong={errorAt("name", say.name)}
						warning={duplicate ? say.duplicate : undefined}
					>
						{(attributes) => (
							<input
								{...attributes}
								autoComplete="off"
								value={link.name}
								onInput={({ currentTarget: { value } }) =>
									onChange({ ...link, name: value })
								}
							/>
						)}
					</Field>
					<AddressField
						id={id("url")}
						label={say.url}
						wrong={errorAt("url", say.url)}
						value={link.url}
						onInput={(url) => onChange({ ...link, url })}
					/>
					<Field
						id={id("role")}
						label={say.role}
						wrong={errorAt("role", say.role)}
					>
						{(attributes) => (
							<select
								{...attributes}
								value={link.role === null ? "" : link.role}
								onChange={({ currentTarget: { value } }) =>
									onChange({ ...link, role: value === "" ? null : value })
								}
							>
								<option value="">{say.allRoles}</option>
								{roles.map((name) => (
									<option key={name} value={name}>
										{name}
									</option>
								))}
								{lostRole !== undefined && (
									<option value={lostRole}>{say.unknownRole(lostRole)}</option>
								)}
							</select>
						)}
					</Field>
					<Field
						id={id("kind")}
						label={say.kind}
						wrong={errorAt("kind", say.kind)}
					>
						{(attributes) => (
							<select
								{...attributes}
								aria-describedby={`${attributes["aria-describedby"]} ${id("kind")}-note`}
								value={link.kind}
								onChange={({ currentTarget: { value } }) => {
									const kind = DOCUMENT_KINDS.find((one) => one === value);
									if (kind !== undefined) onChange({ ...link, kind });
								}}
							>
								{DOCUMENT_KINDS.map((kind) => (
									<option key={kind} value={kind}>
										{words.kinds[kind]}
									</option>
								))}
							</select>
						)}
					</Field>
				</div>
				{/* The field is too narrow for it. */}
				<p id={`${id("kind")}-note`} class="hint">
					{!settings.types.includes(link.kind) && (
						<span class="warning">{say.typeNotAllowed}</span>
					)}
				</p>
				<div class="link-line">
					<CheckField
						id={id("active")}
						label={say.active}
						checked={link.active}
						onChange={(active) => onChange({ ...link, active })}
					/>
					<CheckField
						id={id("download")}
						label={say.download}
						hint={
							link.download && !settings.sharing.visitorDownloadDocumentShare
								? say.downloadOff
								: undefined
						}
						checked={link.download}
						onChange={(download) => onChange({ ...link, download })}
					/>
					<div class="link-buttons">
						<Button onClick={run} aria-disabled={testing}>
							{say.test}
						</Button>
						<Button
							tone="quiet"
							icon="up"
							aria-label={say.up}
							data-move="up"
							aria-disabled={index === 0}
							onClick={() => onMove(-1, "up")}
						/>
						<Button
							tone="quiet"
							icon="down"
							aria-label={say.down}
							data-move="down"
							aria-disabled={last}
							onClick={() => onMove(1, "down")}
						/>
						<Button tone="quiet" onClick={onRemove}>
							{say.remove}
						</Button>
					</div>
				</div>
				<div role="status">
					{testing && <p class="hint">{words.test.testing}</p>}
					{test !== undefined && (
						<LinkTestResult
							tested={test}
							kind={link.kind}
							extensionOrigins={extensionOrigins}
						/>
					)}
				</div>
			</fieldset>
		</li>
	);
}

/** A result is shown as long as it is about what the row says. */
function useLinkTest(link: Link, { limits }: GroupSettings) {
	const [testing, setTesting] = useState(false);
	const [done, setDone] = useState<{ of: string; test: TestedLink }>();
	const url = link.url.trim();
	const of = `${link.kind} ${url}`;
	const limit =
		link.kind === "pdf" ? limits.agentPdfBytes : limits.agentSheetBytes;

	async function run() {
		if (testing) return;
		setDone(undefined);
		setTesting(true);
		const test = await testApprovedLink({ url, kind: link.kind, limit });
		setTesting(false);
		setDone({ of, test });
	}

	return { testing, test: done?.of === of ? done.test : undefined, run };
}
