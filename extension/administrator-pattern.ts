import { serverBase } from "./options-store.ts";

/** The match pattern of a server's administrator's page. Undefined where the address is no server's. */
export function administratorPattern(server: string): string | undefined {
	const page = administratorPage(server);
	return page === undefined ? undefined : `${page}*`;
}

/** Whether this is the administrator's page of that server. */
export function isAdministratorPage(url: string, server: string): boolean {
	const page = administratorPage(server);
	return page !== undefined && url.startsWith(page);
}

function administratorPage(server: string): string | undefined {
	const base = serverBase(server);
	return base === undefined ? undefined : new URL("admin/", base).href;
}
