import { useEffect } from "preact/hooks";
import type { ToLoader } from "./frame-port.ts";

const PILL_HEIGHT = 52;

/** Tells the loader how much room the frame needs, whenever that changes. */
export function useFrameLayout(
	toLoader: (message: ToLoader) => void,
	layout: "card" | "document" | "pill",
) {
	useEffect(() => {
		const card = document.querySelector(".panel.card");
		if (layout !== "card" || card === null) {
			toLoader({ type: "layout", layout, height: PILL_HEIGHT });
			return;
		}
		const measure = () => {
			let height = 0;
			for (const part of card.children) height += part.scrollHeight;
			toLoader({ type: "layout", layout: "card", height: height + 2 });
		};
		const observer = new ResizeObserver(measure);
		observer.observe(card);
		for (const part of card.children) observer.observe(part);
		measure();
		return () => observer.disconnect();
	});
}
