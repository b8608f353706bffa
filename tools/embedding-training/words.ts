// The words and terms of texts, by the product's own analyser, so that training and product cannot disagree:
//   node --conditions=twinmcp-source tools/embedding-training/words.ts <texts.jsonl> <out folder>
// In: one JSON string a line. Out: words.jsonl ([terms, lower-cased parts, spelling] of each distinct word) and words.bin
// (uint32: how many words a text has, then the numbers of its words), words capped as the model caps them.
import { createReadStream, createWriteStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { scanWords, splitIdentifier, wordTerms } from '@twinmcp/retrieval';

const [input, folder] = process.argv.slice(2);
if (input === undefined || folder === undefined) throw new Error('usage: words.ts <texts.jsonl> <out folder>');
const numbers = new Map<string, number>();
const described: string[] = [];
const out = createWriteStream(path.join(folder, 'words.bin'));
for await (const line of createInterface({ input: createReadStream(input) })) {
  const ids: number[] = [0];
  scanWords(JSON.parse(line) as string, (word) => {
    let id = numbers.get(word);
    if (id === undefined) {
      id = described.push(JSON.stringify([wordTerms(word), splitIdentifier(word).filter((part) => part.length > 1).map((part) => part.toLowerCase()), word])) - 1;
      numbers.set(word, id);
    }
    ids.push(id);
  });
  ids[0] = ids.length - 1;
  if (!out.write(new Uint8Array(Uint32Array.from(ids).buffer))) await new Promise<void>((resolve) => out.once('drain', resolve));
}
await new Promise<void>((resolve) => out.end(resolve));
writeFileSync(path.join(folder, 'words.jsonl'), described.join('\n') + '\n');
