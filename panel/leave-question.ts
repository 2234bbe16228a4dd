/**
 * The browser's own question before a page is left, for as long as leaving would lose something. It listens only while
 * it asks: pages that listen for no reason are kept out of some browsers' back/forward cache. Browsers ask only where
 * somebody has pressed something in the page or a frame of it.
 */
export function createLeaveQuestion(): (asks: boolean) => void {
	const ask = (event: BeforeUnloadEvent) => event.preventDefault();
	return (asks) => {
		if (asks) addEventListener("beforeunload", ask);
		else removeEventListener("beforeunload", ask);
	};
}
