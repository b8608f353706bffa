// An engine whose traces the benchmark switches while it runs: `node telemetry-engine.mjs <data directory> <configuration file>`, started
// with an IPC channel. Uses the build. Off is what an engine without `telemetry.endpoint` does: there is no tracer.
import { startEngine } from 'twinmcp';
import { activeTracer, setActiveTracer } from '../../libs/platform/dist/telemetry/tracer.js';

const [dataDir, file] = process.argv.slice(2);
const engine = await startEngine({ dataDir, config: { files: [file] }, listen: { port: 0 }, watch: true });
const tracer = activeTracer();
process.on('message', async (wanted) => {
  if (wanted === 'stop') {
    setActiveTracer(tracer);
    await engine.close();
    process.disconnect();
    return;
  }
  setActiveTracer(wanted === 'off' ? null : tracer);
  const { user, system } = process.cpuUsage();
  process.send({ url: engine.url, cpuSeconds: (user + system) / 1e6 });
});
process.send({ url: engine.url, cpuSeconds: 0 });
