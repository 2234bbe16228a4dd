import { useEffect, useState } from "preact/hooks";
import { SECTIONS, type SectionName } from "./account.ts";

/** The section in the address, `#links`, so that going back and a bookmark work. */
export function useShownSection(): SectionName {
	const [shown, setShown] = useState(sectionOfAddress);
	useEffect(() => {
		const { signal, abort } = abortable();
		addEventListener("hashchange", () => setShown(sectionOfAddress()), {
			signal,
		});
		return abort;
	}, []);
	return shown;
}

function abortable() {
	const controller = new AbortController();
	return { signal: controller.signal, abort: () => controller.abort() };
}

function sectionOfAddress(): SectionName {
	const name = location.hash.slice(1);
	return SECTIONS.find((section) => section === name) ?? "sharing";
}
