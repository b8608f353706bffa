// Loaded before a service of the mesh (`--import`): when the process that started it is gone, however it ended, the
// service drains and ends too instead of running on unseen. The channel carries nothing and keeps nothing alive.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
