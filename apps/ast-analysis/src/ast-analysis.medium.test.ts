import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { astAnalysis } from '@twinmcp/contracts';
import { startAstAnalysis, type ServiceUnderTest } from './test-support/start-service.ts';

const SERVER = `/** Serves. */
export class Server {
  handle(request: string, reply: (text: string) => void): void {
    reply(request);
  }
}
`;

describe('ast-analysis over a bus', () => {
  let base: string;
  let root: string;
  let service: ServiceUnderTest;

  beforeEach(async () => {
    base = await mkdtemp(path.join(tmpdir(), 'twinmcp-ast-'));
    root = path.join(base, 'project');
    await mkdir(path.join(root, 'src'), { recursive: true });
    await writeFile(path.join(root, 'src/server.ts'), SERVER);
    await writeFile(path.join(root, 'README.md'), '# Project\n\nText.\n');
    await writeFile(path.join(root, '.env'), 'TOKEN=abc\n');
    service = await startAstAnalysis({ dataDir: path.join(base, 'data') });
  });

  afterEach(async () => {
    await service.stop();
    await rm(base, { recursive: true, force: true });
  });

  it('indexes a directory and answers from it', async () => {
    const { workspaceId, job, summary } = await service.index({ kind: 'directory', root });
    expect(job).toMatchObject({ state: 'succeeded', error: null, attempts: 1, progress: { phase: 'done', filesDone: 2, filesTotal: 2 } });
    expect(summary).toMatchObject({ generation: 1, files: 2, added: 2, skippedByReason: { secret: 1 }, languages: { typescript: 1, markdown: 1 } });
    expect([...service.sink.files.keys()].sort()).toEqual(['README.md', 'src/server.ts']);

    const status = await service.call(astAnalysis.workspaceStatus, { workspaceId });
    expect(status).toMatchObject({ state: 'ready', generation: 1, job: { id: job.id } });

    const { symbols } = await service.call(astAnalysis.findSymbols, { workspaceId, names: ['Server.handle'], withSignature: true });
    expect(symbols[0]).toMatchObject({ qualifiedName: 'Server.handle', path: 'src/server.ts', startLine: 3, endLine: 5, score: 1, signature: 'handle(request: string, reply: (text: string) => void): void' });

    const { ranges } = await service.call(astAnalysis.readRanges, { workspaceId, ranges: [{ path: 'src/server.ts', startLine: 3, endLine: 99, fileHash: symbols[0]!.fileHash }] });
    expect(ranges[0]).toMatchObject({ status: 'fresh', startLine: 3, endLine: 6, commit: null, dirty: false });
    expect(ranges[0]!.text.split('\n')[0]).toBe('  handle(request: string, reply: (text: string) => void): void {');
  });
});
