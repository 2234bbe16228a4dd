import { render } from "preact";
import "../look/tokens.css";
import "../look/base.css";
import "../panel/panel.css";
import "./options.css";
import { wordsFor } from "../words/words.ts";
import { OptionsForm } from "./OptionsForm.tsx";
import { loadCompanyOptions, loadOptions } from "./options-store.ts";

const root = document.getElementById("options");
if (root) {
	// One after the other: the page shows what holds now, also while the browser is still reading its policies.
	const company = await loadCompanyOptions();
	const options = await loadOptions();
	render(
		<OptionsForm
			options={options}
			company={company}
			words={wordsFor(navigator.language)}
		/>,
		root,
	);
}
