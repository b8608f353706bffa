import { PlainTextAnalyzer } from './plain-text-analyzer.ts';

const analyze = (path: string, content: string | Uint8Array) => new PlainTextAnalyzer().analyze({ path, content: typeof content === 'string' ? new TextEncoder().encode(content) : content });

describe('PlainTextAnalyzer', () => {
  it('reads Markdown by its headings', async () => {
    expect(await analyze('a.md', '# A\n\ntext\n')).toMatchObject({ language: 'markdown', quality: 'full', lines: 3, symbols: [{ kind: 'heading', name: 'A' }], chunks: [{ kind: 'section', symbol: 'A' }] });
  });

  it('reads everything else as text, with its language', async () => {
    expect(await analyze('a.ini', '[a]\nb = 1\n')).toMatchObject({ language: 'ini', quality: 'text', symbols: [], chunks: [{ kind: 'text', startLine: 1, endLine: 2 }] });
  });

  it('says when bytes were replaced or a line was cut', async () => {
    expect(await analyze('a.txt', Uint8Array.from([97, 0xff]))).toMatchObject({ quality: 'degraded', note: expect.stringMatching(/invalid UTF-8/) });
    expect(await analyze('a.csv', 'x'.repeat(50_000))).toMatchObject({ quality: 'degraded', note: expect.stringMatching(/cut/) });
  });
});
