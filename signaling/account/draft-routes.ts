import * as v from "valibot";
import { type Remark, warningsOf } from "../../policy/check-settings.ts";
import { MAX_LINKS } from "../../policy/settings.ts";
import { CallError } from "../reply.ts";
import {
	type AdminParts,
	type AdminReply,
	type AdminRoute,
	bodyOf,
	invalid,
	ok,
	stale,
	unknown,
} from "./admin-route.ts";
import {
	addLink,
	changeLink,
	orderLinks,
	readDraft,
	removeLink,
	type Saved,
	saveDraft,
} from "./drafts.ts";
import { readProduction } from "./versions.ts";

const revision = v.pipe(v.number(), v.integer(), v.minValue(1));
const draftSchema = v.strictObject({ settings: v.unknown(), revision });
/** Without its id. What is in it is checked with the whole draft. */
const linkSchema = v.strictObject({ link: v.record(v.string(), v.unknown()) });
const orderSchema = v.strictObject({
	ids: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(100)),
});

/** The draft, which is what staging shows, and its links. */
export function draftRoutes({ store, now }: AdminParts): AdminRoute[] {
	return [
		{
			method: "GET",
			path: "draft",
			needs: "administrator",
			async answer({ session: { group } }) {
				const draft = await readDraft(group, store);
				if (draft === undefined) throw unknown("draft");
				const { settings, revision } = draft;
				const production = await readProduction(group, store);
				const base = production?.version ?? null;
				return ok({
					settings,
					revision,
					base,
					warnings: warningsOf(settings),
				});
			},
		},
		{
			method: "PUT",
			path: "draft",
			needs: "administrator",
			async answer(call) {
				const { group, name } = call.session;
				const body = await bodyOf(call, draftSchema);
				return replyTo(await saveDraft(group, store, name, now(), body));
			},
		},
		{
			method: "POST",
			path: "draft/links",
			needs: "administrator",
			async answer(call) {
				const { group, name } = call.session;
				const { link } = await bodyOf(call, linkSchema);
				const saved = await addLink(group, store, name, now(), link);
				return { ...replyTo(saved, "link"), status: 201 };
			},
		},
		{
			method: "POST",
			path: "draft/links/order",
			needs: "administrator",
			async answer(call) {
				const { group, name } = call.session;
				const { ids } = await bodyOf(call, orderSchema);
				return replyTo(await orderLinks(group, store, name, now(), ids));
			},
		},
		{
			method: "PUT",
			path: "draft/links/:id",
			needs: "administrator",
			async answer(call) {
				const { group, name } = call.session;
				const { link } = await bodyOf(call, linkSchema);
				return replyTo(
					await changeLink(group, store, name, now(), call.id, link),
					"link",
				);
			},
		},
		{
			method: "DELETE",
			path: "draft/links/:id",
			needs: "administrator",
			async answer({ session: { group, name }, id }) {
				return replyTo(await removeLink(group, store, name, now(), id));
			},
		},
	];
}

/** The answer to a change of the draft. Throws a CallError where it was not saved. */
function replyTo(saved: Saved, about: "draft" | "link" = "draft"): AdminReply {
	switch (saved.done) {
		case "saved": {
			const { revision, settings } = saved.draft;
			const warnings = warningsOf(settings);
			const id = saved.id === undefined ? {} : { id: saved.id };
			return ok({ ...id, revision, warnings });
		}
		case "stale":
			throw stale("draft", saved);
		case "invalid":
			throw invalid(about === "link" ? ofLink(saved.errors) : saved.errors);
		case "full":
			throw new CallError(
				409,
				"full",
				`${MAX_LINKS} of ${MAX_LINKS} used. Take one away first.`,
			);
		case "unknown":
			throw unknown("link");
		default:
			return saved satisfies never;
	}
}

/** The caller knows one link, not its place in the draft. */
function ofLink(errors: readonly Remark[]): Remark[] {
	return errors.map(({ path, message }) => ({
		path: path.replace(/^links\.\d+\.?/, ""),
		message,
	}));
}
