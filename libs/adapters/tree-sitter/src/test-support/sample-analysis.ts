import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { FileAnalysis } from '@twinmcp/syntax';
import { analyzeSource } from '../analyze-source.ts';
import { GrammarRuntime } from '../grammar-runtime.ts';

let runtime: Promise<GrammarRuntime> | undefined;

/** Test support: one text as a file of that name. */
export async function analyzeText(file: string, text: string): Promise<FileAnalysis> {
  runtime ??= GrammarRuntime.start();
  return analyzeSource(file, new TextEncoder().encode(text), { timeoutMs: 10_000, maxFileBytes: 1_000_000 }, await runtime);
}

/** Test support: the files `sample.*` of a language folder. Those that the compiler of this project would read bear `.txt` behind their name. */
export function samplesOf(folder: string): { name: string; text: string }[] {
  const directory = path.join(import.meta.dirname, '../languages', folder, 'test-support');
  return readdirSync(directory).filter((name) => /^sample\./i.test(name)).map((name) => ({ name: name.replace(/\.txt$/, ''), text: readFileSync(path.join(directory, name), 'utf8') }));
}

/** Test support: `+` what other files can use, `-` what they cannot. */
export const outlineOf = (analysis: FileAnalysis): string[] => analysis.symbols.map((symbol) => `${symbol.exported ? '+' : '-'}${symbol.kind} ${symbol.qualifiedName}`);

export async function analyzeSample(folder: string, name?: string): Promise<FileAnalysis> {
  const sample = samplesOf(folder).find((candidate) => name === undefined || candidate.name === name)!;
  return analyzeText(sample.name, sample.text);
}
