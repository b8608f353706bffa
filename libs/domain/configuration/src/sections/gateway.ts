import { z } from 'zod';
import { reserved, restart, secret } from '../key-flags.ts';
import { byteSize, duration } from '../units.ts';

export const gateway = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on. The default answers this machine only; any other address is refused at start unless `gateway.api_keys` holds a key.').meta(restart),
  port: z.number().int().min(0).max(65535).default(3000).describe('TCP port of REST, MCP and health. 0 = any free port, printed at start.').meta(restart),
  api_keys: z
    .array(z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and the 64 lower-case hex digits of the key\'s SHA-256, never the key itself'))
    .default([])
    .describe('SHA-256 hashes of the keys that clients send as `Authorization: Bearer <key>`. Empty = no key is asked for, which is allowed on a loopback address only.')
    .meta(secret),
  allowed_hosts: z.array(z.string().min(1)).default([]).describe('Host header values that are answered beside localhost, 127.0.0.1, [::1] and `gateway.host`; a name without a port matches any port. Guards against DNS rebinding.'),
  allowed_origins: z.array(z.string().min(1)).default([]).describe('Origin header values (`https://host[:port]`) that browsers may call from. Empty = requests that carry a foreign Origin are refused.'),
  max_body: byteSize({ min: '1KiB', max: '64MiB' }).prefault('1MiB').describe('Largest request body, bytes; a larger one gets 413.').meta(restart),
  request_timeout: duration({ min: '100ms', max: '10m' }).prefault('30s').describe('Longest time a request may take, end to end. It is the deadline that every service behind it sees.'),
  max_in_flight: z.number().int().min(1).max(100_000).default(512).describe('Requests worked on at once; the next one gets 503 with Retry-After.'),
  rate_limit: z
    .strictObject({
      requests_per_second: z.number().min(0).max(1_000_000).default(0).describe('Sustained requests a second for one key (one address when no key is asked for); above it 429 with Retry-After. 0 = no limit.'),
      burst: z.number().int().min(1).max(1_000_000).default(100).describe('Requests that may come at once before the rate applies.'),
    })
    .prefault({}),
  cache: z
    .strictObject({
      entries: z.number().int().min(0).max(1_000_000).default(1000).describe('Answers kept in memory. 0 = no cache.').meta(reserved('the gateway response cache')),
      ttl: duration({ max: '30d' }).prefault('1h').describe('Age at which a cached answer is dropped even when its sources did not change.').meta(reserved('the gateway response cache')),
    })
    .prefault({}),
});
