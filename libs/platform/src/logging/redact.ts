const REDACTED = '[redacted]';
const SECRET_KEY = /^(?:(?:proxy[-_]?)?authorization|(?:set[-_]?)?cookie|pass(?:word|wd)?|(?:client[-_]?)?secret|(?:x[-_]?)?api[-_]?keys?|(?:access|refresh|bearer|auth)[-_]?token|token|credentials?|creds|private[-_]?key)$/i;
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]+@/gi;
const AUTH_SCHEME = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi;
const QUERY_SECRET = /([?&](?:api[-_]?key|access_token|token|password|secret)=)[^&\s"']+/gi;
const MAX_DEPTH = 6;

/** Secrets inside running text: credentials of URLs, Authorization values, secret query parameters. */
export function redactText(text: string): string {
  return text.replace(URL_CREDENTIALS, `$1${REDACTED}@`).replace(AUTH_SCHEME, `$1 ${REDACTED}`).replace(QUERY_SECRET, `$1${REDACTED}`);
}

/** A copy fit for a log line: values under secret names are gone, text is cleaned, errors keep message, stack and cause. Numbers under such names stay (token counts). */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deeper]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redactValue(item, depth + 1));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map || value instanceof Set) return redactValue([...value], depth);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, SECRET_KEY.test(key) && typeof item !== 'number' && typeof item !== 'boolean' && item !== null && item !== undefined ? REDACTED : redactValue(item, depth + 1)]));
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause, ...own } = error as Error & Record<string, unknown>;
  return {
    ...(redactValue(own, depth + 1) as Record<string, unknown>),
    type: name,
    message: redactText(message),
    stack: redactText(stack ?? ''),
    ...(cause === undefined ? {} : { cause: redactValue(cause, depth + 1) }),
  };
}
