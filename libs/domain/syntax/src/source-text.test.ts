import fc from 'fast-check';
import { decodeSource, splitLines } from './source-text.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('decodeSource', () => {
  it('takes the byte order mark away and keeps line ends in the text', () => {
    expect(decodeSource(bytes(0xef, 0xbb, 0xbf, 97, 13, 10, 98))).toEqual({ text: 'a\r\nb', lines: ['a', 'b'], note: null });
  });

  it.each([
    ['little endian', bytes(0xff, 0xfe, 0xe9, 0x00, 10, 0)],
    ['big endian', bytes(0xfe, 0xff, 0x00, 0xe9, 0, 10)],
  ])('reads UTF-16 %s', (_, content) => expect(decodeSource(content)).toEqual({ text: 'é\n', lines: ['é'], note: null }));

  it('replaces what is no UTF-8 and says so', () => {
    const { text, note } = decodeSource(bytes(97, 0xff, 98));
    expect(text).toBe('a\uFFFDb');
    expect(note).toMatch(/invalid UTF-8/);
  });

  it('does not complain about a replacement character that the file really holds', () => {
    expect(decodeSource(new TextEncoder().encode('a\uFFFDb')).note).toBeNull();
  });

  it('gives back every text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }).filter((text) => !text.startsWith('\uFEFF')), (text) => {
      expect(decodeSource(new TextEncoder().encode(text)).text).toBe(text);
    }));
  });
});

describe('splitLines', () => {
  it.each([['', []], ['\n', ['']], ['a', ['a']], ['a\n', ['a']], ['a\n\n', ['a', '']], ['a\r\nb\r\n', ['a', 'b']], ['a\rb', ['a\rb']]])('%j', (text, lines) => expect(splitLines(text)).toEqual(lines));
});
