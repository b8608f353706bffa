import { MemoryMessageBus } from '@twinmcp/bus-memory';
import { astAnalysis, type RangeText } from '@twinmcp/contracts';
import { BusRpcClient, newCallContext, serveRpc } from '@twinmcp/messaging';
import fc from 'fast-check';
import { RpcManifestReader } from './rpc-manifest-reader.ts';

/** Serves files by the rules of ast-analysis: ranges clamped to the file, "missing" past its end, what has no room left out. */
async function serving(files: Record<string, string>, options: { room?: number; hash?: (call: number) => string } = {}) {
  const bus = new MemoryMessageBus();
  const calls: number[] = [];
  const split = new Map(Object.entries(files).map(([path, text]) => [path, text.match(/[^\n]*\n|[^\n]+$/g) ?? ['']]));
  await serveRpc(bus, astAnalysis.readRanges, async ({ ranges }) => {
    calls.push(ranges.length);
    let room = options.room ?? 480 * 1024;
    const found: RangeText[] = [];
    for (const { path, startLine, endLine } of ranges) {
      const lines = split.get(path) ?? null;
      const past = lines === null || startLine > lines.length;
      const text = past ? '' : lines.slice(startLine - 1, endLine).join('');
      room -= text.length;
      if (room < 0) { room += text.length; continue; }
      found.push({ path, startLine, endLine: past ? endLine : Math.min(endLine, lines.length), status: past ? 'missing' : 'fresh', text, fileHash: lines === null ? null : (options.hash?.(calls.length) ?? 'h'), commit: null, dirty: false, parser: 'full', enclosing: null });
    }
    return { ranges: found, omitted: ranges.length - found.length };
  });
  return { calls, reader: new RpcManifestReader(new BusRpcClient(bus), 'w', newCallContext({ timeoutMs: 20_000 })) };
}

describe('RpcManifestReader', () => {
  it('asks for many small files at once and leaves out those that do not exist', async () => {
    const { reader, calls } = await serving({ a: 'one\ntwo\n', b: '' });
    expect(await reader.read(['a', 'b', 'c'], 100)).toEqual([{ path: 'a', text: 'one\ntwo\n' }, { path: 'b', text: '' }]);
    expect(calls).toEqual([3]);
  });

  it('gives back every file whole, whatever its length and however little fits into an answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ width: fc.integer({ min: 0, max: 90 }), lines: fc.integer({ min: 0, max: 2_500 }), end: fc.boolean() }), { minLength: 1, maxLength: 3 }), fc.integer({ min: 1_000, max: 50_000 }), async (shapes, room) => {
        const files = Object.fromEntries(shapes.map(({ width, lines, end }, i) => [`f${i}`, Array.from({ length: lines }, (_, n) => `${n}`.padEnd(width, 'x').slice(0, 99)).join('\n') + (end && lines > 0 ? '\n' : '')]));
        const { reader } = await serving(files, { room });
        const read = await reader.read(Object.keys(files), 1_000_000);
        expect(Object.fromEntries(read.map(({ path, text }) => [path, text.replace(/\n$/, '')]))).toEqual(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replace(/\n$/, '')])));
        expect(read.every(({ cut }) => cut === undefined)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('reads a long lock file in few calls', async () => {
    const lock = '    "resolved": "https://host/some/package.tgz",\n'.repeat(40_000);
    const { reader, calls } = await serving({ 'package-lock.json': lock });
    const [file] = await reader.read(['package-lock.json'], 16_000_000);
    expect(file!.text === lock).toBe(true);
    expect(calls.length).toBeLessThan(10);
  });

  it('says what it could not read: too long a file, too long a line, a file that keeps changing', async () => {
    expect(await (await serving({ a: 'x\n'.repeat(3_000) })).reader.read(['a'], 500)).toEqual([{ path: 'a', text: 'x\n'.repeat(250), cut: 'is over 500 bytes and not read to its end' }]);
    expect(await (await serving({ a: `ok\n${'y'.repeat(600_000)}\n` })).reader.read(['a'], 1_000_000)).toEqual([expect.objectContaining({ cut: 'line 2 is too long to read' })]);
    expect(await (await serving({ a: 'x\n'.repeat(3_000) }, { hash: (call) => `h${call}` })).reader.read(['a'], 1_000_000)).toEqual([{ path: 'a', text: '', cut: 'changes while it is read' }]);
  });
});
