/** What the tests need of the machine: two browsers, a TURN server and fonts, as Debian's packages. */
import { existsSync } from "node:fs";
import { run, say, Trouble } from "../demo/prepare.mjs";

/** Debian's package and a file of it. Without fonts a page has no width to measure. */
const packages = () => ({
	chromium: named("CHROMIUM") ?? "/usr/bin/chromium",
	"firefox-esr": named("FIREFOX") ?? "/usr/bin/firefox-esr",
	coturn: named("TURNSERVER") ?? "/usr/bin/turnserver",
	qpdf: "/usr/bin/qpdf",
	"fonts-liberation": "/usr/share/fonts/truetype/liberation",
	"fonts-noto-core": "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
});

/** Only for the bench. */
const NOT_FOR_TESTS = ["qpdf"];

const isDebian = existsSync("/etc/debian_version");

/** Installs those packages that are missing, when it may. Throws a Trouble that says what to install otherwise. */
export async function ensureInstalled(only) {
	const places = packages();
	const wanted =
		only ?? Object.keys(places).filter((name) => !NOT_FOR_TESTS.includes(name));
	const missing = () =>
		wanted
			.filter((name) => isDebian || !name.startsWith("fonts-"))
			.filter((name) => !existsSync(places[name]));
	const names = missing();
	if (names.length === 0) return;
	const administrator = await asAdministrator();
	if (isDebian && administrator !== undefined) {
		say(`Installing ${names.join(", ")} (once, a minute or two)…`);
		const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
		const [command, ...before] = [...administrator, "apt-get"];
		await run(command, [...before, "update", "-qq"], { env });
		await run(
			command,
			[...before, "install", "-y", "-qq", "--no-install-recommends", ...names],
			{ env },
		);
		if (names.includes("coturn")) await leaveUnused(administrator);
		if (missing().length === 0) return;
	}
	throw new Trouble(
		isDebian
			? `This needs ${missing().join(", ")}. Install with: sudo apt-get install ${missing().join(" ")}`
			: `This needs ${missing().join(", ")}. Install it and set CHROMIUM, FIREFOX and TURNSERVER to the programs (now: ${places.chromium}, ${places["firefox-esr"]}, ${places.coturn}).`,
	);
}

/** Debian's package makes a service of it. The tests start their own: this machine need not be a relay for others. */
async function leaveUnused(administrator) {
	if (!existsSync("/run/systemd/system")) return;
	const [command, ...args] = [
		...administrator,
		"systemctl",
		"disable",
		"--now",
		"--quiet",
		"coturn",
	];
	await run(command, args);
}

/** A program of the person's own choice, which no package would put there. */
function named(variable) {
	const program = process.env[variable];
	if (program && !existsSync(program))
		throw new Trouble(`${variable} names ${program}, which is not there.`);
	return program || undefined;
}

/** How to run a program as administrator without being asked for a password; undefined when that cannot be. */
async function asAdministrator() {
	if (process.getuid?.() === 0) return [];
	const code = await run("sudo", ["-n", "true"], { stdio: "ignore" });
	return code === 0 ? ["sudo", "-n"] : undefined;
}
