import type { OpenView } from "../view.ts";

export const openPdf: OpenView = async ({ on }) => {
	on.failed("unsupported", "not there yet");
	return {
		goTo() {},
		search() {},
		showHit() {},
		point() {},
		zoom() {},
		close() {},
	};
};
