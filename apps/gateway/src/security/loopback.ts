import { isIP } from 'node:net';

/** Names and addresses that only this machine can reach. The whole of 127.0.0.0/8 is loopback (RFC 1122 §3.2.1.3). */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || isLoopbackAddress(name);
}

/** Address of a socket peer, which for IPv4 over a dual-stack socket reads `::ffff:127.0.0.1`. */
export function isLoopbackAddress(address: string | undefined): boolean {
  if (!address) return false;
  const plain = address.replace(/^::ffff:/i, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/** Host and port of a `Host` header or a URL authority; null when it is not one. IPv6 keeps its brackets. */
export function parseAuthority(value: string | undefined): { hostname: string; port: string } | null {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:/?#@\s[\]]+)(?::(\d{1,5}))?$/.exec(value ?? '');
  return match ? { hostname: match[1]!.toLowerCase(), port: match[2] ?? '' } : null;
}
