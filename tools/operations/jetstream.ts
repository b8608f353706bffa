import { createWriteStream, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { once } from 'node:events';
import { connect, createInbox, type NatsConnection } from '@nats-io/transport-node';

/**
 * Streams as the server itself writes them, by its snapshot interface: messages with their numbers and times, and consumers with what they
 * acknowledged. Key-value buckets and queues are streams. https://docs.nats.io/reference/reference-protocols/nats_api_reference
 */
const CHUNK_BYTES = 128 * 1024;
const API_TIMEOUT_MS = 30_000;
/** Between two chunks. */
const STALL_MS = 60_000;

interface ApiError {
  readonly error?: { readonly description: string };
}

export async function backUpJetStream(url: string, folder: string): Promise<string[]> {
  return withServer(url, async (nc) => {
    const names = await streams(nc);
    for (const name of names) await snapshot(nc, name, folder);
    return names;
  });
}

export async function jetStreamIsEmpty(url: string): Promise<boolean> {
  return withServer(url, async (nc) => (await streams(nc)).length === 0);
}

export async function restoreJetStream(url: string, folder: string, replace: boolean): Promise<void> {
  await withServer(url, async (nc) => {
    if (replace) for (const name of await streams(nc)) await api(nc, `STREAM.DELETE.${name}`);
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')).sort()) await restore(nc, path.join(folder, file));
  });
}

async function withServer<T>(url: string, work: (nc: NatsConnection) => Promise<T>): Promise<T> {
  const parsed = url.split(',').map((one) => new URL(one.trim()));
  const { username, password } = parsed[0]!;
  const nc = await connect({ servers: parsed.map(({ host }) => host), ...(username && { user: decodeURIComponent(username), pass: decodeURIComponent(password) }), ...(parsed[0]!.protocol === 'tls:' && { tls: {} }), name: 'twinmcp backup', reconnect: false, timeout: 10_000 });
  try {
    return await work(nc);
  } finally {
    await nc.close();
  }
}

async function api<T extends object>(nc: NatsConnection, verb: string, body: object = {}): Promise<T> {
  const reply = await nc.request(`$JS.API.${verb}`, JSON.stringify(body), { timeout: API_TIMEOUT_MS });
  const answer = reply.json<T & ApiError>();
  if (answer.error) throw new Error(`NATS refused ${verb}: ${answer.error.description}`);
  return answer;
}

async function streams(nc: NatsConnection): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const page = await api<{ streams?: string[] | null; total: number }>(nc, 'STREAM.NAMES', { offset: names.length });
    names.push(...(page.streams ?? []));
    if (!page.streams?.length || names.length >= page.total) return names.sort();
  }
}

async function snapshot(nc: NatsConnection, name: string, folder: string): Promise<void> {
  const file = createWriteStream(path.join(folder, `${name}.stream`), { mode: 0o600 });
  const inbox = createInbox();
  const chunks = nc.subscribe(inbox);
  const { config, state } = await api<{ config: object; state: object }>(nc, `STREAM.SNAPSHOT.${name}`, { deliver_subject: inbox, chunk_size: CHUNK_BYTES, jsck: true });
  let stalled: NodeJS.Timeout | undefined;
  const expectMore = (): void => {
    clearTimeout(stalled);
    stalled = setTimeout(() => chunks.unsubscribe(), STALL_MS);
  };
  expectMore();
  let whole = false;
  for await (const chunk of chunks) {
    expectMore();
    // The last message is empty; its header says when the snapshot failed on the way.
    if (chunk.data.length === 0) {
      if (chunk.headers && chunk.headers.code >= 400) throw new Error(`the snapshot of ${name} failed: ${chunk.headers.description}`);
      whole = true;
      break;
    }
    if (!file.write(chunk.data)) await once(file, 'drain');
    chunk.respond(); // the server sends on when it hears that a chunk came
  }
  clearTimeout(stalled);
  await new Promise<void>((resolve, reject) => file.once('error', reject).end(() => resolve()));
  if (!whole) throw new Error(`the snapshot of ${name} stopped on its way`);
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({ config, state }), { mode: 0o600 });
}

async function restore(nc: NatsConnection, description: string): Promise<void> {
  const { config, state } = JSON.parse(readFileSync(description, 'utf8')) as { config: { name: string }; state: object };
  const { deliver_subject: target } = await api<{ deliver_subject: string }>(nc, `STREAM.RESTORE.${config.name}`, { config, state });
  const file = await open(description.replace(/\.json$/, '.stream'));
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES);
      const reply = await nc.request(target, buffer.subarray(0, bytesRead), { timeout: STALL_MS });
      const answer = reply.data.length > 0 ? reply.json<ApiError>() : {};
      if (answer.error) throw new Error(`NATS refused the stream ${config.name}: ${answer.error.description}`);
      if (bytesRead === 0) return; // the empty chunk ends it, and its answer is that of the new stream
    }
  } finally {
    await file.close();
  }
}
