import { useEffect, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { Words } from "../words/words.ts";
import { administratorPattern } from "./administrator-pattern.ts";
import { browser } from "./browser.ts";

type AdministratorAccessProps = {
	/** As typed: it may be no address yet. */
	server: string;
	words: Words;
};

/**
 * Lets the extension into the administrator's page, for `Test link`. Apart from the agents' permissions: they are not
 * asked about a page that is not theirs.
 */
export function AdministratorAccess(props: AdministratorAccessProps) {
	const say = props.words.options;
	const pattern = administratorPattern(props.server.trim());
	const [access, setAccess] = useState<"unknown" | "allowed" | "refused">(
		"unknown",
	);
	useEffect(() => {
		let current = true;
		setAccess("unknown");
		if (pattern !== undefined)
			void browser.permissions
				.contains({ origins: [pattern] })
				.then((granted) => current && granted && setAccess("allowed"));
		return () => {
			current = false;
		};
	}, [pattern]);
	if (pattern === undefined) return null;
	const page = pattern.slice(0, -1);

	async function ask(origins: string[]) {
		const granted = await browser.permissions
			.request({ origins })
			.catch(() => false);
		setAccess(granted ? "allowed" : "refused");
	}

	return (
		<section class="options-part" aria-labelledby="administrators">
			<h2 id="administrators">{say.administrators}</h2>
			<p class="quiet">{say.administratorsHint(page)}</p>
			{access !== "allowed" && (
				<Button onClick={() => void ask([pattern])}>
					{say.allowAdministrators}
				</Button>
			)}
			<p role="status" class={access === "refused" ? "wrong" : "good"}>
				{access === "allowed" && say.administratorsAllowed}
				{access === "refused" && say.administratorsRefused}
			</p>
		</section>
	);
}
