// What masking costs when some lines of a large file are read: only those masked, the whole file masked, nothing masked. Processor time.
//   node -C twinmcp-source libs/domain/workspaces/src/text/mask.bench.ts <folder> …
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { decodeLines, decodeText } from './inspect-content.ts';
import { LineIndex } from './line-index.ts';

const MIN_BYTES = 30_000;
const MOST_FILES = 400;
const ROUNDS = 3;

const files = process.argv.slice(2).flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)))
  .filter((file) => /\.(ts|tsx|js|mjs|py|go|java|c|cpp|rs)$/.test(file) && !file.includes('.min.') && statSync(file).isFile() && statSync(file).size >= MIN_BYTES).slice(0, MOST_FILES).map((file) => readFileSync(file));
const ways: Record<string, (bytes: Uint8Array) => string> = {
  'the lines masked': (bytes) => decodeLines(bytes)!.slice(20, 60),
  'the whole masked': (bytes) => new LineIndex(decodeText(bytes)!).slice(20, 60),
  'nothing masked': (bytes) => new LineIndex(Buffer.from(bytes).toString('utf8')).slice(20, 60),
};
const rows: Record<string, Record<string, number>> = {};
for (let round = 1; round <= ROUNDS; round++) {
  for (const [way, read] of Object.entries(ways)) {
    const before = process.cpuUsage();
    for (const file of files) read(file);
    const { user, system } = process.cpuUsage(before);
    rows[way] = { ...rows[way], [`round ${round}, µs a file`]: Math.round((user + system) / files.length) };
  }
}
console.log(`${files.length} files, ${Math.round(files.reduce((sum, file) => sum + file.length, 0) / files.length / 1000)} KB in the mean`);
console.table(rows);
