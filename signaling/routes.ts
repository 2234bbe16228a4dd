import { randomInt } from "node:crypto";
import type { Clock } from "./clock.ts";

const SHORTEST = 4;
const LONGEST = 8;
/** At most one route in ten of a length is open, so that a guess mostly misses. */
const OPEN_SHARE = 0.1;

/** The routes of every group: digits that lead to a visitor for some minutes. A visitor has one at a time. */
export interface Routes {
	/** A new route, as short as the number of open ones allows. */
	open(group: string, visitor: string): string;
	/** Takes the visitor's route down, if there is one. */
	close(visitor: string): void;
	/** Where the route leads, unless it was followed `maxJoins` times before. */
	follow(group: string, route: string, maxJoins: number): string | undefined;
	/** Takes expired routes down. */
	sweep(): void;
}

type Route = {
	key: string;
	lengthKey: string;
	visitor: string;
	joins: number;
	expiresAt: number;
};

export function createRoutes(clock: Clock, lifetimeMs: number): Routes {
	const routes = new Map<string, Route>();
	const byVisitor = new Map<string, Route>();
	/** How many are open, by group and length. */
	const open = new Map<string, number>();

	function remove(route: Route): void {
		routes.delete(route.key);
		byVisitor.delete(route.visitor);
		const left = (open.get(route.lengthKey) ?? 1) - 1;
		if (left > 0) open.set(route.lengthKey, left);
		else open.delete(route.lengthKey);
	}

	return {
		open(group, visitor) {
			let length = SHORTEST;
			while (
				length < LONGEST &&
				(open.get(keyOf(group, length)) ?? 0) >= 10 ** length * OPEN_SHARE
			)
				length++;
			let digits: string;
			// Nine in ten are free, so this ends at once; the number of peers is bounded far below 10 ** LONGEST.
			do
				digits = randomInt(10 ** length)
					.toString()
					.padStart(length, "0");
			while (routes.has(keyOf(group, digits)));
			const route: Route = {
				key: keyOf(group, digits),
				lengthKey: keyOf(group, length),
				visitor,
				joins: 0,
				expiresAt: clock.now() + lifetimeMs,
			};
			routes.set(route.key, route);
			byVisitor.set(visitor, route);
			open.set(route.lengthKey, (open.get(route.lengthKey) ?? 0) + 1);
			return digits;
		},
		close(visitor) {
			const route = byVisitor.get(visitor);
			if (route !== undefined) remove(route);
		},
		follow(group, digits, maxJoins) {
			const route = routes.get(keyOf(group, digits));
			if (route === undefined || route.expiresAt <= clock.now())
				return undefined;
			if (route.joins >= maxJoins) return undefined;
			route.joins++;
			return route.visitor;
		},
		sweep() {
			const now = clock.now();
			// All live equally long and stand in the order they were opened.
			for (const route of routes.values()) {
				if (route.expiresAt > now) return;
				remove(route);
			}
		},
	};
}

/** A group's id has no space. */
function keyOf(group: string, rest: string | number): string {
	return `${group} ${rest}`;
}
