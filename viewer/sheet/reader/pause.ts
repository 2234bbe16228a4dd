const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port2.onmessage = () => waiting.shift()?.();

/** Lets other messages in: a long search must not hold up the rows on the screen. Faster than a timer's 4 ms. */
export function pause(): Promise<void> {
	return new Promise((resolve) => {
		waiting.push(resolve);
		channel.port1.postMessage(null);
	});
}
