/** What the host of an approved document must send, one line for each origin of the agents' extension. */
export function corsHeaders(extensionOrigins: readonly string[]): string {
	return extensionOrigins
		.map((origin) => `Access-Control-Allow-Origin: ${origin}`)
		.join("\n");
}
