// Where the time goes, in one thread and through the pool: node --conditions=twinmcp-source parse.bench.ts <folder> … [--only=<language>] [--queries]
// Reads every file of ours under the folders (node_modules of the folder itself aside) once, then measures.
// Stages are timed by the processor time of the thread, so that a busy machine changes little.
// --queries: the same uses of names by a query of the parser as well, of TypeScript and JavaScript (docs/adr/0007-references-by-table.md).
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { chunkCode, decodeLinks, decodeSource, detectLanguage } from '@twinmcp/syntax';
import { analyzeSource } from './analyze-source.ts';
import { GrammarRuntime } from './grammar-runtime.ts';
import { languageSpec } from './languages/language-specs.ts';
import { linkFile } from './links/file-links.ts';
import { Outline } from './outline.ts';
import { Query } from 'web-tree-sitter';
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

/** What a query can tell of names without scopes: that they are called, made, or just there. */
const NAMES = '(call_expression function: (identifier) @call) (call_expression function: (member_expression property: (property_identifier) @call)) (new_expression constructor: (identifier) @new) (member_expression property: (property_identifier) @member) (identifier) @name (shorthand_property_identifier) @name (import_statement) @import';
const TYPES = '(type_identifier) @type';
const queryOf = new Map<string, Query>();
const runtime = await GrammarRuntime.start();
const limits = { timeoutMs: 60_000, maxFileBytes: 50_000_000 };
/** Milliseconds of processor time of this thread: other programs do not count. */
const clock = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};
for (const round of ['cold', 'warm', 'warm']) {
  const time = { decode: 0, parse: 0, flatten: 0, outline: 0, chunks: 0, links: 0 };
  let queries = 0;
  let captures = 0;
  let references = 0;
  let linkBytes = 0;
  let symbols = 0;
  let chunks = 0;
  for (const file of files) {
    const t0 = clock();
    const source = decodeSource(file.content);
    const spec = languageSpec(file.language);
    if (!spec) continue;
    await runtime.prepare(spec);
    const t1 = clock();
    const tree = runtime.parse(source.text, performance.now() + 60_000)!;
    const t2 = clock();
    const view = runtime.flatten(tree, source.text);
    const t3 = clock();
    const outline = new Outline(spec, view);
    spec.finish?.(outline);
    const t4 = clock();
    const made = chunkCode(file.path, source.lines, outline.symbols, outline.blocks);
    const t5 = clock();
    const { bytes: links } = linkFile(view, spec.links, outline);
    const t6 = clock();
    if (process.argv.includes('--queries') && /script$|^tsx$/.test(file.language)) {
      let query = queryOf.get(spec.grammar);
      if (!query) queryOf.set(spec.grammar, (query = new Query(tree.language, file.language === 'javascript' ? NAMES : NAMES + TYPES)));
      const start = clock();
      captures += query.captures(tree.rootNode).length;
      queries += clock() - start;
      references += decodeLinks(links).references.length;
    }
    tree.delete();
    time.decode += t1 - t0;
    time.parse += t2 - t1;
    time.flatten += t3 - t2;
    time.outline += t4 - t3;
    time.chunks += t5 - t4;
    time.links += t6 - t5;
    linkBytes += links.byteLength;
    symbols += outline.symbols.length;
    chunks += made.chunks.length;
  }
  const total = Object.values(time).reduce((sum, ms) => sum + ms, 0);
  const share = Object.entries(time).map(([name, ms]) => `${name} ${ms.toFixed(0)} ms (${((100 * ms) / total).toFixed(0)} %)`).join(', ');
  console.log(`${round}, one thread: ${((megabytes * 1000) / total).toFixed(2)} MB/s; ${share}; ${symbols} symbols, ${chunks} chunks; links ${(linkBytes / 1e6).toFixed(2)} MB; our code ${((total - time.parse) / time.parse).toFixed(2)} × parser; wasm ${(runtime.memoryBytes / 1e6).toFixed(0)} MB`);
  if (queries > 0) console.log(`  query ${queries.toFixed(0)} ms, ${(queries / time.parse).toFixed(2)} × parser, for ${captures} captures; table ${((time.flatten + time.links) / time.parse).toFixed(2)} × parser with flattening, resolving, shapes and encoding, for ${references} references`);
}
const t0 = clock();
for (const file of files) await analyzeSource(file.path, file.content, limits, runtime);
console.log(`analyzeSource, one thread: ${((megabytes * 1000) / (clock() - t0)).toFixed(2)} MB/s`);

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
  console.log(`${round}, pool of ${analyzer.concurrency / 2}: ${((megabytes * 1000) / ms).toFixed(2)} MB/s; ${((2 * megabytes * 1_000_000) / (used.user + used.system)).toFixed(2)} MB in a second of two processors; cpu ${((used.user + used.system) / 1000).toFixed(0)} ms in ${ms.toFixed(0)} ms; main thread busy ${(100 * main.utilization).toFixed(0)} %; rss ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`);
}
await analyzer.close();
