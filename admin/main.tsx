import { render } from "preact";
import "../look/tokens.css";
import "../look/base.css";
import "../look/field.css";
import "./page-frame.css";
import { AdminPage } from "./AdminPage.tsx";
import { type Entrance, takeEntrance } from "./entrance.ts";

const root = document.getElementById("admin");
if (root) {
	let times = 0;
	const open = (entrance: Entrance) => {
		times += 1;
		render(<AdminPage key={times} entrance={entrance} />, root);
	};
	open(takeEntrance());
	// A link that is opened where the page is open already changes only the fragment.
	addEventListener("hashchange", () => {
		const entrance = takeEntrance();
		if (entrance.by !== "cookie") open(entrance);
	});
}
