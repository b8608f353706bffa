import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { backUpJetStream, jetStreamIsEmpty, restoreJetStream } from './jetstream.ts';
import { readManifest, seal, verifySeals, type BackupManifest, type Part } from './manifest.ts';
import { backUpPostgres, postgresIsEmpty, restorePostgres } from './postgres.ts';
import { backUpQdrant, qdrantIsEmpty, restoreQdrant } from './qdrant.ts';

const HELP = `Usage: node tools/operations/backup.mjs <command> <folder> [options]

  make       reads the stores that are given into a new folder
  check      are all files of a backup there and unchanged
  restore    checks, then puts everything back; stores must be empty, or --replace

  --nats <url>        default: $NATS_URL        every stream: workspaces, jobs that wait, shared configuration
  --postgres <url>    default: $DATABASE_URL    conversations, feedback, the catalogue; needs pg_dump and pg_restore
  --qdrant <url>      default: $QDRANT_URL ($QDRANT_API_KEY)    vectors and terms; can be built anew from the sources instead
  --replace           restore deletes what is there first
  --json              the manifest on standard output

A store without a URL is left out, and the backup says so. Take traffic off or not: each store is read as of one moment, the stores one
after the other, NATS last, so that every job that is in the backup finds its workspace. Exit codes: 0 done, 1 failed, 2 wrong usage.`;

interface Store {
  readonly part: Part;
  readonly url: string | undefined;
  readonly empty: (url: string) => Promise<boolean>;
  readonly make: (url: string, folder: string) => Promise<readonly string[]>;
  readonly restore: (url: string, folder: string, replace: boolean) => Promise<void>;
}

async function main(argv: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals: [command, given, ...rest] } = parseArgs({ args: [...argv], allowPositionals: true, options: { help: { type: 'boolean', short: 'h' }, nats: text, postgres: text, qdrant: text, replace: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP), 0;
  if (!['make', 'check', 'restore'].includes(command ?? '') || given === undefined || rest.length > 0) return console.error('make, check or restore, and one folder. --help says more.'), 2;
  const folder = path.resolve(given);
  const { env } = process;
  const stores: Store[] = [
    { part: 'postgres', url: values.postgres ?? env['DATABASE_URL'], empty: postgresIsEmpty, make: backUpPostgres, restore: restorePostgres },
    { part: 'qdrant', url: values.qdrant ?? env['QDRANT_URL'], empty: qdrantIsEmpty, make: backUpQdrant, restore: restoreQdrant },
    { part: 'jetstream', url: values.nats ?? env['NATS_URL'], empty: jetStreamIsEmpty, make: backUpJetStream, restore: restoreJetStream },
  ];
  const manifest = command === 'make' ? await make(folder, stores) : command === 'check' ? await verifySeals(folder) : await restore(folder, stores, values.replace);
  if (values.json) console.log(JSON.stringify(manifest, null, 2));
  return 0;
}

/** Written beside and renamed: a folder of this name holds a whole backup or is not there. */
async function make(folder: string, stores: readonly Store[]): Promise<BackupManifest> {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is there and not empty: name a new folder`);
  const given = stores.filter(({ url }) => url);
  if (given.length === 0) throw new Error('no store is given: set NATS_URL, DATABASE_URL or QDRANT_URL, or the options');
  const growing = `${folder}.part`;
  rmSync(growing, { recursive: true, force: true });
  mkdirSync(growing, { recursive: true, mode: 0o700 });
  try {
    const startedAt = new Date();
    const parts: Partial<Record<Part, readonly string[]>> = {};
    for (const { part, url, make: write } of given) {
      console.error(`Reading ${part}`);
      mkdirSync(path.join(growing, part), { mode: 0o700 });
      parts[part] = await write(url!, path.join(growing, part));
      console.error(`  ${parts[part].join(', ') || 'nothing in it'}`);
    }
    const manifest = await seal(growing, startedAt, parts);
    rmSync(folder, { recursive: true, force: true });
    renameSync(growing, folder);
    console.error(`${folder} holds ${manifest.files.length} files, ${(manifest.files.reduce((all, { bytes }) => all + bytes, 0) / 2 ** 20).toFixed(1)} MiB.${given.length < stores.length ? ` Left out: ${stores.filter(({ url }) => !url).map(({ part }) => part).join(', ')}.` : ''}`);
    return manifest;
  } catch (error) {
    rmSync(growing, { recursive: true, force: true });
    throw error;
  }
}

async function restore(folder: string, stores: readonly Store[], replace: boolean): Promise<BackupManifest> {
  const manifest = await verifySeals(folder);
  const wanted = stores.filter(({ part, url }) => manifest.parts[part] && url);
  const without = stores.filter(({ part, url }) => manifest.parts[part] && !url).map(({ part }) => part);
  if (wanted.length === 0) throw new Error('none of the stores of this backup is given');
  // All are looked at before the first is written: a restore that is refused has changed nothing.
  if (!replace) for (const { part, url, empty } of wanted) if (!(await empty(url!))) throw new Error(`${part} is not empty: restore into an empty one, or say --replace to delete what it holds`);
  for (const { part, url, restore: write } of wanted) {
    console.error(`Writing ${part}: ${manifest.parts[part]!.join(', ')}`);
    await write(url!, path.join(folder, part), replace);
  }
  console.error(`Restored the state of ${manifest.createdAt}.${without.length > 0 ? ` Not restored, because no URL is given: ${without.join(', ')}.` : ''}`);
  return readManifest(folder);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
process.exit();
