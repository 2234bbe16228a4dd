const RIGHT_TO_LEFT = new Set(["ar", "dv", "fa", "he", "ps", "ur", "yi"]);

/** Sets the page's language and direction from a BCP 47 language. */
export function setLanguage(lang: string): void {
	const language = lang.toLowerCase().split("-")[0] ?? "en";
	document.documentElement.lang = lang;
	document.documentElement.dir = RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

/**
 * The three parts of the viewer's page: bars, document, and what covers it. Only the first and last are the shell's.
 * `name`, the document's, tells this page from the main parts of the pages around it.
 */
export function layOut(name: string) {
	const page = document.querySelector<HTMLElement>("#viewer");
	if (!page) throw new Error("the viewer's page has no #viewer");
	const part = (name: string) => {
		const element = document.createElement("div");
		element.className = name;
		page.append(element);
		return element;
	};
	page.setAttribute("aria-label", name);
	// Of the page, not of the bars: they are not there while a password is asked for.
	const heading = document.createElement("h1");
	heading.className = "spoken";
	heading.textContent = name;
	page.replaceChildren(heading);
	return { bars: part("bars"), root: part("document"), cover: part("cover") };
}
