import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { detectLanguage } from '../language-registry.ts';
import { decodeLinks } from '../links/decode-links.ts';
import type { FileAnalysis } from '../model.ts';
import { analyzeText } from '../plain-text-analyzer.ts';
import { decodeSource } from '../source-text.ts';
import { DOCUMENTS } from './document-languages.ts';

const directory = path.join(import.meta.dirname, 'test-support');
const samples = readdirSync(directory).map((name) => ({ name, text: readFileSync(path.join(directory, name), 'utf8') }));
const analyze = (name: string, text: string): FileAnalysis => analyzeText(name, decodeSource(new TextEncoder().encode(text)));
const sample = (name: string): FileAnalysis => analyze(name, samples.find((candidate) => candidate.name === name)!.text);
const outline = (name: string): string[] => sample(name).symbols.map((symbol) => `${symbol.kind} ${symbol.qualifiedName} ${symbol.range.startLine}-${symbol.range.endLine}`);

function check(analysis: FileAnalysis, text: string): void {
  const lines = decodeSource(new TextEncoder().encode(text)).lines;
  let next = 1;
  for (const chunk of analysis.chunks) {
    if (chunk.startLine !== next) throw new Error(`line ${next} is in no chunk, or in two`);
    next = chunk.endLine + 1;
  }
  expect(next).toBe(lines.length + 1);
  const rows = Math.max(1, text.split('\n').length);
  const wrong = analysis.symbols.filter(({ name, qualifiedName, range, nameRange, signature }) => !(range.startLine >= 1 && range.endLine >= range.startLine && range.endLine <= rows && nameRange.startLine >= range.startLine && nameRange.endLine <= range.endLine && signature.length <= 300 && qualifiedName.endsWith(name)));
  expect(wrong).toEqual([]);
}

