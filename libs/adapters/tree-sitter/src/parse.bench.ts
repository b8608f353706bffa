// Where the time goes, in one thread and through the pool: node --conditions=twinmcp-source parse.bench.ts <folder> … [--profile]
// Reads every file of ours under the folders (node_modules of the folder itself aside) once, then measures.
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { chunkCode, decodeSource, detectLanguage } from '@twinmcp/syntax';
import { analyzeSource } from './analyze-source.ts';
import { GrammarRuntime } from './grammar-runtime.ts';
import { languageSpec } from './languages/language-specs.ts';
import { Outline } from './outline.ts';
import { TreeSitterAnalyzer } from './tree-sitter-analyzer.ts';

const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice(7);
const files: { path: string; content: Uint8Array; language: string }[] = [];
for (const folder of folders) {
  for await (const entry of glob('**/*', { cwd: folder, withFileTypes: true, exclude: (item) => item.name === 'node_modules' || item.name === '.git' })) {
    const language = detectLanguage(entry.name);
    if (!entry.isFile() || (only ? language !== only : !languageSpec(language))) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.push({ path: path.relative(folder, file), content: readFileSync(file), language });
  }
}
const bytes = files.reduce((sum, file) => sum + file.content.byteLength, 0);
const megabytes = bytes / 1e6;
console.log(`${files.length} files, ${megabytes.toFixed(2)} MB`);

const runtime = await GrammarRuntime.start();
const limits = { timeoutMs: 60_000, maxFileBytes: 50_000_000 };
for (const round of ['cold', 'warm', 'warm']) {
  const time = { decode: 0, parse: 0, outline: 0, chunks: 0 };
  let symbols = 0;
  let chunks = 0;
  for (const file of files) {
    const t0 = performance.now();
    const source = decodeSource(file.content);
    const spec = languageSpec(file.language);
    if (!spec) continue;
    await runtime.prepare(spec);
    const t1 = performance.now();
    const tree = runtime.parse(source.text, t1 + 60_000)!;
    const t2 = performance.now();
    const outline = new Outline(spec, runtime.flatten(tree, source.text));
    spec.finish?.(outline);
    const t3 = performance.now();
    tree.delete();
    const made = chunkCode(file.path, source.lines, outline.symbols, outline.blocks);
    const t4 = performance.now();
    time.decode += t1 - t0;
    time.parse += t2 - t1;
    time.outline += t3 - t2;
    time.chunks += t4 - t3;
    symbols += outline.symbols.length;
    chunks += made.chunks.length;
  }
  const total = time.decode + time.parse + time.outline + time.chunks;
  const share = Object.entries(time).map(([name, ms]) => `${name} ${ms.toFixed(0)} ms (${((100 * ms) / total).toFixed(0)} %)`).join(', ');
  console.log(`${round}, one thread: ${((megabytes * 1000) / total).toFixed(2)} MB/s; ${share}; ${symbols} symbols, ${chunks} chunks; wasm ${(runtime.memoryBytes / 1e6).toFixed(0)} MB`);
}
const t0 = performance.now();
for (const file of files) await analyzeSource(file.path, file.content, limits, runtime);
console.log(`analyzeSource, one thread: ${((megabytes * 1000) / (performance.now() - t0)).toFixed(2)} MB/s`);

const analyzer = new TreeSitterAnalyzer();
for (const round of ['cold', 'warm', 'warm']) {
  const start = performance.now();
  const queue = files.values();
  const cpu = process.cpuUsage();
  const loop = performance.eventLoopUtilization();
  await Promise.all(Array.from({ length: analyzer.concurrency }, async () => {
    for (const file of queue) await analyzer.analyze(file);
  }));
  const used = process.cpuUsage(cpu);
  const main = performance.eventLoopUtilization(loop);
  const ms = performance.now() - start;
  console.log(`${round}, pool of ${analyzer.concurrency / 2}: ${((megabytes * 1000) / ms).toFixed(2)} MB/s; cpu ${((used.user + used.system) / 1000).toFixed(0)} ms in ${ms.toFixed(0)} ms; main thread busy ${(100 * main.utilization).toFixed(0)} %; rss ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`);
}
await analyzer.close();
