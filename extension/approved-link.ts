import type { ChosenDocument } from "../panel/chosen-file.ts";
import { ENDING_OF_KIND, kindOfName } from "../policy/kinds.ts";
import type { ApprovedLink } from "../policy/settings.ts";
import { fetchLink } from "../session/fetch-link.ts";
import { cleanFileName } from "../session/file-name.ts";
import { fileSource } from "../session/file-source.ts";
import type { Words } from "../words/words.ts";

const FETCH_TIMEOUT_MS = 60_000;

/**
 * Fetches an approved document into this browser's memory, without cookies and without a copy in its cache, and checks
 * that it is what the administrator says. `limit`: bytes; more are not read. `stop`: nobody wants it any more.
 */
export async function fetchApprovedLink(
	link: ApprovedLink,
	limit: number,
	words: Words,
	stop: AbortSignal,
): Promise<ChosenDocument> {
	const say = words.refusal;
	const name = fileNameOf(link);
	const late = AbortSignal.timeout(FETCH_TIMEOUT_MS);
	const fetched = await fetchLink(link, limit, AbortSignal.any([stop, late]));
	switch (fetched.result) {
		case "ok": {
			const { kind } = link;
			const source = fileSource(fetched.blob, kind, cleanFileName(name, kind));
			return { ok: true, source };
		}
		case "too-large":
			return { ok: false, why: say.tooLarge(link.name, limit + 1, limit) };
		case "wrong-type":
			return { ok: false, why: say["wrong-type"] };
		case "missing":
		case "unreadable":
			return { ok: false, why: say.linkUnreadable(link.name) };
		default:
			return fetched satisfies never;
	}
}

/** The administrator's name for it, with the ending of the file behind the link. */
function fileNameOf({ name, url, kind }: ApprovedLink): string {
	if (kindOfName(name) === kind) return name;
	const { pathname } = new URL(url);
	const ending =
		kindOfName(pathname) === kind
			? pathname.slice(pathname.lastIndexOf("."))
			: ENDING_OF_KIND[kind];
	return `${name}${ending}`;
}
