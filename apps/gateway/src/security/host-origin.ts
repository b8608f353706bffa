import { isIP } from 'node:net';
import { isLoopbackHost, parseAuthority } from './loopback.ts';

export interface HostPolicy {
  /** The address the gateway was told to listen on; as a literal address it may be named in `Host`. */
  readonly host: string;
  readonly allowed_hosts: readonly string[];
  readonly allowed_origins: readonly string[];
}

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };
const ok: Verdict = { ok: true };

/**
 * Guards against DNS rebinding: a web page whose name resolves to 127.0.0.1 sends *its* name in `Host`.
 * Loopback names pass with any port (a forwarded port is still this machine).
 */
export function checkHost(header: string | undefined, policy: HostPolicy): Verdict {
  const authority = parseAuthority(header);
  if (!authority) return { ok: false, reason: 'The Host header is missing or malformed.' };
  const { hostname, port } = authority;
  if (isLoopbackHost(hostname)) return ok;
  if (hostname === bracketed(policy.host) && isIP(policy.host) !== 0) return ok;
  const listed = policy.allowed_hosts.some((entry) => {
    const allowed = parseAuthority(entry.toLowerCase());
    return allowed !== null && allowed.hostname === hostname && (allowed.port === '' || allowed.port === port);
  });
  return listed ? ok : { ok: false, reason: `The Host header names "${hostname}", which this gateway does not answer for. Add it to gateway.allowed_hosts if it should.` };
}

/** Kubelet and load balancers probe by address; an address in `Host` cannot be rebound, and health says nothing of value. */
export function checkProbeHost(header: string | undefined, policy: HostPolicy): Verdict {
  const hostname = parseAuthority(header)?.hostname.replace(/^\[|\]$/g, '');
  return hostname !== undefined && isIP(hostname) !== 0 ? ok : checkHost(header, policy);
}

/** Browsers send `Origin` with every cross-site request; programs send none. */
export function checkOrigin(header: string | undefined, policy: HostPolicy): Verdict {
  if (header === undefined || header === '') return ok;
  if (isListedOrigin(header, policy)) return ok;
  const authority = parseAuthority(/^https?:\/\/(.+)$/.exec(header)?.[1]);
  if (authority && isLoopbackHost(authority.hostname)) return ok;
  return { ok: false, reason: `Pages from "${header.slice(0, 200)}" may not call this gateway. Add the origin to gateway.allowed_origins if they should.` };
}

/** Only a listed origin gets CORS headers, its own name and never a wildcard. */
export function isListedOrigin(header: string | undefined, policy: HostPolicy): boolean {
  return header !== undefined && policy.allowed_origins.some((origin) => origin.replace(/\/$/, '').toLowerCase() === header.toLowerCase());
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host.toLowerCase()}]` : host.toLowerCase();
}
