#!/usr/bin/env node
// Puts a release of TwinMCP on a cluster: checks first, rolls out one service after the other, asks real questions, rolls back by itself.
//   node tools/deploy/main.mjs plan|apply|verify|rollback [options]      --help says more
// Works under any Node that the clone installs with: hands over to the one it brings, which runs TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
const { status, signal } = spawnSync(existsSync(own) ? own : process.execPath, ['--no-warnings', '--conditions=twinmcp-source', fileURLToPath(new URL('cli.ts', import.meta.url)), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 1);
