/** What the tests need of the machine: two browsers and fonts, as Debian's packages. */
import { existsSync } from "node:fs";
import { run, say, Trouble } from "../demo/prepare.mjs";

const BROWSERS = {
	chromium: process.env.CHROMIUM ?? "/usr/bin/chromium",
	"firefox-esr": process.env.FIREFOX ?? "/usr/bin/firefox-esr",
};
/** Package and a file of it. Without fonts a page has no width to measure. */
const FONTS = {
	"fonts-liberation": "/usr/share/fonts/truetype/liberation",
	"fonts-noto-core": "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
};

const isDebian = existsSync("/etc/debian_version");

/** Installs the packages that are missing, when it may. Throws a Trouble that says what to install otherwise. */
export async function ensureBrowsers() {
	const wanted = isDebian ? { ...BROWSERS, ...FONTS } : BROWSERS;
	const missing = () =>
		Object.keys(wanted).filter((name) => !existsSync(wanted[name]));
	if (missing().length === 0) return;
	const names = missing();
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
		if (missing().length === 0) return;
	}
	throw new Trouble(
		isDebian
			? `The tests need ${missing().join(", ")}. Install them with: sudo apt-get install ${missing().join(" ")}`
			: `The tests need Chromium and Firefox. Install both and set CHROMIUM and FIREFOX to their programs (now: ${Object.values(BROWSERS).join(", ")}).`,
	);
}

/** How to run a program as administrator without being asked for a password; undefined when that cannot be. */
async function asAdministrator() {
	if (process.getuid?.() === 0) return [];
	const code = await run("sudo", ["-n", "true"], { stdio: "ignore" });
	return code === 0 ? ["sudo", "-n"] : undefined;
}
