import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
// @ts-expect-error a plain script without declarations
import { missingEntries, staleManifests } from '../../tools/complete-lockfile.mjs';

type Lock = { packages: Record<string, { resolved?: string; link?: boolean; dependencies?: Record<string, string> }> };
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const missing = missingEntries as (lock: Lock) => Map<string, unknown>;
const stale = staleManifests as (lock: Lock, read: (folder: string) => unknown) => string[];
const manifest = (folder: string): unknown => (existsSync(path.join(folder, 'package.json')) ? JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) : null);

// `npm ci` refuses the whole file when one of these is wrong, and nobody notices where node_modules is there already.
describe('package-lock.json', () => {
  it('holds the optional packages of every platform (run: node tools/complete-lockfile.mjs)', () => {
    expect([...missing(lock).keys()]).toEqual([]);
  });

  it('agrees with every package.json (run: npm install)', () => {
    expect(stale(lock, manifest)).toEqual([]);
  });

  it('leaves the choice of the registry to whoever installs', () => {
    expect(Object.values(lock.packages).flatMap(({ resolved, link }) => (resolved === undefined || link ? [] : [resolved]))).toEqual([]);
  });

  it('would be found wrong', () => {
    const broken: Lock = { packages: { '': {}, 'node_modules/a': { optionalDependencies: { '@a/a-darwin-arm64': '1.0.0', '@a/a-linux-x64-musl': '1.0.0' } } as never, 'node_modules/@a/a-linux-x64-musl': {}, 'libs/x': { dependencies: { y: '1' } } } };
    expect([...missing(broken)]).toEqual([['node_modules/@a/a-darwin-arm64', { version: '1.0.0', cpu: ['arm64'], optional: true, os: ['darwin'] }]]);
    expect(stale(broken, (folder) => (folder === 'libs/x' ? { dependencies: { z: '1' } } : {}))).toEqual(['libs/x: dependencies.z is 1, locked as absent', 'libs/x: dependencies.y is absent, locked as 1']);
  });
});
