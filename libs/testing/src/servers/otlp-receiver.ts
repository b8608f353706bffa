import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface ReceivedSpan {
  readonly service: string;
  readonly resource: Readonly<Record<string, string | number | boolean>>;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer' | 'unspecified';
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentId: string;
  readonly ms: number;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

export interface OtlpReceiver {
  /** For `telemetry.endpoint`. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** What the requests looked like. */
  readonly requests: readonly { readonly path: string; readonly contentType: string; readonly headers: NodeJS.Dict<string | string[]> }[];
  /** Answered to each request; 200 unless set. */
  status: number;
  /** Requests are taken and never answered. */
  silent: boolean;
  clear(): void;
  stop(): Promise<void>;
}

/** A receiver of traces over OTLP/HTTP that reads the protobuf which collectors read (opentelemetry-proto, trace/v1). */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const requests: OtlpReceiver['requests'][number][] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    requests.push({ path: request.url!, contentType: request.headers['content-type'] ?? '', headers: request.headers });
    if (receiver.silent) return;
    if (receiver.status === 200) spans.push(...decode(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body));
    response.writeHead(receiver.status, { 'content-type': 'application/x-protobuf' }).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const receiver: OtlpReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans, requests, status: 200, silent: false,
    clear: () => void (spans.length = requests.length = 0),
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return receiver;
}

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

function decode(message: Buffer): ReceivedSpan[] {
  return all(message, 1).flatMap((ofResource) => {
    const resource = attributes(all(all(ofResource, 1)[0] ?? Buffer.alloc(0), 1));
    return all(ofResource, 2).flatMap((scope) => all(scope, 2)).map((span): ReceivedSpan => {
      const fields = [...read(span)];
      const one = (number: number) => fields.find((field) => field.number === number)?.value;
      const bytes = (number: number) => (one(number) as Buffer | undefined) ?? Buffer.alloc(0);
      const status = one(15) as Buffer | undefined;
      return {
        resource, service: String(resource['service.name']), name: bytes(5).toString(), kind: KINDS[Number(one(6) ?? 0)] ?? 'unspecified',
        traceId: bytes(1).toString('hex'), spanId: bytes(2).toString('hex'), parentId: bytes(4).toString('hex'),
        ms: Number((one(8) as bigint) - (one(7) as bigint)) / 1e6, attributes: attributes(all(span, 9)),
        failed: status !== undefined && [...read(status)].some(({ number, value }) => number === 3 && value === 2n),
      };
    });
  });
}

function attributes(entries: readonly Buffer[]): Record<string, string | number | boolean> {
  return Object.fromEntries(entries.map((entry) => {
    const [value] = [...read(all(entry, 2)[0]!)];
    const plain = value === undefined ? '' : value.number === 1 ? (value.value as Buffer).toString() : value.number === 2 ? value.value === 1n : value.number === 4 ? doubleOf(value.value as bigint) : Number(BigInt.asIntN(64, value.value as bigint));
    return [all(entry, 1)[0]!.toString(), plain];
  }));
}

function doubleOf(bits: bigint): number {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(bits);
  return buffer.readDoubleLE();
}

function all(message: Buffer, number: number): Buffer[] {
  return [...read(message)].filter((field) => field.number === number).map(({ value }) => value as Buffer);
}

/** The fields of a protobuf message: bytes for those with a length, numbers else. */
function* read(message: Buffer): Generator<{ readonly number: number; readonly value: Buffer | bigint }> {
  let at = 0;
  const varint = (): bigint => {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = message[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
      shift += 7n;
    }
  };
  while (at < message.length) {
    const tag = Number(varint());
    const wire = tag & 7;
    if (wire === 0) yield { number: tag >> 3, value: varint() };
    else if (wire === 1) yield { number: tag >> 3, value: message.readBigUInt64LE((at += 8) - 8) };
    else if (wire === 5) yield { number: tag >> 3, value: BigInt(message.readUInt32LE((at += 4) - 4)) };
    else if (wire === 2) {
      const length = Number(varint());
      yield { number: tag >> 3, value: message.subarray(at, (at += length)) };
    } else throw new Error(`no such wire type: ${wire}`);
  }
}
