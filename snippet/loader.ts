/**
 * `docside.js`, the one script a site pastes:
 *
 *     <script src="https://docside.example/docside.js" data-group="acme" data-site="production" async></script>
 *
 * It draws nothing until a visitor starts: then it opens the visitor's frame, which holds everything else. It never
 * throws into the page and says what is wrong with its tag once, on the console.
 */
import { createLeaveQuestion } from "../panel/leave-question.ts";
import type { DocsideOnPage } from "./docside.d.ts";
import type { FrameOpening, ToFrame, ToLoader } from "./frame-port.ts";
import { type Layout, layFrame } from "./lay-frame.ts";
import { createOpenLinks } from "./open-links.ts";
import { pageAccent } from "./page-accent.ts";
import { createPageEvents } from "./page-events.ts";
import { createSiteCheck } from "./site-check.ts";
import { createSiteRequest, type SiteRequest } from "./site-request.ts";
import { createWayBackKeeper } from "./way-back-keeper.ts";

/** The frame says something as soon as it is drawn. One that does not was blocked, or the server is away. */
const SILENT_FRAME_MS = 15_000;

const START = '[data-docside="start"]';

function load(tag: HTMLScriptElement) {
	const group = tag.dataset.group ?? "";
	const site = tag.dataset.site ?? "production";
	if (group === "" || (site !== "production" && site !== "staging")) {
		console.error(
			'Docside: the script tag needs data-group="…" and data-site="production" or "staging".',
		);
		return;
	}
	const base = new URL(".", tag.src);
	const events = createPageEvents(tag);
	let frame: HTMLIFrameElement | undefined;
	let port: MessagePort | undefined;
	let layout: Layout = "card";
	let focusBack: Element | null = null;
	let asked: { request: number; by: SiteRequest } | undefined;

	const toFrame = (message: ToFrame) => port?.postMessage(message);
	const enterFrame = () => frame?.focus();
	const links = createOpenLinks({ toFrame, enterFrame });
	const check = createSiteCheck(toFrame);
	const keeper = createWayBackKeeper(group);
	const askBeforeLeaving = createLeaveQuestion();

	/** `wayBack`: the page was loaded anew in the middle of a session. */
	function start(wayBack: string | null = null) {
		if (frame) {
			toFrame({ type: "start" });
			return frame.focus();
		}
		focusBack = document.activeElement;
		const url = new URL("frame.html", base);
		// The server must know: what such a page may hold is stricter (Cross-Origin-Embedder-Policy).
		const isolated = crossOriginIsolated ? { isolated: "" } : {};
		url.search = new URLSearchParams({ group, site, ...isolated }).toString();
		const channel = new MessageChannel();
		const opening = document.createElement("iframe");
		opening.title = "Docside";
		opening.setAttribute(
			"sandbox",
			"allow-scripts allow-downloads allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals",
		);
		opening.allow = "clipboard-write *; screen-wake-lock *";
		opening.src = url.href;
		layout = "card";
		layFrame(opening, layout);
		opening.addEventListener(
			"load",
			() => {
				const greeting: FrameOpening = {
					docside: "docside-frame",
					group,
					site: site as FrameOpening["site"],
					lang: document.documentElement.lang || navigator.language,
					secure: isSecureContext,
					accent: pageAccent(tag),
					checks: check.isSet(),
					wayBack,
				};
				opening.contentWindow?.postMessage(greeting, "*", [channel.port2]);
				// Nobody pressed anything: the focus is the page's.
				if (wayBack === null) opening.focus();
			},
			{ once: true },
		);
		port = channel.port1;
		const silent = setTimeout(() => {
			console.error(
				"Docside: the frame did not open. Is this page's origin among the sites of the group, and allowed in its frame-src?",
			);
			close();
		}, SILENT_FRAME_MS);
		port.onmessage = ({ data }: MessageEvent<ToLoader>) => {
			clearTimeout(silent);
			receive(data);
		};
		frame = opening;
		document.body.append(opening);
	}

	function close() {
		frame?.remove();
		port?.close();
		frame = undefined;
		port = undefined;
		links.offer(false);
		keeper.keep(null);
		askBeforeLeaving(false);
		asked?.by.over();
		if (focusBack instanceof HTMLElement) focusBack.focus();
	}

	function receive(message: ToLoader) {
		switch (message.type) {
			case "layout":
				({ layout } = message);
				if (frame) layFrame(frame, layout);
				return;
			case "event":
				events.emit(message.event, message.detail);
				return;
			case "links":
				return links.offer(message.offered);
			case "fetch":
				return links.fetch(message);
			case "link-over":
				return links.over(message);
			case "check":
				return void check.ask(message);
			case "request":
				return ask(message);
			case "request-over":
				if (asked?.request === message.request) asked.by.over();
				return;
			case "way-back":
				return keeper.keep(message.wayBack);
			case "leaving":
				return askBeforeLeaving(message.asks);
			case "closed":
				return close();
			default:
				message satisfies never;
		}
	}

	function ask(message: Extract<ToLoader, { type: "request" }>) {
		const { request } = message;
		const by = createSiteRequest(message, { toFrame, accepted: enterFrame });
		asked = { request, by };
		const byPage = events.emit("documentrequested", by.detail);
		toFrame({ type: "asking", request, byPage });
	}

	// A phone that is turned is not a phone's width any more.
	window.addEventListener("resize", () => {
		if (frame) layFrame(frame, layout);
	});
	// Listened for on the document, so that elements drawn later start a session too.
	document.addEventListener("click", (event) => {
		const { target } = event;
		if (target instanceof Element && target.closest(START)) {
			event.preventDefault();
			start();
		}
	});
	document.addEventListener("keydown", (event) => {
		const { target, key } = event;
		if (key !== "Enter" && key !== " ") return;
		if (!(target instanceof Element) || !target.matches(START)) return;
		// Buttons and links make a click of these keys themselves.
		if (target.matches("button, a[href], input, summary")) return;
		event.preventDefault();
		start();
	});

	const onPage: DocsideOnPage = {
		start: () => start(),
		end: () => toFrame({ type: "end" }),
		on: events.on,
		beforeShare: check.beforeShare,
	};
	window.Docside = onPage;

	const wayBack = keeper.take();
	if (wayBack === null) return;
	if (document.body) start(wayBack);
	else
		document.addEventListener("DOMContentLoaded", () => start(wayBack), {
			once: true,
		});
}

// Null for a module script: the tag is a plain script. Loaded twice, the first one stays.
const tag = document.currentScript;
if (!window.Docside) {
	if (tag instanceof HTMLScriptElement) load(tag);
	else
		console.error(
			"Docside: load docside.js by a plain script tag, not as a module.",
		);
}
