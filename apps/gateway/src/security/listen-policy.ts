import { DomainError } from '@twinmcp/kernel';
import { isLoopbackHost } from './loopback.ts';

/** Beyond loopback anyone on the network could read every indexed codebase, so the gateway does not start there without keys. */
export function assertMayListen(gateway: { readonly host: string; readonly api_keys: readonly string[] }): void {
  if (isLoopbackHost(gateway.host) || gateway.api_keys.length > 0) return;
  throw new DomainError(
    'forbidden',
    `gateway.host is ${gateway.host}, which other machines can reach, and no API key is set. ` +
      'Set gateway.api_keys (environment: TWINMCP_GATEWAY__API_KEYS) to the SHA-256 of each key, written sha256:<64 hex digits> ' +
      "(printf %s 'the-key' | sha256sum), or set gateway.host to 127.0.0.1.",
    { details: { host: gateway.host } },
  );
}
