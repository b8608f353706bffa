import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { connect } from '@nats-io/transport-node';
import { describeWithServer, findBinary, startNatsServer, startPostgresServer, startQdrantDouble, type QdrantDouble, type RunningServer } from '@twinmcp/testing';

const PROGRAM = fileURLToPath(new URL('./backup.mjs', import.meta.url));
const JOBS = 400;

interface Stores {
  readonly nats: RunningServer;
  readonly postgres: RunningServer;
  readonly qdrant: QdrantDouble;
}

describeWithServer(findBinary('postgres') ? 'nats-server' : 'postgres', 'backup.mjs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-backup-'));
  const backup = path.join(folder, 'one');
  let stores: Stores;
  const others: Stores[] = [];

  const start = async (): Promise<Stores> => {
    const fresh = { nats: await startNatsServer(), postgres: await startPostgresServer(), qdrant: await startQdrantDouble() };
    others.push(fresh);
    return fresh;
  };
  const run = (args: readonly string[], { nats, postgres, qdrant }: Stores = stores): Promise<{ code: number | null; output: string }> => new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env['PATH'], HOME: folder, NATS_URL: nats.url, DATABASE_URL: postgres.url, QDRANT_URL: qdrant.url }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('close', (code) => resolve({ code, output }));
  });
  const sql = (text: string, { postgres } = stores): string => execFileSync(findBinary('psql')!, [postgres.url, '-tAc', text], { encoding: 'utf8' }).trim();
  const qdrant = async <T>(method: string, at: string, body?: object, { qdrant: { url } } = stores): Promise<T> => {
    const response = await fetch(url + at, { method, headers: { 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) });
    expect(response.status).toBe(200);
    return ((await response.json()) as { result: T }).result;
  };
  /** All that can be seen of a NATS server: messages with their numbers and times, what is acknowledged, keys with their revisions. */
  const streams = async ({ nats } = stores) => {
    const nc = await connect({ servers: nats.url });
    try {
      const manager = await jetstreamManager(nc);
      const messages = [];
      for (const seq of [1, 2, JOBS]) messages.push(await manager.streams.getMessage('JOBS', { seq }).then((message) => message && { seq: message.seq, at: message.time.getTime(), text: message.string() }));
      const { state } = await manager.streams.info('JOBS');
      const { ack_floor, num_pending } = await manager.consumers.info('JOBS', 'workers');
      const entry = await (await new Kvm(nc).open('workspaces')).get('one');
      return { messages, count: state.messages, floor: ack_floor.stream_seq, pending: num_pending, entry: entry && { value: entry.string(), revision: entry.revision } };
    } finally {
      await nc.close();
    }
  };

  beforeAll(async () => {
    stores = await start();
    sql('create table conversations (id int primary key, text text); insert into conversations select i, $$Frage „$$ || i from generate_series(1, 5000) i; create extension if not exists pg_trgm; create index on conversations using gin (text gin_trgm_ops)');
    const nc = await connect({ servers: stores.nats.url });
    const manager = await jetstreamManager(nc);
    await manager.streams.add({ name: 'JOBS', subjects: ['jobs.>'] });
    await manager.consumers.add('JOBS', { durable_name: 'workers', ack_policy: AckPolicy.Explicit });
    const js = jetstream(nc);
    const big = 'x'.repeat(3_000);
    for (let i = 1; i <= JOBS; i++) await js.publish('jobs.index', `${i} ${big}`);
    const consumer = await js.consumers.get('JOBS', 'workers');
    for (let i = 0; i < 5; i++) await (await consumer.next())!.ackAck();
    const bucket = await new Kvm(nc).create('workspaces');
    await bucket.put('one', '{"generation":1}');
    await bucket.put('one', '{"generation":2}');
    await nc.close();
    await qdrant('PUT', '/collections/code', { vectors: { dense: { size: 4, distance: 'Cosine' } }, sparse_vectors: { terms: { modifier: 'idf' } } });
    await qdrant('PUT', '/collections/code/index?wait=true', { field_name: 'path', field_schema: 'keyword' });
    await qdrant('PUT', '/collections/code/points?wait=true', { points: Array.from({ length: 600 }, (_, id) => ({ id, payload: { path: `src/${id}.ts` }, vector: { dense: [id + 1, 1, 2, 3], terms: { indices: [id, id + 7], values: [1, 2] } } })) });
    await qdrant('POST', '/collections/aliases', { actions: [{ create_alias: { alias_name: 'live', collection_name: 'code' } }] });
  }, 120_000);

  afterAll(async () => {
    for (const { nats, postgres, qdrant: vectors } of others) await Promise.all([nats.stop(), postgres.stop(), vectors.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('reads all three stores into a folder that only its owner can read', async () => {
    expect(await run(['make', backup])).toEqual({ code: 0, output: expect.stringContaining('holds') });
    expect(JSON.parse(readFileSync(path.join(backup, 'manifest.json'), 'utf8'))).toMatchObject({ format: 1, parts: { postgres: ['public.conversations'], qdrant: ['code'], jetstream: ['JOBS', 'KV_workspaces'] } });
    expect([statSync(backup).mode & 0o777, statSync(path.join(backup, 'jetstream/JOBS.stream')).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(await run(['check', backup])).toMatchObject({ code: 0 });
    expect(await run(['make', backup])).toEqual({ code: 1, output: expect.stringContaining('not empty') });
  }, 120_000);

  it('puts everything back into empty stores: rows and indexes, messages with their numbers and acknowledgements, points and aliases', async () => {
    const empty = await start();
    expect(await run(['restore', backup], empty)).toEqual({ code: 0, output: expect.stringContaining('Restored the state of') });
    expect(sql('select count(*), max(text) from conversations', empty)).toBe(sql('select count(*), max(text) from conversations'));
    expect(sql("select indexdef from pg_indexes where tablename = 'conversations' order by 1", empty)).toContain('gin_trgm_ops');
    const restored = await streams(empty);
    expect(restored).toEqual(await streams());
    expect(restored).toMatchObject({ count: JOBS, floor: 5, pending: JOBS - 5, entry: { value: '{"generation":2}', revision: 2 } });
    const query = { query: [3, 1, 2, 3], using: 'dense', limit: 5, with_payload: true };
    expect(await qdrant('POST', '/collections/live/points/query', query, empty)).toEqual(await qdrant('POST', '/collections/live/points/query', query));
    expect(await qdrant('POST', '/collections/code/points/count', {}, empty)).toEqual({ count: 600 });
    expect(Object.keys((await qdrant<{ payload_schema: object }>('GET', '/collections/code', undefined, empty)).payload_schema)).toEqual(['path']);
    expect([...empty.qdrant.violations, ...stores.qdrant.violations]).toEqual([]);
  }, 120_000);

  it('overwrites only when told to, and then brings back what the backup holds', async () => {
    const before = await streams();
    sql('delete from conversations where id > 10');
    await qdrant('POST', '/collections/code/points/delete?wait=true', { points: [1, 2, 3] });
    expect(await run(['restore', backup])).toEqual({ code: 1, output: expect.stringMatching(/postgres is not empty.*--replace/) });
    expect(sql('select count(*) from conversations')).toBe('10');
    expect(await run(['restore', backup, '--replace'])).toMatchObject({ code: 0 });
    expect(sql('select count(*) from conversations')).toBe('5000');
    expect(await qdrant('POST', '/collections/live/points/count', {})).toEqual({ count: 600 });
    expect(await streams()).toEqual(before);
  }, 120_000);

  it.each(['postgres/database.dump', 'jetstream/JOBS.stream', 'qdrant/0.points.gz'])('restores nothing from a backup whose %s is damaged', async (file) => {
    const damaged = path.join(folder, `damaged-${path.basename(file)}`);
    cpSync(backup, damaged, { recursive: true });
    const bytes = readFileSync(path.join(damaged, file));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path.join(damaged, file), bytes);
    expect(await run(['restore', damaged, '--replace'])).toEqual({ code: 1, output: expect.stringContaining(`${file} of the backup is damaged`) });
    expect(sql('select count(*) from conversations')).toBe('5000');
    rmSync(path.join(damaged, file));
    expect(await run(['check', damaged])).toEqual({ code: 1, output: expect.stringContaining('is missing') });
  }, 120_000);

  it('leaves no half of a backup when a store is away, and says how it is used', async () => {
    const away = { ...stores, nats: { ...stores.nats, url: 'nats://127.0.0.1:1' } };
    const { code } = await run(['make', path.join(folder, 'half')], away);
    expect(code).toBe(1);
    expect(() => statSync(path.join(folder, 'half'))).toThrow('ENOENT');
    expect(() => statSync(path.join(folder, 'half.part'))).toThrow('ENOENT');
    expect(await run(['make'])).toMatchObject({ code: 2 });
    expect(await run(['make', 'x', '--forse'])).toMatchObject({ code: 2 });
    expect(await run(['check', folder])).toEqual({ code: 1, output: expect.stringContaining('is no backup') });
  }, 120_000);
});
