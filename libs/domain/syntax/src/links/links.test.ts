import fc from 'fast-check';
import { SymbolKind } from '@twinmcp/contracts';
import { CorruptLinksError } from './byte-stream.ts';
import { decodeLinks, linkNames } from './decode-links.ts';
import { encodeLinks } from './encode-links.ts';
import { REFERENCE_KINDS, type FileLinks } from './model.ts';

const name = fc.oneof(fc.constantFrom('a', 'run', 'Store', '名前', '𝒳', ''), fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.toWellFormed()));
const line = fc.integer({ min: 1, max: 2_000_000_000 });
const column = fc.oneof(fc.nat(200), fc.nat(2_000_000_000));
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const linksOf = (symbolCount: number): fc.Arbitrary<FileLinks> => {
  const symbol = fc.integer({ min: -1, max: symbolCount - 1 });
  return fc.record({
    packageName: maybe(name),
    symbols: fc.array(fc.record({
      name, qualifiedName: name, kind: fc.constantFrom(...SymbolKind.options), startLine: line, endLine: line, nameLine: line, nameColumn: column, container: symbol,
      exported: fc.boolean(), visibility: fc.constantFrom(null, 'public' as const, 'protected' as const, 'private' as const), type: maybe(name),
    }), { minLength: symbolCount, maxLength: symbolCount }),
    imports: fc.array(fc.record({
      module: name, kind: fc.constantFrom('import' as const, 'reexport' as const, 'require' as const, 'dynamic' as const, 'include' as const), line,
      bindings: fc.array(fc.record({ imported: name, local: maybe(name), exported: maybe(name), typeOnly: fc.boolean() }), { maxLength: 5 }),
    }), { maxLength: 8 }),
    exports: fc.array(fc.record({ local: name, exported: name }), { maxLength: 5 }),
    references: fc.array(fc.record({ name, receiver: maybe(name), receiverType: maybe(name), kind: fc.constantFrom(...REFERENCE_KINDS), line, column, symbol }), { maxLength: 60 }),
    shapes: symbolCount === 0 ? fc.constant([]) : fc.array(fc.record({
      symbol: fc.nat(symbolCount - 1), tokens: column, statements: column, nesting: fc.nat(100), complexity: fc.nat(1_000), parameters: fc.nat(50),
      fingerprints: fc.uniqueArray(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 20 }).map((hashes) => hashes.sort((a, b) => a - b)),
    }), { maxLength: 5 }),
  });
};
const links = fc.nat(12).chain(linksOf);
const namesOf = ({ references, imports }: FileLinks): Set<string> => new Set([...references.map((reference) => reference.name), ...imports.flatMap(({ bindings }) => bindings.flatMap(({ imported, local }) => (local === null ? [imported] : [imported, local])))]);

describe('encoded links', () => {
  it('give back what was encoded', () => {
    fc.assert(fc.property(links, (value) => expect(decodeLinks(encodeLinks(value))).toEqual(value)), { numRuns: 400 });
  });

  it('name what references and imports name, once each', () => {
    fc.assert(fc.property(links, (value) => {
      const names = linkNames(encodeLinks(value));
      expect(new Set(names)).toEqual(namesOf(value));
      expect(names.length).toBe(new Set(names).size);
    }));
  });

  it('are small: a reference costs a few bytes', () => {
    const references = Array.from({ length: 1_000 }, (_, i) => ({ name: `name${i % 50}`, receiver: i % 2 ? 'this' : null, receiverType: null, kind: 'call' as const, line: 1 + (i >> 1), column: 20 * (i % 2), symbol: -1 }));
    expect(encodeLinks({ packageName: null, symbols: [], imports: [], exports: [], references, shapes: [] }).byteLength).toBeLessThan(6_000);
  });

  it('make well-formed text of lone surrogates', () => {
    const value: FileLinks = { packageName: 'a\uD800b', symbols: [], imports: [], exports: [], references: [], shapes: [] };
    expect(decodeLinks(encodeLinks(value)).packageName).toBe('a\uFFFDb');
  });
});

describe('corrupt links', () => {
  it('are refused by one kind of error, or read as other links, never as anything else', () => {
    fc.assert(fc.property(links, fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.double({ min: 0, max: 1, noNaN: true }), (value, changes, cut) => {
      const bytes = encodeLinks(value);
      for (const [at, byte] of changes) bytes[Math.floor(at * bytes.byteLength)] = byte;
      for (const broken of [bytes, bytes.subarray(0, Math.floor(cut * bytes.byteLength))]) {
        for (const read of [decodeLinks, linkNames]) {
          try {
            read(broken);
          } catch (error) {
            expect(error).toBeInstanceOf(CorruptLinksError);
          }
        }
      }
    }), { numRuns: 1_000 });
  });

  it.each([
    ['nothing', new Uint8Array(0), /end early/], ['other bytes', new Uint8Array([1, 2, 3]), /no links/], ['another version', new Uint8Array([0x4c, 99]), /version 99/],
    ['an endless list', new Uint8Array([0x4c, 1, 255, 255, 255, 255, 15, 0]), /longer than they are/],
  ])('%s', (_, bytes, message) => expect(() => decodeLinks(bytes)).toThrow(message));

  it('with bytes behind their end are refused', () => {
    const bytes = encodeLinks({ packageName: null, symbols: [], imports: [], exports: [], references: [], shapes: [] });
    expect(() => decodeLinks(new Uint8Array([...bytes, 0]))).toThrow(/behind the end/);
  });
});
