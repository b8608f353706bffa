import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TINY_DIMENSIONS, TINY_TABLE, WORDS, writeTinyModel, type TinyFolder } from '../test-support/tiny-model.ts';
import { OnnxEmbedder, type OnnxOptions } from './onnx-embedder.ts';

const folders: string[] = [];
const open: OnnxEmbedder[] = [];
const folderOf = (tiny?: TinyFolder) => {
  folders.push(writeTinyModel(tiny));
  return folders.at(-1)!;
};
const embedderOf = async (tiny?: TinyFolder, options: Partial<OnnxOptions> = {}) => {
  open.push(await OnnxEmbedder.open({ folder: folderOf(tiny), threads: 1, ...options }));
  return open.at(-1)!;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const rows = (tokens: readonly (typeof WORDS)[number][]) => tokens.map((token) => TINY_TABLE[WORDS.indexOf(token)]!);
const unit = (values: number[]) => values.map((value) => expect.closeTo(value / Math.hypot(...values), 5) as number);
const mean = (tokens: readonly (typeof WORDS)[number][]) => Array.from({ length: TINY_DIMENSIONS }, (_, i) => rows(tokens).reduce((sum, row) => sum + row[i]!, 0) / tokens.length);
const close = ['[CLS]', 'close', 'file', '##s', '[SEP]'] as const;

describe('OnnxEmbedder', () => {
  it('embeds as the model and its tokenizer say: batches of any mixture give what a text alone gives', async () => {
    const embedder = await embedderOf();
    const texts = ['open socket', 'Close files', 'file '.repeat(9), '', 'unheard'];
    const together = await embedder.embed(texts, 'document');
    expect([...together[0]!]).toEqual(unit(mean(['[CLS]', 'open', 'socket', '[SEP]'])));
    expect([...together[1]!]).toEqual(unit(mean(close)));
    expect([...together[3]!]).toEqual(unit(mean(['[CLS]', '[SEP]'])));
    expect([...together[4]!]).toEqual(unit(mean(['[CLS]', '[UNK]', '[SEP]'])));
    for (const [i, text] of texts.entries()) expect([...(await embedder.embed([text], 'query'))[0]!]).toEqual([...together[i]!].map((x) => expect.closeTo(x, 5) as number));
    expect(embedder.dimensions).toBe(TINY_DIMENSIONS);
    expect(embedder.usage()).toMatchObject({ texts: 10, truncated: 0, tokens: 2 * (4 + 5 + 11 + 2 + 3) });
  });

  it.each<[string, object, (rows: number[][]) => number[]]>([
    ['the first token', { pooling_mode_cls_token: true }, (all) => all[0]!],
    ['the greatest of each value', { pooling_mode_max_tokens: true }, (all) => all[0]!.map((_, i) => Math.max(...all.map((row) => row[i]!)))],
    ['the last token', { pooling_mode_lasttoken: true }, (all) => all.at(-1)!],
    ['the mean, as newer folders write it', { pooling_mode: 'mean' }, (all) => all[0]!.map((_, i) => all.reduce((sum, row) => sum + row[i]!, 0))],
    ['the mean by the root of the length', { pooling_mode_mean_sqrt_len_tokens: true }, (all) => all[0]!.map((_, i) => all.reduce((sum, row) => sum + row[i]!, 0))],
  ])('pools %s', async (_name, pooling, expected) => {
    const embedder = await embedderOf({ pooling: pooling as Record<string, unknown> });
    const [vector] = await embedder.embed(['close files'], 'document');
    expect([...vector!]).toEqual(unit(expected(rows(close) as number[][])));
  });

  it('keeps the beginning of a longer text and the mark at its end, and counts it', async () => {
    const embedder = await embedderOf({ maxTokens: 8 });
    const [long, exact] = await embedder.embed([`open ${'socket '.repeat(30)}`, `open ${'socket '.repeat(5)}`], 'document');
    expect([...long!]).toEqual([...exact!]);
    expect(embedder.usage()).toMatchObject({ truncated: 1, tokens: 16 });
    expect(embedder.limits).toMatchObject({ maxInputTokens: 8, longInput: 'truncated' });
    const shorter = await embedderOf({ maxTokens: 16 }, { maxInputTokens: 8 });
    expect([...(await shorter.embed(['open' + ' socket'.repeat(9)], 'document'))[0]!]).toEqual([...exact!]);
  });

  it('puts before queries and documents what the folder says', async () => {
    const embedder = await embedderOf({ prompts: { query: 'query: ', document: 'passage: ' } });
    const [query] = await embedder.embed(['file'], 'query');
    const [document] = await embedder.embed(['file'], 'document');
    expect([...query!]).toEqual(unit(mean(['[CLS]', 'query', ':', 'file', '[SEP]'])));
    expect([...document!]).toEqual(unit(mean(['[CLS]', 'passage', ':', 'file', '[SEP]'])));
  });

  it('stores fewer dimensions when it is told to, and never more', async () => {
    const [vector] = await (await embedderOf({}, { dimensions: 3 })).embed(['close files'], 'document');
    expect([...vector!]).toEqual(unit(mean(close).slice(0, 3)));
    await expect(embedderOf({}, { dimensions: 7 })).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('has 6 dimensions, 7') as string });
  });

  it('names its vectors by weights, dimensions and prefix', async () => {
    const names = await Promise.all([embedderOf(), embedderOf(), embedderOf({}, { dimensions: 3 }), embedderOf({ model: { table: TINY_TABLE.map((row) => row.map((x) => x / 3)) } }), embedderOf({ pooling: { pooling_mode_cls_token: true } }), embedderOf({ prompts: { document: 'passage: ' } })]);
    const tails = names.map(({ model }) => model.replace(/tiny-model-\w{6}/, ''));
    expect(tails[0]).toBe(tails[1]);
    expect(new Set(tails).size).toBe(5);
  });

  it('works on several threads, many texts at once, and answers a query meanwhile', async () => {
    const embedder = await embedderOf({}, { threads: 2 });
    const texts = Array.from({ length: 3_000 }, (_, i) => `${WORDS[4 + (i % 4)]} file ${'socket '.repeat(i % 11)}`);
    let done = false;
    const all = embedder.embed(texts, 'document').finally(() => (done = true));
    const [query] = await embedder.embed([texts[7]!], 'query');
    expect(done).toBe(false);
    const vectors = await all;
    expect(vectors).toHaveLength(texts.length);
    expect([...vectors[7]!]).toEqual([...query!].map((x) => expect.closeTo(x, 5) as number));
    expect(vectors.every((vector) => Math.abs(Math.hypot(...vector) - 1) < 1e-5)).toBe(true);
  });

  it('stops when it is told to, and works on', async () => {
    const embedder = await embedderOf();
    const texts = Array.from({ length: 3_000 }, () => 'open socket');
    const abort = new AbortController();
    const all = embedder.embed(texts, 'document', abort.signal);
    abort.abort(new Error('enough'));
    await expect(all).rejects.toThrow('enough');
    expect(await embedder.embed(['file'], 'document')).toHaveLength(1);
    await embedder.close();
    await expect(embedder.embed(['file'], 'document')).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('is closed in the middle of its work', async () => {
    const embedder = await embedderOf({ maxTokens: 512 }, { threads: 2 });
    const all = embedder.embed(Array.from({ length: 400 }, () => 'open socket file '.repeat(170)), 'document');
    const failed = all.catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await embedder.close();
    expect(await failed).toMatchObject({ kind: 'unreachable' });
  });

  it('ends a thread that says nothing', async () => {
    await expect(embedderOf({}, { killAfterMs: 1 })).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining('no answer within 1 ms') as string });
  });
});

