/**
 * Whether people should hear what a document weighs before it is sent: the browser saves data, or measures a connection
 * as slow as 2G. Only Chromium's browsers tell (https://wicg.github.io/netinfo/).
 */
export function isSlowConnection(from: object = navigator): boolean {
	const connection: unknown = Reflect.get(from, "connection");
	if (typeof connection !== "object" || connection === null) return false;
	const speed: unknown = Reflect.get(connection, "effectiveType");
	return (
		Reflect.get(connection, "saveData") === true ||
		speed === "2g" ||
		speed === "slow-2g"
	);
}
