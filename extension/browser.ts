/** The one home of what differs between browsers' extension interfaces. */

export type { Runtime, Tabs } from "webextension-polyfill";
export { default as browser } from "webextension-polyfill";
