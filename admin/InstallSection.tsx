import type { Account } from "./account.ts";
import { CopyBox } from "./CopyBox.tsx";
import { corsHeaders } from "./cors-header.ts";
import { useWords } from "./words-context.ts";

const CHROMIUM_EXTENSION = "chrome-extension://";

/** Everything to copy, with this server's address and this group's name in it. */
export function InstallSection({ account }: { account: Account }) {
	const say = useWords().install;
	const { me, draft } = account;
	const { publicUrl, group, extensionOrigins } = me;
	const tag = (site: "production" | "staging") =>
		`<script src="${publicUrl}/docside.js" data-group="${group}" data-site="${site}" async></script>`;
	const ids = extensionOrigins.flatMap((origin) =>
		origin.startsWith(CHROMIUM_EXTENSION)
			? [origin.slice(CHROMIUM_EXTENSION.length)]
			: [],
	);
	const set = {
		server: publicUrl,
		viewerPages: ["https://viewer.example.com/*"],
	};
	const policy = {
		"3rdparty": {
			extensions: Object.fromEntries(ids.map((id) => [id, set])),
		},
	};
	return (
		<div class="section-form">
			<p class="about">{say.about}</p>
			{draft.settings.sites.length === 0 && (
				<p class="warning">{say.noSites}</p>
			)}
			<CopyBox title={say.tag} hint={say.tagHint} text={tag("production")} />
			<CopyBox
				title={say.stagingTag}
				hint={say.stagingHint}
				text={tag("staging")}
			/>
			<CopyBox
				title={say.start}
				hint={say.startHint}
				text={
					'<button data-docside="start">Share documents with an agent</button>'
				}
			/>
			<CopyBox
				title={say.csp}
				hint={say.cspHint}
				text={`script-src ${publicUrl}; frame-src ${publicUrl}`}
			/>
			<CopyBox
				title={say.cors}
				hint={
					extensionOrigins.length > 1
						? `${say.corsHint} ${say.corsMany}`
						: say.corsHint
				}
				text={corsHeaders(extensionOrigins)}
			/>
			<CopyBox
				title={say.extension}
				hint={say.extensionHint}
				text={JSON.stringify(policy, null, "\t")}
			/>
		</div>
	);
}
