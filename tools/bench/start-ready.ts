// From the start of a service's process to ready, one after the other, from the tree that its image is made of.
// `node --conditions=twinmcp-source --no-warnings tools/bench/start-ready.ts [--rounds 5]`; needs the build and nats-server; prints one JSON document.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '@twinmcp/contracts';
import { startNatsServer } from '@twinmcp/testing';
import { MeshOfReplicas } from '../../tests/mesh/support/replicas.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const PRUNE = fileURLToPath(new URL('../images/prune-app.mjs', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-start-'));
const nats = await startNatsServer();
const mesh = await MeshOfReplicas.start([], { folder, env: { NATS_URL: nats.url }, preStopMs: 0, program: (service) => path.join(folder, 'images', service, 'dist/main.js') });
try {
  const seconds: Record<string, { least: number; median: number; most: number }> = {};
  for (const service of SERVICES) {
    execFileSync(process.execPath, [PRUNE, service, path.join(folder, 'images', service)]);
    const times: number[] = [];
    for (let round = 0; round <= Number(values.rounds); round++) {
      const replica = await mesh.add(service);
      const ms = await replica.ready();
      if (round > 0) times.push(ms / 1_000); // the first reads the files into memory
      await mesh.remove(replica);
    }
    const sorted = times.toSorted((a, b) => a - b).map((value) => Math.round(value * 100) / 100);
    seconds[service] = { least: sorted[0]!, median: sorted[sorted.length >> 1]!, most: sorted.at(-1)! };
  }
  console.log(JSON.stringify({ cores: availableParallelism(), load: loadavg().map((value) => Math.round(value * 10) / 10), seconds }, null, 2));
} finally {
  await mesh.close();
  await nats.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
