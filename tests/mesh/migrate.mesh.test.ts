import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeWithServer, startPostgresServer, type RunningServer } from '@twinmcp/testing';

const MIGRATE = fileURLToPath(new URL('../../apps/library-resolution/dist/migrate.js', import.meta.url));

/** What the chart's migration job runs. */
describeWithServer('postgres', 'The migration job', () => {
  const data = mkdtempSync(path.join(tmpdir(), 'twinmcp-migrate-'));
  let server: RunningServer;
  beforeAll(async () => {
    server = await startPostgresServer();
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const migrate = (url: string, heard: (output: string) => void = () => {}): Promise<{ code: number | null; output: string }> => new Promise((resolve) => {
    const child = spawn(process.execPath, [MIGRATE], { env: { PATH: process.env['PATH'], HOME: data, TWINMCP_DATA_DIR: data, DATABASE_URL: url }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => heard((output += chunk.toString())));
    child.once('exit', (code) => resolve({ code, output }));
  });

  it('makes the tables, from two jobs at once, and again changes nothing', async () => {
    for (const { code, output } of await Promise.all([migrate(server.url), migrate(server.url)])) expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('the tables are those of this release') });
    expect(await migrate(server.url)).toMatchObject({ code: 0 });
  }, 120_000);

  it('waits for a database that is not there yet', async () => {
    await server.kill();
    let restarted: Promise<void> | undefined;
    const { code } = await migrate(server.url, (output) => {
      if (output.includes('waiting')) restarted ??= server.restart();
    });
    expect({ code, waited: restarted !== undefined }).toEqual({ code: 0, waited: true });
    await restarted;
  }, 120_000);

  it('has nothing to do without a database, and refuses what is no URL of one', async () => {
    expect(await migrate('')).toMatchObject({ code: 0, output: expect.stringContaining('nothing to bring up to date') });
    expect(await migrate('mysql://db')).toMatchObject({ code: 1 });
  }, 60_000);
});
