import type { ToFrame, ToLoader } from "./frame-port.ts";
import { readToFrame } from "./read-to-frame.ts";

/** The frame's end of the port. */
export interface LoaderPort {
	send(message: ToLoader): void;
	/** Hears the messages of one type. Returns how to stop. */
	on<Type extends ToFrame["type"]>(
		type: Type,
		take: (message: Extract<ToFrame, { type: Type }>) => void,
	): () => void;
}

/** Nothing is lost before the first listener: the port waits for it. */
export function createLoaderPort(port: MessagePort): LoaderPort {
	return {
		send: (message) => port.postMessage(message),
		on(type, take) {
			const receive = ({ data }: MessageEvent<unknown>) => {
				const message = readToFrame(data);
				if (message && isOf(message, type)) take(message);
			};
			port.addEventListener("message", receive);
			port.start();
			return () => port.removeEventListener("message", receive);
		},
	};
}

function isOf<Type extends ToFrame["type"]>(
	message: ToFrame,
	type: Type,
): message is Extract<ToFrame, { type: Type }> {
	return message.type === type;
}
