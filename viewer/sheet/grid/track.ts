/**
 * Browsers clamp the height of an element (Firefox at 17.9 million px, Chromium at 33.5 million), and a million rows are
 * taller. So the thing that scrolls is at most this tall, and the true position is kept beside it.
 */
export const MAX_SIZER_PX = 8_000_000;

/**
 * A scroll of fewer views than this goes pixel by pixel; a longer one is a jump to that part of the whole. One pixel of
 * a dragged scroll bar is about twenty views.
 */
const SMALL_SCROLL_VIEWS = 8;

/** One direction of scrolling over more pixels than a browser can lay out. */
export type Track = {
	/** True pixels before the view. */
	position: number;
	/** What to add to a true offset to place it in the sizer. It stays while the scroll is small: nothing moves but the view. */
	origin: number;
	/** Pixels of the sizer. */
	sizer: number;
	/** Pixels that can be scrolled, true and in the sizer. */
	reach: number;
	sizerReach: number;
	view: number;
	/** Where the browser's scroll stood last. */
	scroll: number;
};

export function createTrack(): Track {
	return {
		position: 0,
		origin: 0,
		sizer: 0,
		reach: 0,
		sizerReach: 0,
		view: 0,
		scroll: 0,
	};
}

/** New contents or a new window. Call `moveTrack` after it. */
export function measureTrack(track: Track, total: number, view: number): void {
	track.view = Math.max(0, view);
	track.sizer = Math.min(total, MAX_SIZER_PX);
	track.reach = Math.max(0, total - track.view);
	track.sizerReach = Math.max(0, track.sizer - track.view);
}

/** The browser has scrolled. */
export function followScroll(track: Track, scroll: number): void {
	const by = scroll - track.scroll;
	track.scroll = scroll;
	if (track.reach <= track.sizerReach) track.position = scroll;
	else if (Math.abs(by) <= track.view * SMALL_SCROLL_VIEWS)
		track.position += by;
	else track.position = scroll * (track.reach / track.sizerReach);
	track.position = Math.min(Math.max(0, track.position), track.reach);
	track.origin = scroll - track.position;
}

/** Moves to a true position. The caller then scrolls to `track.scroll`. */
export function moveTrack(track: Track, position: number): void {
	const { reach, sizerReach } = track;
	track.position = Math.min(Math.max(0, position), reach);
	track.scroll =
		reach <= sizerReach
			? track.position
			: Math.round(track.position * (sizerReach / reach));
	track.origin = track.scroll - track.position;
}

/** After small scrolls the scroll bar no longer stands where the position is; at its ends one could not go on. */
export function hasDrifted(track: Track): boolean {
	if (track.reach <= track.sizerReach) return false;
	const wanted = track.position * (track.sizerReach / track.reach);
	return Math.abs(wanted - track.scroll) > 1;
}
