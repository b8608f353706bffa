import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FORMATS, packAnswer, understandQuery, weighPlaces, type PackCandidate } from '@twinmcp/context';
import { GptTokenizerCounters } from '@twinmcp/tokenizers';

/**
 * node --conditions=twinmcp-source apps/context-assembly/src/reading/assembly.bench.ts
 * What it costs to make an answer of places whose text is there: weighing, choosing, eliding, counting, formatting. The
 * places are twenty-line pieces of this repository, other ones for each answer; yardstick: counting the tokens of the same text once.
 * By the clock (median) and in CPU time (mean): on a busy machine only the second says what the work is.
 */
const root = path.resolve(import.meta.dirname, '../../../../libs/domain');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.includes('node_modules') && !name.includes('dist')).sort();
const pieces = files.flatMap((file) => {
  const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
  return Array.from({ length: Math.ceil(lines.length / 20) }, (_, i): PackCandidate => ({
    path: file, language: 'typescript', symbol: null, startLine: i * 20 + 1, endLine: Math.min(lines.length, i * 20 + 20), score: 0, sources: ['lexical'], text: `${lines.slice(i * 20, i * 20 + 20).join('\n')}\n`, commit: '0123456789', dirty: false, fileHash: file,
  }));
});
const counter = await new GptTokenizerCounters().get('o200k_base');
const query = understandQuery('how are the pieces of an answer chosen within the budget of tokens?');
const at = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)]!.toFixed(2);
const cpu = () => process.cpuUsage().user / 1_000;

for (const [budget, places] of [[1_000, 15], [4_000, 50], [8_000, 100], [16_000, 200]] as const) {
  const times: { whole: number; yardstick: number }[] = [];
  const spent = { weighing: 0, packing: 0, counting: 0 };
  for (let round = 0; round < 80; round++) {
    const candidates = Array.from({ length: places }, (_, i) => ({ ...pieces[(round * 37 + i * 11) % pieces.length]!, score: 1 / (1 + i / 10) }));
    let from = cpu();
    let started = performance.now();
    for (const { text } of candidates) counter.count(text);
    const yardstick = performance.now() - started;
    const counting = cpu() - from;
    from = cpu();
    started = performance.now();
    const weighed = weighPlaces(candidates, query);
    const weighing = cpu() - from;
    const counts = new Map<string, number>();
    const count = (text: string) => counts.get(text) ?? (counts.set(text, counter.count(text)), counts.get(text)!);
    from = cpu();
    packAnswer({ candidates: weighed, query, unreadable: [], budget, redundancy: 0.9, format: FORMATS.markdown, count, maxBytes: 900_000, degraded: [], hints: [] });
    const packing = cpu() - from;
    if (round < 20) continue;
    times.push({ whole: performance.now() - started, yardstick });
    spent.counting += counting / 60;
    spent.weighing += weighing / 60;
    spent.packing += packing / 60;
  }
  const whole = times.map((time) => time.whole).sort((a, b) => a - b);
  const yard = times.map((time) => time.yardstick).sort((a, b) => a - b);
  console.log(`${String(budget).padStart(6)} tokens, ${places} places: ${at(whole, 0.5)} ms (p95 ${at(whole, 0.95)}), counting alone ${at(yard, 0.5)} ms; CPU ${(spent.weighing + spent.packing).toFixed(2)} ms (weighing ${spent.weighing.toFixed(2)}, packing ${spent.packing.toFixed(2)}), counting alone ${spent.counting.toFixed(2)} ms`);
}
