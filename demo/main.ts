/** The demo's two sites, each on its own origin. `npm start` sets the environment. */
import { serve } from "./serve.ts";
import { setting } from "./setting.ts";
import { sitePages, viewerPages } from "./site-pages.ts";

const stops = await Promise.all([
	serve(
		Number(setting("DEMO_SITE_PORT")),
		sitePages(setting("DEMO_SERVER"), setting("DEMO_EXTENSION_ORIGIN")),
	),
	serve(Number(setting("DEMO_VIEWER_PORT")), viewerPages()),
]);
for (const signal of ["SIGINT", "SIGTERM"] as const)
	process.once(signal, () => {
		for (const stop of stops) void stop();
	});
