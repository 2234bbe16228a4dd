import { type AccentShades, accentShades, THEMES } from "../policy/accent.ts";
import { useWords } from "./words-context.ts";

/**
 * Pictures of what the colour becomes on the visitor's side. What it looks like is what is being judged, so it is no
 * text to read.
 */
export function AccentSample({ accent }: { accent: string }) {
	const shades = accentShades(accent);
	return (
		<div class="samples">
			<Sample theme="light" shades={shades} />
			<Sample theme="dark" shades={shades} />
		</div>
	);
}

function Sample(props: { theme: "light" | "dark"; shades: AccentShades }) {
	const { theme, shades } = props;
	const say = useWords().branding;
	const [ground] = THEMES[theme].grounds;
	return (
		<svg
			class="sample"
			viewBox="0 0 168 60"
			role="img"
			aria-label={say.sampleLabel[theme]}
		>
			<rect width="168" height="60" rx="10" fill={ground} />
			<rect
				x="8.5"
				y="8.5"
				width="95"
				height="43"
				rx="10"
				fill={shades.accent[theme]}
				stroke={shades["accent-line"][theme]}
			/>
			<text
				x="56"
				y="35"
				fill={shades["on-accent"][theme]}
				text-anchor="middle"
			>
				{say.sample}
			</text>
			<text
				class="sample-link"
				x="136"
				y="35"
				fill={shades["accent-text"][theme]}
				text-anchor="middle"
			>
				{say.sampleLink}
			</text>
		</svg>
	);
}
