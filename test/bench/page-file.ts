/** The file that the driver chose in the page's own input, as a person does. */
export function chosenFile(): File {
	const [file] = document.querySelector("input")?.files ?? [];
	if (!file) throw new Error("No file was chosen");
	return file;
}