describe('a folder that cannot be used', () => {
  const damage = (name: string, content: string | Uint8Array) => {
    const folder = folderOf();
    writeFileSync(path.join(folder, name), content);
    return folder;
  };
  it.each<[string, () => string, string, Partial<OnnxOptions>]>([
    ['is not there', () => '/nowhere/model', 'no such folder', {}],
    ['has no tokenizer', () => (rmSync(path.join(folderOf(), 'tokenizer.json')), folders.at(-1)!), 'no tokenizer.json', {}],
    ['has no model', () => (rmSync(path.join(folderOf(), 'model.onnx')), folders.at(-1)!), 'holds no model.onnx', {}],
    ['has a torn model', () => damage('model.onnx', 'not a model'), 'cannot be used', {}],
    ['has a torn configuration', () => damage('modules.json', '{'), 'modules.json is not a JSON object', {}],
    ['ends with a layer that is not known', () => folderOf({ extra: { 'modules.json': [{ type: 'sentence_transformers.models.Dense', path: '2_Dense' }] } }), 'models.Dense', {}],
    ['pools in a way that is not known', () => folderOf({ pooling: { pooling_mode_weightedmean_tokens: true } }), 'pooling mode is not known', {}],
    ['leads outside', () => folderOf({ extra: { 'modules.json': [{ type: 'sentence_transformers.models.Pooling', path: '../elsewhere' }] } }), 'outside', {}],
    ['is asked for a file outside', () => folderOf(), 'not a path inside', { file: '../model.onnx' }],
    ['has a model with other inputs', () => folderOf({ model: { inputs: ['input_ids', 'pixel_values'] } }), 'pixel_values', {}],
  ])('%s: refused with the reason', async (_name, make, message, options) => {
    await expect(OnnxEmbedder.open({ folder: make(), threads: 1, ...options })).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining(message) as string });
  });
});
