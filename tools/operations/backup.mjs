#!/usr/bin/env node
// Backs up what a mesh keeps in its stores, and puts it back: PostgreSQL, NATS JetStream, Qdrant.
//   node tools/operations/backup.mjs make|check|restore <folder>      --help says more
// Works under any Node that the clone installs with: hands over to the one it brings, which runs TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
const { status, signal } = spawnSync(existsSync(own) ? own : process.execPath, ['--no-warnings', '--conditions=twinmcp-source', fileURLToPath(new URL('backup-cli.ts', import.meta.url)), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 1);
