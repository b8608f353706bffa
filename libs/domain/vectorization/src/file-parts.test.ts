import type { FileChunks } from '@twinmcp/contracts';
import { FileParts } from './index.ts';

const part = (path: string, n: number, last: boolean, text = `part ${n}`, fileHash = 'h'): FileChunks => ({
  path, language: 'text', fileHash, lines: 1, bytes: 1, part: n, last, chunks: [{ id: `${n}`, kind: 'text', symbol: null, symbolKind: null, header: '', startLine: n + 1, endLine: n + 1, text }],
});
const stored = async () => true;
const notStored = async () => false;
const textsOf = (file: FileChunks | null | 'stored') => (file as FileChunks).chunks.map((chunk) => chunk.text);

describe('FileParts', () => {
  it('passes a file in one part through', async () => {
    const whole = part('a', 0, true);
    expect(await new FileParts().accept('w', whole, notStored)).toBe(whole);
  });

  it('joins parts, also when they repeat, and keeps workspaces apart', async () => {
    const parts = new FileParts();
    expect(await parts.accept('w', part('a', 0, false), notStored)).toBeNull();
    expect(await parts.accept('other', part('a', 0, false, 'of the other'), notStored)).toBeNull();
    expect(await parts.accept('w', part('a', 1, false), notStored)).toBeNull();
    expect(await parts.accept('w', part('a', 0, false), notStored)).toBeNull();
    expect(await parts.accept('w', part('a', 1, false), notStored)).toBeNull();
    expect(textsOf(await parts.accept('w', part('a', 2, true), notStored))).toEqual(['part 0', 'part 1', 'part 2']);
    expect(textsOf(await parts.accept('other', part('a', 1, true), notStored))).toEqual(['of the other', 'part 1']);
  });

  it('starts over when the file changed in between', async () => {
    const parts = new FileParts();
    await parts.accept('w', part('a', 0, false, 'old', 'h1'), notStored);
    await parts.accept('w', part('a', 0, false, 'new', 'h2'), notStored);
    await expect(parts.accept('w', part('a', 1, true, 'old', 'h1'), notStored)).rejects.toMatchObject({ code: 'conflict' });
    expect(textsOf(await parts.accept('w', part('a', 1, true, 'end', 'h2'), notStored))).toEqual(['new', 'end']);
  });

  it('asks for the file again when a part is lost, except after a lost answer', async () => {
    const parts = new FileParts();
    await expect(parts.accept('w', part('a', 1, false), stored)).rejects.toMatchObject({ code: 'conflict' });
    await expect(parts.accept('w', part('a', 1, true), notStored)).rejects.toMatchObject({ code: 'conflict' });
    expect(await parts.accept('w', part('a', 1, true), stored)).toBe('stored');
    await parts.accept('w', part('a', 0, false), notStored);
    await expect(parts.accept('w', part('a', 2, true), notStored)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('bounds what waits: the oldest file goes first, one too big is refused', async () => {
    const parts = new FileParts(3_000);
    await parts.accept('w', part('old', 0, false, 'x'.repeat(600)), notStored);
    await parts.accept('w', part('new', 0, false, 'x'.repeat(600)), notStored);
    await expect(parts.accept('w', part('old', 1, true), notStored)).resolves.not.toBeNull();
    await parts.accept('w', part('old', 0, false, 'x'.repeat(600)), notStored);
    await parts.accept('w', part('new2', 0, false, 'x'.repeat(600)), notStored);
    await expect(parts.accept('w', part('new', 1, true), notStored)).rejects.toMatchObject({ code: 'conflict' });
    await expect(parts.accept('w', part('huge', 0, false, 'x'.repeat(2_000)), notStored)).rejects.toMatchObject({ code: 'payload-too-large' });
  });
});
