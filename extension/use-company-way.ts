import { useEffect, useState } from "preact/hooks";
import { type CompanyWay, companyWay } from "../session/signaling-api.ts";

/** The way to the company's sign-in, where this server has one; undefined where not, or where nobody answers. */
export function useCompanyWay(
	/** Undefined while there is nobody to ask. */
	server: string | undefined,
): CompanyWay | "asking" | undefined {
	const [known, setKnown] = useState<{
		server: string;
		way: CompanyWay | undefined;
	}>();
	useEffect(() => {
		if (server === undefined) return;
		let current = true;
		void companyWay(server)
			.catch(() => undefined)
			.then((way) => {
				if (current) setKnown({ server, way });
			});
		return () => {
			current = false;
		};
	}, [server]);
	if (server === undefined) return undefined;
	return known?.server === server ? known.way : "asking";
}
