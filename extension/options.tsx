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
	const [options, company] = await Promise.all([
		loadOptions(),
		loadCompanyOptions(),
	]);
	render(
		<OptionsForm
			options={options}
			company={company}
			words={wordsFor(navigator.language)}
		/>,
		root,
	);
}
