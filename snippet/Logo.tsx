import { useState } from "preact/hooks";

type LogoProps = {
	url: string;
	/** The company's name. */
	name: string;
};

/** The company's logo. One that is on its way, or cannot be had, takes no room. */
export function Logo({ url, name }: LogoProps) {
	const [shown, setShown] = useState(false);
	return (
		<img
			class="logo"
			hidden={!shown}
			src={url}
			alt={name}
			// Its host learns that somebody has a session, and not on which page.
			referrerpolicy="no-referrer"
			onLoad={() => setShown(true)}
			onError={() => setShown(false)}
		/>
	);
}
