#!/usr/bin/env node
// Committed and plain: npm links a command only when its file is there before the build.
// It finds a Node that is new enough, builds a fresh clone once, then runs the build.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NEEDED = 24;
const app = dirname(dirname(fileURLToPath(import.meta.url)));
const entry = join(app, 'dist', 'main.js');

if (Number(process.versions.node.split('.')[0]) < NEEDED) runWithPinnedNode();
else await runHere();

/** The `node` package brings the binary that the project is tested with. */
function runWithPinnedNode() {
  const binary = pinnedNode();
  if (!binary) {
    console.error(`twinmcp needs Node ${NEEDED} or newer; this is ${process.version}.\nRun "npm ci" in the clone (it brings the right one), or install Node ${NEEDED}.`);
    process.exit(1);
  }
  // The channel carries nothing: its end tells the command that this process was killed, so that it does not run on unseen.
  const child = spawn(binary, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // Ctrl-C reaches the whole process group by itself, a signal sent to this process alone does not: the command takes two in a row for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`twinmcp: ${binary} does not start: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal) process.removeAllListeners(signal);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}

function pinnedNode() {
  try {
    const require = nodeModule.createRequire(import.meta.url);
    const folder = dirname(require.resolve('node/package.json'));
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

async function runHere() {
  // Started through the pinned Node, or by another program with a channel: when that one is gone, this one stops too.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
  if (!existsSync(entry)) build();
  // Compiled code of this program, kept for the next start: a third of the start is compiling. In a folder of this user alone.
  const caches = process.env.XDG_CACHE_HOME;
  nodeModule.enableCompileCache?.(join(caches && isAbsolute(caches) ? caches : join(homedir(), '.cache'), 'twinmcp', 'compiled'));
  const { main } = await import(pathToFileURL(entry).href);
  await main(process.env);
}

/** Where the package says its program is: that has moved before. */
function nxProgram(folder) {
  try {
    const program = join(folder, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).bin.nx);
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

function build() {
  const root = dirname(dirname(app));
  const nx = nxProgram(join(root, 'node_modules', 'nx'));
  if (!existsSync(join(root, 'nx.json')) || nx === null) {
    console.error('twinmcp is not built yet. Run "npm ci" and then "npm run build" in the clone.');
    process.exit(1);
  }
  console.error('twinmcp: first run in this clone, building …');
  const result = spawnSync(process.execPath, [nx, 'run-many', '-t', 'build'], { cwd: root, encoding: 'utf8', env: { ...process.env, PATH: `${dirname(process.execPath)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` } });
  if (result.status !== 0 || !existsSync(entry)) {
    console.error(`${result.stdout ?? ''}${result.stderr ?? ''}\ntwinmcp: the build failed. Run "npm run build" in ${root} to see why.`);
    process.exit(1);
  }
}
