import fc from 'fast-check';
import { Corpus } from './corpus.ts';
import { searchLexical } from './lexical-search.ts';
import { mergeSegments } from './merge-segments.ts';
import { LEXICAL_PARAMETERS } from './parameters.ts';
import { classifyPath, pathPriors } from './path-class.ts';
import { SegmentBuilder } from './segment-builder.ts';
import { decodeDocuments, encodeDocuments, type SegmentDocuments } from './segment-documents.ts';
import { blockOf, findInBlock, termsOfBlock } from './term-blocks.ts';
import { TopK } from './top-k.ts';

interface File {
  readonly path: string;
  readonly chunks: readonly { text: string; name: string; header: string }[];
  readonly prose: boolean;
}
interface Segment {
  readonly documents: SegmentDocuments;
  readonly firstTerms: readonly string[];
  readonly blocks: readonly Uint8Array[];
  readonly live: boolean[];
}

// A small vocabulary, so that words meet; some beyond ASCII, since terms are sorted and front-coded.
const word = fc.constantFrom('alpha', 'beta', 'gamma', 'parseHeader', 'parse_header', 'header', 'zürich', '検索', 'a', 'route', 'router', '42', '😀word');
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
const chunk = fc.record({ text, name: fc.oneof(fc.constant(''), word), header: fc.oneof(fc.constant(''), text) });
const path = fc.constantFrom('src/a.ts', 'src/header.ts', 'src/route/b.ts', 'test/a.test.ts', 'docs/route.md', 'lib/é.ts', 'c.ts');
const file: fc.Arbitrary<File> = fc.record({ path, chunks: fc.array(chunk, { maxLength: 4 }), prose: fc.boolean() });

const ids = new Map<number, File>();
let nextId = 1;
function build(files: readonly File[]): Segment {
  const builder = new SegmentBuilder();
  for (const each of files) {
    ids.set(nextId, each);
    builder.addFile(nextId++, each.path, each.chunks, each.prose);
  }
  const { documents, firstTerms, blocks } = builder.finish();
  return { documents: decodeDocuments(encodeDocuments(documents)), firstTerms, blocks, live: files.map(() => true) };
}

function merge(segments: readonly Segment[]): Segment {
  const blocks: Uint8Array[] = [];
  const steps = mergeSegments(segments.map((segment) => ({ ...segment, blockCount: segment.blocks.length, readBlock: (n: number) => segment.blocks[n]! })), (block) => blocks.push(block));
  let step = steps.next();
  while (!step.done) step = steps.next();
  return { documents: step.value.documents, firstTerms: step.value.firstTerms, blocks, live: Array.from(step.value.documents.fileIds, () => true) };
}

const corpusOf = (segments: readonly Segment[]) =>
  new Corpus(
    segments.map((segment) => ({
      documents: segment.documents,
      files: Array.from(segment.documents.fileIds, (id, f) => (segment.live[f] ? { id, path: ids.get(id)!.path, language: '' } : null)),
      find: (term: string) => {
        const block = blockOf(segment.firstTerms, term);
        return block < 0 ? null : findInBlock(segment.blocks[block]!, term);
      },
    })),
    LEXICAL_PARAMETERS,
  );

const rank = (corpus: Corpus, query: string) =>
  searchLexical(corpus, query, 50, LEXICAL_PARAMETERS).map(({ chunk: number, score, parts }) => {
    const fileNumber = corpus.fileOf[number]!;
    return [corpus.files[fileNumber]!.path, number - corpus.firstChunk[fileNumber]!, score, parts];
  });

