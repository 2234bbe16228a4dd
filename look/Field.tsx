import type { ComponentChildren } from "preact";
import "./field.css";

/** What the control takes: its name, and what is said about it. */
type FieldAttributes = {
	id: string;
	"aria-describedby": string;
	"aria-invalid": boolean;
};

type FieldProps = {
	/** Unique on the page. */
	id: string;
	label: string;
	hint?: ComponentChildren;
	/** What is wrong with the value, as a sentence. */
	wrong?: string | undefined;
	/** It comes without a press of Save, so it is read out at once. */
	urgent?: boolean;
	/** What is allowed and probably not meant. */
	warning?: string | undefined;
	children(attributes: FieldAttributes): ComponentChildren;
};

/** A control with its label, a hint, and beside it what is wrong with its value. */
export function Field(props: FieldProps) {
	const { id, label, hint, wrong, urgent = false, warning, children } = props;
	return (
		<div class="field">
			<label for={id}>{label}</label>
			{children({
				id,
				"aria-describedby": `${id}-hint ${id}-wrong`,
				"aria-invalid": wrong !== undefined,
			})}
			<p id={`${id}-wrong`} class="wrong" role={urgent ? "alert" : undefined}>
				{wrong}
			</p>
			<p id={`${id}-hint`} class="hint">
				{hint}
				{warning !== undefined && <span class="warning">{warning}</span>}
			</p>
		</div>
	);
}

type CheckFieldProps = {
	id: string;
	label: string;
	hint?: string | undefined;
	checked: boolean;
	wrong?: string | undefined;
	onChange(checked: boolean): void;
};

/** A switch: the whole line can be pressed. */
export function CheckField(props: CheckFieldProps) {
	const { id, label, hint, checked, wrong, onChange } = props;
	return (
		<div class="check-field">
			<input
				type="checkbox"
				id={id}
				checked={checked}
				aria-describedby={`${id}-hint`}
				aria-invalid={wrong !== undefined}
				onChange={({ currentTarget }) => onChange(currentTarget.checked)}
			/>
			<div>
				<label for={id}>{label}</label>
				<p id={`${id}-hint`} class="hint">
					{hint}
					{wrong !== undefined && <span class="wrong">{wrong}</span>}
				</p>
			</div>
		</div>
	);
}
