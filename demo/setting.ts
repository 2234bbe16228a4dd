/** What `npm start` has set in the environment. */
export function setting(name: string): string {
	const value = process.env[name];
	if (value === undefined || value === "")
		throw new Error(`${name} is missing. Start the demo with: npm start`);
	return value;
}
