import { useEffect, useState } from "preact/hooks";

/**
 * Whether the frame makes room for the page behind it, which the visitor decides. `attention` tells apart what asks for
 * it: nothing new is ever hidden behind the small sign.
 */
export function useMinimised(
	isOpen: boolean,
	attention: readonly unknown[],
): [minimised: boolean, setMinimised: (minimised: boolean) => void] {
	const [minimised, setMinimised] = useState(false);
	useEffect(() => setMinimised(false), [attention.join()]);

	// Whatever is shown; a question hears the key first and declines.
	useEffect(() => {
		if (!isOpen) return;
		const leave = ({ key, defaultPrevented }: KeyboardEvent) => {
			if (key === "Escape" && !defaultPrevented) setMinimised(true);
		};
		addEventListener("keydown", leave);
		return () => removeEventListener("keydown", leave);
	}, [isOpen]);

	return [minimised, setMinimised];
}
