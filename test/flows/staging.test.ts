import { describe, expect, it } from "vitest";
import { agentPart, visitorPart } from "../../policy/parts.ts";
import type { LinkRule } from "../../policy/rules.ts";
import { createLinkedPair } from "../../session/memory-link.ts";
import { groupSettings, link } from "../policy/group-settings.ts";
import {
	claimed,
	introduceAs,
	meet,
	person,
	type StoryOptions,
	until,
} from "./people.ts";

const PRODUCTION = groupSettings({ links: [link(1)] });
/** The draft has one link more, and visitors may not save. */
const DRAFT = groupSettings({
	links: [link(1), link(2)],
	sharing: { ...PRODUCTION.sharing, visitorDownloadDocumentShare: false },
});
const ANA = { name: "Ana", role: "Sales" };

/** What each end is given: the agent by one version, the visitor by another. */
function given(agents: typeof DRAFT, visitors: typeof DRAFT) {
	const agent = agentPart(agents, ANA);
	const visitor = visitorPart(visitors);
	const links: Record<string, LinkRule[]> = {
		agent: agent.links,
		visitor: visitor.links,
	};
	return { rules: { agent, visitor }, links } satisfies StoryOptions;
}

const ofTheDraft = { savable: false, from: { link: "link-0002" } };

describe("a visitor on a staging page", () => {
	it("says so to the agent's end, before anything is shared", async () => {
		const pair = createLinkedPair();
		const [agent, visitor] = await Promise.all([
			introduceAs("agent", pair),
			introduceAs("visitor", pair, { site: "staging" }),
		]);
		expect(agent.theirs.site).toBe("staging");
		expect(visitor.theirs.site).toBeUndefined();
		const ends = [
			person("agent", agent, given(DRAFT, DRAFT)),
			person("visitor", visitor, given(DRAFT, DRAFT)),
		] as const;
		await until(() => ends[1].states.length > 0);
		ends[1].session.welcome(true);
		await until(() => ends[0].session.state.phase === "open");
		expect(ends[0].session.share(claimed(1_000), ofTheDraft)).toBeUndefined();
		await until(() => ends[1].document !== null);
	});

	it("is met by an agent of the draft: its link opens, and nothing is saved", async () => {
		const { agent, visitor } = await meet(given(DRAFT, DRAFT));
		const savable = { ...ofTheDraft, savable: true };
		expect(agent.session.share(claimed(1_000), savable)).toEqual({
			reason: "saving-off",
		});
		expect(agent.session.share(claimed(1_000), ofTheDraft)).toBeUndefined();
		await until(() => visitor.document !== null);
		expect(visitor.document?.savable).toBe(false);
	});

	it("is not sent a link of the draft by an end of production, nor takes one there", async () => {
		const production = await meet(given(PRODUCTION, DRAFT));
		expect(production.agent.session.share(claimed(1_000), ofTheDraft)).toEqual({
			reason: "unknown-link",
		});
		const visitor = await meet(given(DRAFT, PRODUCTION));
		expect(
			visitor.agent.session.share(claimed(1_000), ofTheDraft),
		).toBeUndefined();
		await until(() => visitor.agent.document === null);
		expect(visitor.visitor.document).toBeNull();
	});
});
