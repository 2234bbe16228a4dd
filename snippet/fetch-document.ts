import type { Fetched } from "./frame-port.ts";

/**
 * Fetches the document behind a link, as the page itself would, and keeps no copy in the browser's cache. What is more
 * than `most` bytes is given up as soon as that shows. Never rejects.
 */
export async function fetchDocument(
	href: string,
	most: number,
	signal: AbortSignal,
): Promise<Fetched> {
	let bytes = 0;
	try {
		const response = await fetch(href, { cache: "no-store", signal });
		const { headers, body, ok, status, url } = response;
		if (!ok || Number(headers.get("content-length")) > most) {
			void body?.cancel();
			return ok ? { got: "too-large" } : { got: "status", status };
		}
		const counted = body?.pipeThrough(
			new TransformStream<Uint8Array<ArrayBuffer>>({
				transform(chunk, controller) {
					bytes += chunk.length;
					if (bytes > most) controller.error();
					else controller.enqueue(chunk);
				},
			}),
		);
		return {
			got: "document",
			blob: await new Response(counted ?? null).blob(),
			disposition: headers.get("content-disposition") ?? "",
			mediaType: headers.get("content-type") ?? "",
			path: new URL(url).pathname,
		};
	} catch {
		return { got: bytes > most ? "too-large" : "nothing" };
	}
}
