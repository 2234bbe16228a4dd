/**
 * What another person's text shows, on one line: no controls, no direction marks (`gpj.exe` must not read as
 * `exe.jpg`), nothing of no width and no blank letters. What is visible already stays as it is.
 */
export function visibleText(text: string): string {
	return (
		text
			.toWellFormed()
			// Line breaks and tabs part words, so they are no controls to take out.
			.replace(/[\s\u2800]/gu, " ")
			.replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Co}]/gu, "")
			// Only now: what stood between two spaces, or between a letter and its accent, is gone.
			.replace(/ +/g, " ")
			.normalize("NFC")
	);
}
