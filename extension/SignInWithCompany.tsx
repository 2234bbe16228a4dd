import { useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { CompanyWay } from "../session/signaling-api.ts";
import type { Words } from "../words/words.ts";
import { signInWithCompany } from "./company-sign-in.ts";
import "./sign-in-with-company.css";

type SignInWithCompanyProps = {
	server: string;
	way: CompanyWay;
	words: Words;
	/** The sign-in from now on. */
	onToken(token: string): void;
};

/** The button that opens the company's sign-in page, and what became of it. */
export function SignInWithCompany(props: SignInWithCompanyProps) {
	const { server, way, words, onToken } = props;
	const [waiting, setWaiting] = useState(false);
	const [wrong, setWrong] = useState("");

	async function signIn() {
		if (waiting) return;
		setWrong("");
		setWaiting(true);
		const done = await signInWithCompany(server, way);
		setWaiting(false);
		if (done.ok) onToken(done.token);
		else setWrong(words.company.failure[done.why]);
	}

	return (
		<>
			<Button
				tone="primary"
				aria-disabled={waiting}
				onClick={() => void signIn()}
			>
				{words.company.signIn}
			</Button>
			<p role="status" class={`company-said ${wrong ? "wrong" : "quiet"}`}>
				{waiting ? words.company.waiting : wrong}
			</p>
		</>
	);
}