describe('documents', () => {
  it('each have a sample that gives symbols', () => {
    const sampled = new Set(samples.map(({ name, text }) => detectLanguage(name, text)));
    expect(DOCUMENTS.flatMap((document) => document.languages).filter((language) => !sampled.has(language))).toEqual([]);
    for (const { name, text } of samples) {
      const analysis = analyze(name, text);
      expect(analysis).toMatchObject({ quality: 'full', note: null });
      expect(analysis.symbols.length).toBeGreaterThan(1);
      expect(analysis.symbols.filter((symbol) => text.split('\n')[symbol.nameRange.startLine - 1]!.slice(symbol.nameRange.startColumn, symbol.nameRange.endColumn) !== symbol.name).map((symbol) => symbol.name).filter((found) => !/\s/.test(found))).toEqual([]);
      check(analysis, text);
    }
  });

  it('Dockerfile: symbols with their lines', () => {
    expect(outline('Dockerfile')).toEqual([
      'key build 2-4', 'key test 6-7', 'key nginx:1.27 9-10',
    ]);
  });

  it('sample.css: symbols with their lines', () => {
    expect(outline('sample.css')).toEqual([
      'key :root 3-5', 'variable --main-color 4-4', 'key .header 8-10', 'key #top > a:is(.x, .y) 8-10', 'key .header 13-13', 'key fade 16-19',
    ]);
  });

  it('sample.graphql: symbols with their lines', () => {
    expect(outline('sample.graphql')).toEqual([
      'enum ShopKind 2-5', 'enum-member ShopKind.LOCAL 3-3', 'enum-member ShopKind.ONLINE 4-4', 'class Order 10-14', 'field Order.id 11-11', 'field Order.items 13-13',
      'class Query 16-18', 'field Query.orders 17-17', 'type Result 20-20', 'type Date 21-21', 'function cached 22-22', 'function Orders 24-26',
    ]);
  });

  it('sample.html: symbols with their lines', () => {
    expect(outline('sample.html')).toEqual([
      'heading Orders today 8-8', 'key orders 10-10',
    ]);
  });

  it('sample.json: symbols with their lines', () => {
    expect(outline('sample.json')).toEqual([
      'key name 2-2', 'key scripts 3-6', 'key list 7-7', 'key a:b 8-8',
    ]);
  });

  it('sample.less: symbols with their lines', () => {
    expect(outline('sample.less')).toEqual([
      'variable main-color 3-3', 'key .card 5-7', 'key .title 6-6',
    ]);
  });

  it('sample.prisma: symbols with their lines', () => {
    expect(outline('sample.prisma')).toEqual([
      'key client 1-3', 'class Order 6-11', 'field Order.id 7-7', 'field Order.items 8-8', 'enum State 13-16', 'enum-member State.OPEN 14-14', 'enum-member State.PAID 15-15',
    ]);
  });

  it('sample.proto: symbols with their lines', () => {
    expect(outline('sample.proto')).toEqual([
      'class Order 8-20', 'field Order.id 9-9', 'field Order.items 10-10', 'field Order.counts 11-11', 'class Order.Item 13-15', 'field Order.Item.name 14-14', 'type Order.payment 17-19',
      'field Order.payment.card 18-18', 'enum State 22-25', 'enum-member State.STATE_UNKNOWN 23-23', 'enum-member State.STATE_PAID 24-24', 'interface Orders 28-34',
      'method Orders.Add 30-30', 'method Orders.Watch 31-33',
    ]);
  });

  it('sample.scss: symbols with their lines', () => {
    expect(outline('sample.scss')).toEqual([
      'variable main-color 3-3', 'function rounded 6-8', 'key .card 10-12', 'key &__title 11-11',
    ]);
  });

  it('sample.sql: symbols with their lines', () => {
    expect(outline('sample.sql')).toEqual([
      'class order 2-7', 'field order.id 3-3', 'field order.state 4-4', 'field order.total 5-5', 'key order_state 9-9', 'class open_orders 12-13', 'class paid_orders 15-16',
      'field paid_orders.id 16-16', 'field paid_orders.amount 16-16', 'function total_of 18-21', 'function CloseOrder 23-28', 'function order_changed 31-31', 'type mood 32-32',
    ]);
  });

  it('sample.toml: symbols with their lines', () => {
    expect(outline('sample.toml')).toEqual([
      'key title 1-1', 'key quoted key 2-2', 'key owner 5-9', 'key tool.poetry.dependencies 11-12', 'key servers 14-15',
    ]);
  });

  it('sample.yaml: symbols with their lines', () => {
    expect(outline('sample.yaml')).toEqual([
      'key name 2-2', 'key on 3-5', 'key jobs 7-11', 'key list 13-15',
    ]);
  });

  it.each([
    ['Dockerfile', 'build', 'Builds.', ['node:24', 'nginx:1.27']],
    ['sample.css', '.header', 'Heads of pages.', ['base.css']],
    ['sample.graphql', 'ShopKind', 'Kinds of shops.', []],
    ['sample.html', null, null, ['style.css', 'app.js']],
    ['sample.json', null, null, []],
    ['sample.less', null, null, ['base']],
    ['sample.prisma', 'Order', 'One order.', []],
    ['sample.proto', 'Order', 'One order.', ['google/protobuf/timestamp.proto']],
    ['sample.scss', 'rounded', 'Rounds corners.', ['config']],
    ['sample.sql', 'order', 'One order.', []],
    ['sample.toml', 'owner', 'Who made it.', []],
    ['sample.yaml', 'name', 'What this is.', []],
  ] as const)('%s: doc comments and imports', (name, symbol, doc, imports) => {
    const { symbols, links } = sample(name);
    expect(symbols.find((candidate) => candidate.doc !== null)?.name ?? null).toBe(symbol);
    expect(symbols.find((candidate) => candidate.doc !== null)?.doc ?? null).toBe(doc);
    expect(links ? decodeLinks(links).imports.map((entry) => entry.module) : []).toEqual(imports);
  });

  it('cut anywhere, or made of noise, still give an analysis', () => {
    const noise = fc.array(fc.constantFrom('create table ', 'create or replace function ', 'select ', 'declare\n', 'begin\n', '$$', 'FROM ', ' AS ', 'model ', 'message ', 'type ', '{', '}', '(', ')', '[', ']', '"', "'", '"""', '\n', '\n  ', ':', ';', '=', '#', '--', '/*', '*/', '//', '<!--', '<h1>', 'a', 'é', '𝒳', ',', '.', '\\', '\r\n', '@'), { maxLength: 120 });
    fc.assert(fc.property(fc.constantFrom(...samples), fc.double({ min: 0, max: 1, noNaN: true }), noise, ({ name, text }, at, parts) => {
      const cut = Math.floor(at * text.length);
      for (const broken of [text.slice(0, cut), text.slice(cut), text.slice(0, cut) + parts.join('') + text.slice(cut)]) check(analyze(name, broken), broken.toWellFormed());
    }), { numRuns: 200 });
  });

  it.each(['/*\n', '"""\n', '$a$\n', '<!--\n', '{\n', '(\n', '[\n', 'create table a (\n', 'declare\n', 'create or replace ', '<h1 ', 'a,\n', '@media {\n', '"a": {\n', 'message a {\n', '-- x\n', 'a:\n', "'\n", 'select\n'])('take time in proportion to their size: %j', (part) => {
    const text = part.repeat(Math.floor(100_000 / part.length));
    const start = performance.now();
    for (const { name } of samples) check(analyze(name, text), text);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('that are data are cut by lines alone', () => {
    expect(analyze('a.json', `{"a": "${'x'.repeat(6_000)}"}\n`)).toMatchObject({ quality: 'text', symbols: [] });
  });
});
