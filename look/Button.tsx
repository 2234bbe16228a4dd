import type { ComponentChildren, JSX } from "preact";
import "./button.css";
import { Icon, type IconName } from "./Icon.tsx";

type ButtonProps = Omit<
	JSX.IntrinsicElements["button"],
	"icon" | "size" | "class" | "className"
> & {
	/** `primary`: the one thing to do next. `quiet`: without a border until pointed at. */
	tone?: "plain" | "primary" | "quiet";
	icon?: IconName;
	wide?: boolean;
	/** Where room is short, only the icon is shown; the text in a `span` stays its name. */
	short?: boolean;
	children?: ComponentChildren;
};

/** A button at least 44 px high. Without children it is an icon button and needs an `aria-label`. */
export function Button({
	tone = "plain",
	icon,
	wide = false,
	short = false,
	children,
	...rest
}: ButtonProps) {
	const alone = children === undefined;
	const classes = [
		"button",
		tone,
		alone && "icon",
		wide && "wide",
		short && "short",
	];
	return (
		<button
			type="button"
			title={alone ? rest["aria-label"] : undefined}
			{...rest}
			class={classes.filter(Boolean).join(" ")}
		>
			{icon && <Icon name={icon} />}
			{children}
		</button>
	);
}
