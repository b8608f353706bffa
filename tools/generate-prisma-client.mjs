// Makes libs/adapters/postgres/src/generated from the Prisma schema beside it.
//   node tools/generate-prisma-client.mjs
// Needs the registry: the Prisma command (200 MB with what it brings) is fetched by npx, in the version of the client, and
// is no dependency of the project. It downloads no engine. A test says when the generated client is not of the schema.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../libs/adapters/postgres/', import.meta.url));
const version = JSON.parse(readFileSync(`${root}package.json`, 'utf8')).dependencies['@prisma/client'];
rmSync(`${root}src/generated`, { recursive: true, force: true });
const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
const { status } = spawnSync('npx', ['--yes', '--ignore-scripts', `--package=prisma@${version}`, '--', 'prisma', 'generate', '--schema=src/prisma'], { cwd: root, env, stdio: 'inherit' });
if (status === 0) {
  // The client of an engine in a library looks for its file there; this one has none, and the name would be there for all code of the process.
  const file = `${root}src/generated/client.ts`;
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^import \* as (process|path) from .*\n|^import \{ fileURLToPath \} .*\n|^globalThis\['__dirname'\].*\n/gm, ''));
}
process.exitCode = status ?? 1;
