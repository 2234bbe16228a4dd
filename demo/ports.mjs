import { createServer } from "node:net";
import { Trouble } from "./prepare.mjs";

/**
 * The addresses of server, site and viewer page: three ports in a row from `port`, or three free ones for 0. Throws a
 * Trouble that names the first port another program has.
 */
export async function chooseAddresses(port) {
	const ports = port === 0 ? await freePorts(3) : [port, port + 1, port + 2];
	if (port !== 0) {
		for (const wanted of ports)
			if (!(await isFree(wanted)))
				throw new Trouble(
					`Port ${wanted} is in use by another program. End that, or choose others: npm start -- --port 0`,
				);
	}
	const [server, site, viewer] = ports.map((n) => `http://localhost:${n}`);
	return { server, site, viewer };
}

/** All are held at once, so that they are different. */
async function freePorts(count) {
	const held = [];
	try {
		while (held.length < count) {
			const server = await hold(0, "127.0.0.1");
			const { port } = server.address();
			// `localhost` may also be the other address.
			if (await isFree(port, ["::1"])) held.push(server);
			else server.close();
		}
		return held.map((server) => server.address().port);
	} finally {
		for (const server of held) server.close();
	}
}

async function isFree(port, hosts = ["127.0.0.1", "::1"]) {
	for (const host of hosts) {
		try {
			const server = await hold(port, host);
			await new Promise((resolve) => server.close(resolve));
		} catch (error) {
			if (error.code === "EACCES")
				throw new Trouble(
					`Port ${port} may not be used by this account. Choose one above 1024: npm start -- --port 8000`,
				);
			// A machine without IPv6 cannot hold the second address, and nobody else can.
			if (error.code === "EADDRINUSE") return false;
		}
	}
	return true;
}

function hold(port, host) {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once("error", reject);
		server.listen({ port, host, ipv6Only: host === "::1" }, () =>
			resolve(server),
		);
	});
}