describe('segments', () => {
  it('find every term they were built from, and no other', () => {
    fc.assert(
      fc.property(fc.array(file, { maxLength: 6 }), (files) => {
        const { firstTerms, blocks } = build(files);
        const terms = blocks.flatMap((block) => [...termsOfBlock(block)].map(({ term }) => term));
        expect(terms).toEqual([...new Set(terms)].sort());
        for (const term of terms) expect(findInBlock(blocks[blockOf(firstTerms, term)]!, term)).not.toBeNull();
        for (const absent of ['absent', '', '\uffff']) {
          const at = blockOf(firstTerms, absent);
          expect(at < 0 ? null : findInBlock(blocks[at]!, absent)).toBeNull();
        }
      }),
    );
  });

  it('rank alike however they were written: updated, deleted, merged or built anew', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), files: fc.uniqueArray(file, { selector: (f) => f.path, minLength: 1, maxLength: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), path }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), keep: fc.nat(3) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), fc.array(word, { minLength: 1, maxLength: 4 }), (steps, query) => {
        let segments: Segment[] = [];
        const current = new Map<string, File>();
        const bury = (dead: string) => segments.forEach((segment) => segment.documents.fileIds.forEach((id, f) => (segment.live[f] &&= ids.get(id)!.path !== dead)));
        for (const action of steps) {
          if (action.kind === 'put') {
            action.files.forEach((each) => (bury(each.path), current.set(each.path, each)));
            segments.push(build(action.files));
          } else if (action.kind === 'delete') {
            bury(action.path);
            current.delete(action.path);
          } else if (segments.length > action.keep) segments = [...segments.slice(0, action.keep), merge(segments.slice(action.keep))];
        }
        expect(rank(corpusOf(segments), query.join(' '))).toEqual(rank(corpusOf([build([...current.values()])]), query.join(' ')));
      }),
      { numRuns: 300 },
    );
  });
});

describe('pairs of words', () => {
  const chunkOf = (content: string) => ({ text: content, name: '', header: '' });
  it('are told of prose, beside the score, and are no length', () => {
    const texts = ['the rate limit of requests', 'a limit of sizes of files, and the rate of requests'];
    const [prose, code] = [true, false].map((isText) => corpusOf([build(texts.map((content, i) => ({ path: `docs/${i}.md`, chunks: [chunkOf(content)], prose: isText })))]));
    const found = (corpus: Corpus) => searchLexical(corpus, 'rate limit', 10, LEXICAL_PARAMETERS);
    expect(found(prose!).map(({ parts }) => parts.together > 0)).toEqual([true, false]);
    expect(found(code!).map(({ parts }) => parts.together)).toEqual([0, 0]);
    expect(found(prose!).map(({ score }) => score)).toEqual(found(code!).map(({ score }) => score));
    expect(found(prose!).map(({ parts }) => parts.terms)).toEqual(found(code!).map(({ parts }) => parts.terms));
  });
});

describe('TopK', () => {
  it('is a sort cut short', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: 0, max: 12 }), (scores, limit) => {
        const top = new TopK(limit, (a, b) => a - b);
        scores.forEach((score, item) => top.offer(item, score));
        expect(top.sorted()).toEqual(scores.map((score, item) => ({ item, score })).sort((a, b) => b.score - a.score || a.item - b.item).slice(0, limit));
      }),
    );
  });
});

describe('path priors', () => {
  it.each([
    ['src/reply.ts', 'source'], ['lib/test-utils.js', 'source'], ['test/reply.test.js', 'test'], ['pkg/a_test.go', 'test'], ['tests/conftest.py', 'test'], ['docs/Hooks.md', 'docs'], ['CHANGELOG.md', 'docs'],
    ['examples/hello.js', 'example'], ['package.json', 'config'], ['.github/workflows/ci.yml', 'config'], ['dist/index.js', 'generated'], ['package-lock.json', 'generated'], ['src/latest.ts', 'source'],
  ])('%s is %s', (filePath, expected) => {
    expect(classifyPath(filePath)).toBe(expected);
  });

  it('halve what is not source, unless the question asks for it', () => {
    expect(pathPriors('how is the reply serialised', 0.5)).toEqual({ source: 1, test: 0.5, docs: 0.5, example: 0.5, config: 0.5, generated: 0.5 });
    expect(pathPriors('which tests cover the reply', 0.5).test).toBe(1);
    expect(pathPriors('documentation of the hooks and their order', 0.5).docs).toBe(1);
    expect(pathPriors('reply tests', 0.5).test).toBe(1);
    expect(pathPriors('what does the README say about plugins', 0.5).docs).toBe(1);
    expect(pathPriors('fix serialisation of null in replies and add tests', 0.5).test).toBe(0.5);
  });
});
