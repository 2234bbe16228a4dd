/**
 * pdf.js's worker copies what it is sent into its image of the file and leaves the original to the garbage collector,
 * which lets some 70 MB of garbage stand (measured): twenty scanned pages were in memory twice. So what was sent is freed
 * as soon as it has been copied. To be imported before pdf.js, whose own listener must not come first.
 */
const received = new WeakSet<ArrayBufferLike>();

self.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
	const chunk = data instanceof Object && "chunk" in data && data.chunk;
	if (chunk instanceof Uint8Array) received.add(chunk.buffer);
});

const { set } = Uint8Array.prototype;
Uint8Array.prototype.set = function (from, offset) {
	set.call(this, from, offset);
	if (from instanceof Uint8Array && received.delete(from.buffer))
		free(from.buffer);
};

/** Browsers before 2024 know no `transfer`: there it is freed later. */
function free(buffer: ArrayBufferLike): void {
	if (buffer instanceof ArrayBuffer) buffer.transfer?.(0);
}
