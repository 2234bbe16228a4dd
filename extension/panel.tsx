import { render } from "preact";
import "../look/tokens.css";
import "../look/base.css";
import "../panel/panel.css";
import "./panel.css";
import { wordsFor } from "../words/words.ts";
import { AgentPanel } from "./AgentPanel.tsx";

const root = document.getElementById("panel");
if (root) render(<AgentPanel words={wordsFor(navigator.language)} />, root);
