// Brings the pinned packages of corpus.json with `npm pack` (its integrity checked against ours) and lays their source
// folders out as one tree. Kept in <cache>/corpus between runs.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

interface Pinned {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly integrity: string;
}

export interface Corpus {
  readonly root: string;
  readonly thousandFiles: string;
  readonly packages: readonly string[];
}

const SOURCE = /\.(tsx?|mts|cts|jsx?|mjs|cjs)$/;
const LEFT_OUT = /\.d\.[cm]?ts$|\.min\.[cm]?js$/;

export function fetchCorpus(cacheDir: string): Corpus {
  const spec = JSON.parse(readFileSync(new URL('./corpus.json', import.meta.url), 'utf8')) as { packages: Pinned[]; thousandFiles: string[] };
  const root = path.join(cacheDir, 'corpus', 'all');
  const thousandFiles = path.join(cacheDir, 'corpus', 'thousand-files');
  for (const pinned of spec.packages) {
    const folder = path.join(root, pinned.name.replace('/', '__'));
    const done = `${folder}.done`;
    if (!existsSync(done)) {
      extract(pinned, folder);
      if (spec.thousandFiles.includes(pinned.name)) cpSync(folder, path.join(thousandFiles, path.basename(folder)), { recursive: true });
      writeFileSync(done, pinned.integrity);
    }
  }
  return { root, thousandFiles, packages: spec.packages.map((p) => `${p.name}@${p.version}`) };
}

function extract(pinned: Pinned, target: string): void {
  const temp = mkdtempSync(path.join(tmpdir(), 'twinmcp-corpus-'));
  try {
    const packed = execFileSync('npm', ['pack', `${pinned.name}@${pinned.version}`, '--json'], { cwd: temp, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const listing = JSON.parse(packed) as Record<string, { filename: string }> | { filename: string }[];
    const { filename } = Object.values(listing)[0] as { filename: string };
    const tarball = path.join(temp, path.basename(filename));
    const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
    if (found !== pinned.integrity) throw new Error(`${pinned.name}@${pinned.version}: integrity ${found} is not the pinned ${pinned.integrity}`);
    execFileSync('tar', ['xzf', tarball], { cwd: temp });
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    const from = path.join(temp, 'package', pinned.folder);
    cpSync(from, target, { recursive: true, filter: (file) => !path.extname(file) || (SOURCE.test(file) && !LEFT_OUT.test(file)) || !/\.[a-z]+$/i.test(file) });
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}
