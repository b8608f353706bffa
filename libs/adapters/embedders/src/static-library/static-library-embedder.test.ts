import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readStaticModel } from '../static-code/model-file.ts';
import { goldenTexts } from '../test-support/golden-texts.ts';
import { StaticLibraryEmbedder } from './static-library-embedder.ts';

const here = (name: string) => new URL(name, import.meta.url);
const file = readFileSync(here('./static-library-1.bin'));
const golden = JSON.parse(readFileSync(here('./golden.json'), 'utf8')) as { weights: string; texts: string; query: string[]; document: string[] };
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const embedder = new StaticLibraryEmbedder();
const BLOCK = 1_024;

describe('StaticLibraryEmbedder', () => {
  it('gives the bits that the training side computed', async () => {
    expect(sha256(file)).toBe(golden.weights);
    const model = readStaticModel(file);
    expect(model.dimensions).toBe(embedder.dimensions);
    const texts = goldenTexts(model.terms);
    expect(sha256(texts.join('\n'))).toBe(golden.texts);
    for (const kind of ['query', 'document'] as const) {
      const block = new Float32Array(BLOCK * embedder.dimensions);
      for (const [k, vector] of (await embedder.embed(texts.slice(0, BLOCK), kind)).entries()) block.set(vector, k * embedder.dimensions);
      expect(sha256(new Uint8Array(block.buffer))).toBe(golden[kind][0]);
    }
  });

  // Not one word of these questions is in the text that answers them.
  it.each([
    ['colour output of a console', 'Terminal string styling done right', 'Parses command-line options'],
    ['shrink pictures', 'High performance image resizing and compression', 'Sends e-mail over SMTP'],
    ['send mail', 'SMTP client for e-mail messages', 'Resizes images'],
    ['compare two objects', 'Deep equality checks of values', 'Reads archives'],
  ])('%s: %s', async (question, right, wrong) => {
    const [asked] = await embedder.embed([question], 'query');
    const [near, far] = await embedder.embed([right, wrong], 'document');
    expect(cosine(asked!, near!)).toBeGreaterThan(cosine(asked!, far!) + 0.1);
  });

  it('knows what names of libraries stand for that it has read of', async () => {
    const [moment, dates, colours] = await embedder.embed(['moment', 'date time', 'colors'], 'document');
    const [chalk] = await embedder.embed(['chalk'], 'document');
    expect(cosine(moment!, dates!)).toBeGreaterThan(cosine(moment!, colours!) + 0.1);
    expect(cosine(chalk!, colours!)).toBeGreaterThan(cosine(chalk!, dates!) + 0.1);
  });
});
