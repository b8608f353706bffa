import { headers as natsHeaders, type Msg, type MsgHdrs } from '@nats-io/transport-node';
import type { Message } from '@twinmcp/messaging';

/** Set aside for headers in the server's limit on a whole message. */
export const HEADER_RESERVE_BYTES = 16_384;

export function encodePayload(payload: unknown): Buffer {
  return Buffer.from(JSON.stringify(payload ?? null));
}

/** Bytes that are no JSON give undefined, which no schema takes for a value. */
export function decodePayload(data: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString()) as unknown;
  } catch {
    return undefined;
  }
}

export function encodeHeaders(headers: Readonly<Record<string, string>>): MsgHdrs | undefined {
  let encoded: MsgHdrs | undefined;
  for (const key in headers) (encoded ??= natsHeaders()).set(key, headers[key]!);
  return encoded;
}

export function decodeHeaders(headers: MsgHdrs | undefined): Record<string, string> {
  const decoded: Record<string, string> = {};
  if (headers) for (const [key, values] of headers) decoded[key] = values[0] ?? '';
  return decoded;
}

export function decodeMessage(msg: Msg): Message {
  return { headers: decodeHeaders(msg.headers), payload: decodePayload(msg.data) };
}
