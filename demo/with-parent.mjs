/** Loaded before a program of the demo: ends it when the process that started it is gone, so that none is left behind. */
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
