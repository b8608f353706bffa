import fc from 'fast-check';
import { decodeLines, decodeText, inspectContent } from './inspect-content.ts';
import { LineIndex } from './line-index.ts';
import { signatureOf } from './signature.ts';

const utf8 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('inspectContent', () => {
  it('passes UTF-8 through and drops the byte order mark', () => {
    expect(inspectContent(Buffer.from('größe\n'))).toMatchObject({ ok: true, note: null });
    expect(decodeText(Buffer.from('\uFEFFx'))).toBe('x');
    expect(decodeText(new Uint8Array(0))).toBe('');
  });

  it('repairs what is text in another encoding and says so', () => {
    const latin = inspectContent(Buffer.from('const größe = "Straße"; // und noch etwas Text\n', 'latin1'));
    expect(latin).toMatchObject({ ok: true, note: expect.stringContaining('not valid UTF-8: 3 bytes') });
    const wide = inspectContent(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('let x;\n', 'utf16le')]));
    expect(wide).toMatchObject({ ok: true, note: 'decoded from UTF-16LE' });
    if (wide.ok) expect(utf8(wide.content)).toBe('let x;\n');
  });

  it('refuses binaries and private keys', () => {
    expect(inspectContent(Buffer.from('MZ\0\0x'))).toMatchObject({ ok: false, reason: 'binary' });
    expect(inspectContent(Buffer.from(Array.from({ length: 500 }, (_, i) => 128 + (i % 100))))).toMatchObject({ ok: false, reason: 'binary' });
    for (const kind of ['', 'RSA ', 'OPENSSH ', 'ENCRYPTED ']) expect(inspectContent(Buffer.from(`\n-----BEGIN ${kind}PRIVATE KEY-----\nabc`))).toMatchObject({ ok: false, reason: 'secret' });
    expect(inspectContent(Buffer.from('const pem = "-----BEGIN PRIVATE KEY-----"'))).toMatchObject({ ok: true });
  });
});

describe('LineIndex', () => {
  it('gives back every line whatever ends it', () => {
    fc.assert(fc.property(fc.array(fc.string().map((s) => s.replace(/[\r\n]/g, '')), { minLength: 1 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), (lines, ending, ended) => {
      fc.pre(lines.at(-1) !== '' || ended);
      const index = new LineIndex(lines.join(ending) + (ended ? ending : ''));
      expect(index.count).toBe(lines.length);
      lines.forEach((line, i) => expect(index.slice(i + 1, i + 1)).toBe(`${line}\n`));
      expect(index.slice(1, lines.length + 9)).toBe(lines.map((line) => `${line}\n`).join(''));
    }));
  });

  it('clips', () => {
    const index = new LineIndex('a\nb\n');
    expect([index.slice(3, 4), index.slice(2, 1), index.slice(2, 9)]).toEqual(['', '', 'b\n']);
    expect(new LineIndex('').count).toBe(0);
  });
});

describe('signatureOf', () => {
  const signature = (language: string, text: string, nameLine = 1): string | null => {
    const lines = new LineIndex(text);
    return signatureOf(lines, language, { startLine: 1, endLine: lines.count, nameLine });
  };
  it.each([
    ['typescript', 'export async function f(a: number,\n  b = { x: 1 }): Promise<void> {\n  return;\n}\n', 1, 'export async function f(a: number, b = { x: 1 }): Promise<void>'],
    ['typescript', '@Injectable()\nexport class A extends B {\n}\n', 2, 'export class A extends B'],
    ['typescript', 'const f = (x) => x + 1;\n', 1, 'const f = (x)'],
    ['python', 'def f(a: int,\n      b: dict[str, int]) -> str:\n    return ""\n', 1, 'def f(a: int, b: dict[str, int]) -> str'],
    ['go', 'func (s *Server) Handle(w http.ResponseWriter) error {\n}\n', 1, 'func (s *Server) Handle(w http.ResponseWriter) error'],
    ['c', 'static int f(void)\n{\n}\n', 1, 'static int f(void)'],
    ['markdown', '## A heading: with colon\n\nText.\n', 1, '## A heading: with colon'],
  ])('%s %j', (language, text, nameLine, expected) => expect(signature(language, text, nameLine)).toBe(expected));

  it('is null past the end of a file that shrank', () => {
    expect(signatureOf(new LineIndex('a\n'), 'go', { startLine: 5, endLine: 9, nameLine: 5 })).toBeNull();
  });
});

describe('decodeText', () => {
  it('gives lines as it gives the text, in which little is looked at', () => {
    const key = `k7Q4x9Zm2Lp8Rt5Vb3Nc`;
    const code = `const a = 1;\r\nconst password =\n  '${key}';\n\n// token: ${key}\nlast`;
    for (const text of [code, `${code}\n-----BEGIN PRIVATE KEY-----\n${key}${key}\n${key}\n-----END PRIVATE KEY-----\n`, '', '\n', key]) {
      const [lines, whole] = [decodeLines(Buffer.from(text))!, new LineIndex(decodeText(Buffer.from(text))!)];
      expect(lines.count).toBe(whole.count);
      for (let from = 1; from <= whole.count + 1; from++) for (let to = from - 1; to <= whole.count + 1; to++) expect(lines.slice(from, to)).toBe(whole.slice(from, to));
    }
    expect(decodeLines(Buffer.from(code))!.slice(3, 3)).toBe(`  '${'*'.repeat(key.length)}';\n`);
    expect(decodeLines(Buffer.from([0, 1, 2]))).toBeNull();
  });

  it('gives the text that the index was built from: secrets are masked, positions stay', () => {
    const token = `ghp_${'aB3'.repeat(12)}`;
    expect(decodeText(Buffer.from(`a\nexport TOKEN=${token}\nb`))).toBe(`a\nexport TOKEN=${'*'.repeat(token.length)}\nb`);
  });
});
