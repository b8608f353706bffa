import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

export type Part = 'postgres' | 'qdrant' | 'jetstream';

export interface BackupManifest {
  readonly format: 1;
  /** When reading began: nothing older than this is missing. */
  readonly createdAt: string;
  readonly finishedAt: string;
  /** What each store held, by name. */
  readonly parts: Readonly<Partial<Record<Part, readonly string[]>>>;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

const NAME = 'manifest.json';

/** Writes the manifest of a folder: every file with its size and hash. */
export async function seal(folder: string, startedAt: Date, parts: BackupManifest['parts']): Promise<BackupManifest> {
  const files: BackupManifest['files'][number][] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(folder, name);
    const { size } = statSync(file);
    if (statSync(file).isFile()) files.push({ path: name.split(path.sep).join('/'), bytes: size, sha256: await sha256(file) });
  }
  const manifest: BackupManifest = { format: 1, createdAt: startedAt.toISOString(), finishedAt: new Date().toISOString(), parts, files };
  writeFileSync(path.join(folder, NAME), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  return manifest;
}

export function readManifest(folder: string): BackupManifest {
  let manifest: BackupManifest;
  try {
    manifest = JSON.parse(readFileSync(path.join(folder, NAME), 'utf8')) as BackupManifest;
  } catch (error) {
    throw new Error(`${folder} is no backup: ${(error as Error).message}`, { cause: error });
  }
  if (manifest.format !== 1) throw new Error(`${folder} has the format ${String(manifest.format)}, which this release does not know`);
  return manifest;
}

/** Throws with the first file that is missing or not as it was written. */
export async function verifySeals(folder: string): Promise<BackupManifest> {
  const manifest = readManifest(folder);
  for (const { path: name, sha256: expected } of manifest.files) {
    const found = await sha256(path.join(folder, name)).catch(() => null);
    if (found !== expected) throw new Error(`${name} of the backup ${found === null ? 'is missing' : 'is damaged'}: nothing was restored`);
  }
  return manifest;
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
