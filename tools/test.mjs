// `npm test`: everything there is to check, on a clean checkout, with nothing installed but Node ≥ 20.19, npm and git.
//   node tools/test.mjs [--only stage,stage…] [-- arguments for Jest]
// Stages: servers, build, lint, typecheck, unit, medium, mesh. The last line is `N passed, N failed[, N skipped]`.
// Runs before anything is installed: imports nothing but Node's own modules.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const STAGES = ['servers', 'build', 'lint', 'typecheck', 'unit', 'medium', 'mesh'];
const STAGE_LIMIT_MS = 20 * 60_000;
const SERVERS = { 'nats-server': 'nats-server', 'redis-server': 'redis-server', postgres: 'postgresql', prometheus: 'prometheus' }; // program → Debian package
const { only, jestArguments } = readArguments(process.argv.slice(2));

const scratch = mkdtempSync(path.join(os.tmpdir(), 'twinmcp-test-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
let running; // process group of the stage at work
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stop(running, 'SIGKILL');
    process.exit(130);
  });
}

const path_ = [path.join(root, 'node_modules', '.bin'), process.env.PATH, '/usr/local/sbin', '/usr/sbin', '/sbin'].filter(Boolean).join(path.delimiter);
const env = { ...process.env, PATH: path_, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' };
delete env.NODE_OPTIONS;
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

ensureInstalled();
for (const stage of STAGES.filter((name) => only.includes(name))) {
  const started = Date.now();
  console.log(`\n▶ ${stage}`);
  const result = await runStage(stage);
  total.passed += result.passed;
  total.failed += result.failed;
  total.skipped += result.skipped;
  if (result.failed > 0) failures.push(`${stage}: ${result.reason}`);
  console.log(`${result.failed > 0 ? '✗' : '✓'} ${stage} ${result.counts ? `${result.passed} passed, ${result.failed} failed${result.skipped ? `, ${result.skipped} skipped` : ''} ` : ''}(${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

if (jestArguments.length > 0 && total.passed + total.failed + total.skipped === 0) {
  total.failed = 1;
  failures.push(`no test matches ${jestArguments.join(' ')}`);
}
console.log('');
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;

function runStage(stage) {
  switch (stage) {
    case 'servers': return servers();
    case 'build': return tool('nx', ['run-many', '-t', 'build', '--outputStyle=static']);
    case 'lint': return tool('npm', ['run', '--silent', 'lint']);
    case 'typecheck': return tool('tsc', ['-p', 'tsconfig.json']);
    default: return jest(stage);
  }
}

/** A stage that passes or fails as a whole: its failure counts as one. */
async function tool(command, commandArguments) {
  const code = await run(command, commandArguments);
  return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0, reason: `${command} ${commandArguments.join(' ')} ended with ${code}` };
}

async function jest(tier) {
  const report = path.join(scratch, `${tier}.json`);
  const code = await run(node(), ['--experimental-vm-modules', '--no-warnings', path.join(root, 'node_modules/jest/bin/jest.js'), `--selectProjects=${tier}`, tier === 'unit' ? '--maxWorkers=100%' : tier === 'mesh' ? '--runInBand' : '--maxWorkers=50%', '--json', `--outputFile=${report}`, ...jestArguments], { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' }, 'no-stdout');
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0, counts: true, reason: `Jest ended with ${code} and no report` };
  const counts = JSON.parse(readFileSync(report, 'utf8'));
  const empty = counts.numTotalTests === 0 && counts.numRuntimeErrorTestSuites === 0;
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  // A tier without tests, or a Jest that fails for another reason, must not look like success.
  const filtered = empty && jestArguments.length > 0; // nothing of this tier was asked for
  const other = failed === 0 && !filtered && (empty || code !== 0 || counts.success === false) ? 1 : 0;
  const reason = failed > 0 ? `${counts.numFailedTests} tests failed, ${counts.numRuntimeErrorTestSuites} files did not run` : empty ? 'the tier has no tests' : `Jest ended with ${code}`;
  return { passed: counts.numPassedTests, failed: failed + other, skipped: counts.numPendingTests + counts.numTodoTests, counts: true, reason };
}

/** Servers that the medium and mesh tiers start. Missing ones are installed when that needs no question, else their suites skip themselves. */
function servers() {
  let missing = Object.keys(SERVERS).filter((program) => !onPath(program));
  const mayInstall = process.getuid?.() === 0 && onPath('apt-get') && process.env.TWINMCP_TEST_INSTALL !== '0';
  if (missing.length > 0 && mayInstall) {
    const packages = missing.map((program) => SERVERS[program]);
    console.log(`installing ${packages.join(', ')}`);
    // RUNLEVEL=1: the packages are not to start a service of their own.
    const aptEnv = { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    const install = () => spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env: aptEnv, stdio: 'inherit', timeout: 5 * 60_000 }).status === 0;
    if (!install()) {
      spawnSync('apt-get', ['update', '-q'], { env: aptEnv, stdio: 'inherit', timeout: 5 * 60_000 });
      install();
    }
    missing = missing.filter((program) => !onPath(program));
  }
  for (const program of Object.keys(SERVERS)) {
    if (missing.includes(program)) console.log(`SKIP: ${program} is not installed, so the suites that need it are skipped. Install it with: apt-get install ${SERVERS[program]}`);
    else console.log(`${program}: found`);
  }
  return { passed: 0, failed: 0, skipped: 0 };
}

function onPath(program) {
  return [...path_.split(path.delimiter), ...postgresFolders()].some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Debian keeps the programs of PostgreSQL off the PATH, in a folder a version. */
function postgresFolders() {
  const base = '/usr/lib/postgresql';
  return existsSync(base) ? readdirSync(base).map((version) => path.join(base, version, 'bin')) : [];
}

/** The pinned Node; the one at hand when its package could not bring a binary for this platform. */
function node() {
  const pinned = path.join(root, 'node_modules', 'node', 'bin', 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}

function ensureInstalled() {
  if (!existsSync(path.join(root, 'node_modules', '.package-lock.json'))) {
    console.log('▶ npm ci');
    if (spawnSync('npm', ['ci'], { cwd: root, stdio: 'inherit' }).status !== 0) fail('npm ci failed');
  }
  const version = spawnSync(node(), ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  if (Number(version.split('.')[0]) < 24) fail(`Node 24 is needed and the pinned one is missing (found ${version || 'none'}): run npm ci`);
}

function fail(reason) {
  console.log(`failed: ${reason}\n0 passed, 1 failed`);
  process.exit(1);
}

/** Exit code of a command in its own process group, so that whatever it leaves behind can be ended with it. */
function run(command, commandArguments, extra = {}, output = 'all') {
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, { cwd: root, env: { ...env, ...extra }, stdio: ['ignore', output === 'all' ? 'inherit' : 'ignore', 'inherit'], detached: true });
    running = child.pid;
    const timer = setTimeout(() => {
      console.log(`${command} is still running after ${STAGE_LIMIT_MS / 60_000} minutes and is ended`);
      stop(child.pid, 'SIGKILL');
    }, STAGE_LIMIT_MS);
    child.on('error', (error) => {
      console.log(String(error));
      resolve(127);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      running = undefined;
      stop(child.pid, 'SIGTERM');
      resolve(code ?? signal);
    });
  });
}

function stop(group, signal) {
  if (group === undefined) return;
  try {
    process.kill(-group, signal);
  } catch {
    // nothing left of it
  }
}

function readArguments(given) {
  let wanted = STAGES;
  const rest = [];
  for (let i = 0; i < given.length; i++) {
    if (given[i] === '--only') wanted = (given[++i] ?? '').split(',');
    else if (given[i].startsWith('--only=')) wanted = given[i].slice('--only='.length).split(',');
    else if (given[i] !== '--') rest.push(given[i]);
  }
  const unknown = wanted.filter((stage) => !STAGES.includes(stage));
  if (unknown.length > 0) {
    console.error(`unknown stage ${unknown.join(', ')}; there are ${STAGES.join(', ')}`);
    process.exit(2);
  }
  return { only: wanted, jestArguments: rest };
}
