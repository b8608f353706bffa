import { DomainError, errorMessage, isDomainError } from '@twinmcp/kernel';

/** What is the matter with a server, as far as it tells what to do. */
export type Trouble = 'dns' | 'unreachable' | 'cut' | 'tls' | 'proxy' | 'slow' | 'limited' | 'credentials' | 'broken' | 'unreadable' | 'refused';

const BY_CODE: readonly (readonly [RegExp, Trouble, string])[] = [
  [/^(?:ENOTFOUND|EAI_)/, 'dns', 'has no address here (DNS)'],
  [/^(?:ECONNREFUSED)$/, 'unreachable', 'refuses connections'],
  [/^(?:ENETUNREACH|EHOSTUNREACH|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM)$/, 'unreachable', 'cannot be reached from this machine'],
  [/^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, 'slow', 'cannot be reached in time'],
  [/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/, 'cut', 'broke off before its answer was complete'],
  [/^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/, 'tls', 'has a certificate that is not trusted here'],
  [/^HPE_/, 'unreadable', 'does not speak HTTP'],
];

/** An error by its shape: those of `fetch` are of another realm than the program may be. */
interface Cause {
  readonly message?: string;
  readonly code?: string | number;
  readonly cause?: Cause;
  readonly errors?: readonly Cause[];
}
const MAX_CAUSES = 5;

/** What became of a connection, from the causes that `fetch` gives. */
export function networkTrouble(error: unknown): { trouble: Trouble; reason: string } {
  let one = error as Cause | null | undefined;
  for (let depth = 0; one !== null && typeof one === 'object' && depth < MAX_CAUSES; depth++) {
    const { message = '', code, cause, errors } = one;
    if (/proxy/i.test(message)) return { trouble: 'proxy', reason: `is not let through by the proxy: ${message.slice(0, 200)}` };
    if (/HTTP\/1\.1 protocol/.test(message)) return { trouble: 'unreadable', reason: 'does not speak HTTP' };
    const known = typeof code === 'string' ? BY_CODE.find(([pattern]) => pattern.test(code)) : undefined;
    if (known) return { trouble: known[1], reason: `${known[2]}${known[1] === 'dns' || known[1] === 'tls' ? ` (${code})` : ''}` };
    one = cause ?? errors?.[0];
  }
  if (/terminated|premature|aborted/i.test(errorMessage(error))) return { trouble: 'cut', reason: 'broke off before its answer was complete' };
  return { trouble: 'unreachable', reason: `cannot be reached: ${errorMessage(error)}` };
}

export interface ServerTrouble {
  readonly host: string;
  readonly trouble: Trouble;
  readonly reason: string;
  /** Since when every request failed, ms; null = this is the first. */
  readonly sinceMs: number | null;
  readonly retryAfterMs: number | null;
  /** Host of the proxy that requests go through, or of one that the environment names and that is not used; null = none. */
  readonly proxy: { readonly host: string; readonly used: boolean } | null;
}

const STILL = 'What is installed or was read before is answered without it.';

/** `rate-limited` or `unavailable`, with the host, since when, and what helps. */
export function serverError({ host, trouble, reason, sinceMs, retryAfterMs, proxy }: ServerTrouble): DomainError {
  const since = sinceMs === null || trouble === 'limited' ? null : new Date(sinceMs).toISOString();
  const retryAfterS = retryAfterMs === null ? undefined : Math.max(1, Math.ceil(retryAfterMs / 1_000));
  const message = `${host} ${reason}${since === null ? '' : `, and gave no answer since ${since.replace(/\.\d+Z$/, 'Z')}`}${retryAfterS === undefined ? '' : trouble === 'limited' ? `: it asks for a pause of ${retryAfterS} s` : `: asked again in ${retryAfterS} s`}`;
  return new DomainError(trouble === 'limited' ? 'rate-limited' : 'unavailable', message, { details: { host, trouble, ...(since !== null && { since }), ...(retryAfterS !== undefined && { retryAfterS }), hint: `${ADVICE[trouble]}${proxyAdvice(trouble, proxy)} ${STILL}` } });
}

const ADVICE: Readonly<Record<Trouble, string>> = {
  dns: 'Check the network and the name of the host: libraries.registries has the addresses, for mirrors too.',
  unreachable: 'Check the network; behind a firewall set a mirror that can be reached in libraries.registries.',
  cut: 'Ask again; if it stays so, a proxy or a firewall in between cuts answers off.',
  tls: 'A proxy that opens TLS has a certificate of its own: NODE_EXTRA_CA_CERTS names the file with it.',
  proxy: 'Check HTTPS_PROXY, and NO_PROXY for hosts inside.',
  slow: 'Ask again later, or give it more time with libraries.registries.timeout.',
  limited: 'Ask again after the pause; a token or a mirror allows more.',
  credentials: 'The registry wants to know who asks: put the user and password into its address in libraries.registries.',
  broken: 'It has a failure of its own: ask again later.',
  unreadable: 'The network may want a login first, or the address in libraries.registries is not that of a registry.',
  refused: 'See libraries.registries for what is asked for and how much is taken.',
};

function proxyAdvice(trouble: Trouble, proxy: ServerTrouble['proxy']): string {
  if (proxy === null || trouble === 'limited' || trouble === 'broken' || trouble === 'refused') return '';
  return proxy.used ? ` Requests go through the proxy ${proxy.host}: check that it is right.` : ` HTTPS_PROXY names ${proxy.host}, which is used only with NODE_USE_ENV_PROXY=1.`;
}

/** Whether an error says that a server did not answer, other than that it has nothing. */
export function isServerTrouble(error: unknown): error is DomainError {
  return isDomainError(error) && typeof error.details['host'] === 'string' && typeof error.details['trouble'] === 'string';
}

/** The proxy that the environment names. Its address may carry a password: the host alone is told. */
export function proxyOf(env: Readonly<Record<string, string | undefined>>): ServerTrouble['proxy'] {
  const named = [env['HTTPS_PROXY'], env['https_proxy'], env['HTTP_PROXY'], env['http_proxy']].find((value) => value !== undefined && value !== '');
  if (named === undefined) return null;
  const address = /^\w+:\/\//.test(named) ? named : `http://${named}`;
  return { host: URL.canParse(address) ? new URL(address).host : 'something that is no address', used: /^(?:1|true)$/.test(env['NODE_USE_ENV_PROXY'] ?? '') || /--use-env-proxy/.test(env['NODE_OPTIONS'] ?? '') };
}
