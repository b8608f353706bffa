import { lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

export interface GuardedPost {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Whether addresses of this machine and of private networks are meant. */
  readonly allowPrivate: boolean;
}

/** The receiver is on this machine or in a private network, and nobody said that it may be. */
export class PrivateAddress extends Error {}

/** Addresses that are nobody's on the internet: RFC 6890 and what lies behind it. */
const PRIVATE = new BlockList();
for (const [net, prefix] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 4], ['240.0.0.0', 4]] as const) PRIVATE.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [['::', 128], ['::1', 128], ['64:ff9b::', 96], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8]] as const) PRIVATE.addSubnet(net, prefix, 'ipv6');

export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isPrivateAddress(mapped);
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Looked at where the connection is made: a name that leads elsewhere the second time it is asked for leads nowhere. */
const guardedLookup: LookupFunction = (host, options, done) =>
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '', 4);
    const bad = addresses.find(({ address }) => isPrivateAddress(address));
    if (bad) return done(new PrivateAddress(`${host} is an address of this machine or of a private network`), '', 4);
    return options.all ? (done as unknown as (error: null, all: typeof addresses) => void)(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family);
  });

/** Posts, and gives the status and `retry-after`. Redirects are not followed: a receiver is where it was said to be. */
export function postGuarded(address: string, { headers, body, timeoutMs, allowPrivate }: GuardedPost): Promise<{ readonly status: number; readonly retryAfter: string | null }> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // Addresses are not looked up, so they are looked at here.
  if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) return Promise.reject(new PrivateAddress(`${host} is an address of this machine or of a private network`));
  return new Promise((resolve, reject) => {
    const sending = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, { method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) }, agent: false, ...(!allowPrivate && { lookup: guardedLookup }), signal: AbortSignal.timeout(timeoutMs) });
    sending.once('error', reject);
    sending.once('response', (response) => {
      response.once('error', reject).resume(); // what it says is of no interest
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null });
    });
    sending.end(body);
  });
}
