// Questions for the latency figures, drawn from the corpus itself by a fixed rule: the first sentence of doc comments
// (what a developer would ask in words) and names of exported declarations (what an agent would look up).
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const DOC = /\/\*\*\s*\n?\s*\*?\s*([A-Z][^@*]{30,160}?)[.\n]\s*\n?\s*\*/g;
const NAME = /^export (?:async )?(?:function|class|const|interface) ([A-Za-z]\w{5,})/gm;

const rank = (text: string) => createHash('sha256').update(text).digest('hex');

/** `count` questions, three quarters in words, one quarter names; the same for the same corpus. */
export function sampleQueries(root: string, count: number): string[] {
  const sentences = new Set<string>();
  const names = new Set<string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.done')) continue;
    const text = readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
    for (const match of text.matchAll(DOC)) {
      const words = match[1]!.replace(/\s+/g, ' ').trim().split(' ');
      if (words.length >= 4) sentences.add(words.slice(0, 14).join(' '));
    }
    for (const match of text.matchAll(NAME)) names.add(match[1]!);
  }
  const pick = (set: Set<string>, n: number) => [...set].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, n);
  return [...pick(sentences, Math.ceil(count * 0.75)), ...pick(names, Math.floor(count * 0.25))].sort((a, b) => (rank(b) < rank(a) ? -1 : 1));
}
