/** How somebody comes to the page. */
export type Entrance =
	/** Signed in already, or to be asked. */
	| { by: "cookie" }
	/** `#setup=…`, which makes an administrator. */
	| { by: "setup"; token: string }
	/** `#sign-in=…`, which is one administrator's. */
	| { by: "link"; token: string };

/**
 * How the address says, and takes the token out of it at once: it must stay in no history and no bookmark. A token that
 * cannot be one is empty.
 */
export function takeEntrance(): Entrance {
	const [, name, given = ""] =
		/^#(setup|sign-in)=(.*)$/.exec(location.hash) ?? [];
	if (name === undefined) return { by: "cookie" };
	history.replaceState(null, "", location.pathname);
	const token = /^[\w-]{1,128}$/.test(given) ? given : "";
	if (name === "sign-in") return { by: "link", token };
	return token === "" ? { by: "cookie" } : { by: "setup", token };
}
