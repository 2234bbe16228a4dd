/** The product's own line icons, on a grid of 24, drawn with one stroke. */
const PATHS = {
	share:
		"M7 3h7l4 4v5M7 3a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h5M14 3v4h4M16 19h6m-2.5-2.5L22 19l-2.5 2.5",
	file: "M7 3h7l5 5v12a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM14 3v5h5",
	sheet:
		"M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1ZM4 9.5h16M4 15h16M10 9.5V20",
	search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.3 15.3 20 20",
	save: "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14",
	close: "M6 6l12 12M18 6 6 18",
	plus: "M12 5v14M5 12h14",
	minus: "M5 12h14",
	up: "M6 15l6-6 6 6",
	down: "M6 9l6 6 6-6",
	left: "M15 6l-6 6 6 6",
	right: "M9 6l6 6-6 6",
	copy: "M9 8h9a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1ZM5 15V5a1 1 0 0 1 1-1h9",
	check: "M5 12.5l4.5 4.5L19 7.5",
	lock: "M7 11h10a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
	eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z",
	warning: "M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17v.2",
	people:
		"M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20a6.5 6.5 0 0 1 13 0M16 5a3.3 3.3 0 0 1 0 6.4M18 14.5a6 6 0 0 1 3.5 5.5",
	pointer: "M5 3l14 8.5-6.3 1.4L9.5 19 5 3Z",
	collapse: "M4 14h6v6M20 10h-6V4M10 14l-6.5 6.5M14 10l6.5-6.5",
	route:
		"M6 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM18 20.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM8.5 6h7a3 3 0 0 1 0 6h-7a3 3 0 0 0 0 6h7",
	expand: "M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7",
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration: the name of a control is its text or its `aria-label`, so the picture is hidden from screen readers. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
	return (
		<svg
			viewBox="0 0 24 24"
			width={size}
			height={size}
			fill="none"
			stroke="currentColor"
			stroke-width="1.8"
			stroke-linecap="round"
			stroke-linejoin="round"
			aria-hidden="true"
			focusable="false"
		>
			<path d={PATHS[name]} />
		</svg>
	);
}
