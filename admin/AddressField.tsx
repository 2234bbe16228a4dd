import { Field } from "../look/Field.tsx";

type AddressFieldProps = {
	/** Unique on the page. */
	id: string;
	label: string;
	hint?: string;
	wrong: string | undefined;
	value: string;
	onInput(value: string): void;
};

/** A field for the address of a page or a picture. */
export function AddressField(props: AddressFieldProps) {
	const { value, onInput, ...field } = props;
	return (
		<Field {...field}>
			{(attributes) => (
				<input
					{...attributes}
					type="url"
					autoComplete="off"
					placeholder="https://"
					value={value}
					onInput={({ currentTarget }) => onInput(currentTarget.value)}
				/>
			)}
		</Field>
	);
}
