import { useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { Words } from "../words/words.ts";
import { copyText } from "./copy-text.ts";
import type { Desk } from "./use-desk.ts";

type KeyCardProps = {
	desk: Extract<Desk, { phase: "key" }>;
	/** The key is for one more agent. */
	inSession: boolean;
	words: Words;
	onCancel(): void;
};

/** The digits the visitor reads to the agent: large, in groups, and read digit by digit by a screen reader. */
export function KeyCard({ desk, inSession, words, onCancel }: KeyCardProps) {
	const say = words.visitor;
	const [copied, setCopied] = useState(false);
	const { digits, note } = desk;
	return (
		<div class="panel-body">
			{note && (
				<p class="wrong" role="alert">
					{note === "burnt" ? say.keyRenewed : words.start["other-version"]}
				</p>
			)}
			<div
				class="key"
				role="status"
				aria-label={say.sessionKey}
				aria-atomic="true"
			>
				<p class="key-name">{say.sessionKey}</p>
				{/* An image of digits: its name is read one by one, and its text is there once, for copying. */}
				<p class="key-digits" role="img" aria-label={spokenDigits(digits)}>
					{digits}
				</p>
			</div>
			<div class="panel-group">
				<p>{inSession ? say.addAgentHint : say.keyHint}</p>
				<p class="quiet">{say.keyWhy}</p>
			</div>
			<p class="spoken" role="status">
				{copied && say.copied}
			</p>
			<div class="key-actions">
				<Button
					icon={copied ? "check" : "copy"}
					onClick={async () => setCopied(await copyText(digits))}
				>
					{say.copyKey}
				</Button>
				<Button onClick={onCancel}>
					{inSession ? say.back : say.stopWaiting}
				</Button>
			</div>
		</div>
	);
}

/** "4 8 2 1, 5 5 1 2": spaces make a screen reader say digits, commas make it breathe. */
function spokenDigits(digits: string): string {
	return digits
		.split(" ")
		.map((group) => [...group].join(" "))
		.join(", ");
}
