import { retryAfterMs } from '@twinmcp/kernel';
import { ProviderError } from '@twinmcp/vectorization';
import { reasonOf } from './read-json.ts';

const TOO_LARGE = /too (?:long|large|many|big)|context length|maximum (?:context|batch|input|number|allowed)|max(?:imum)?[_ ](?:client_)?batch|batch size|input length|token limit|must (?:be|have) (?:less|at most|no more)|exceed/i;
const OUT_OF_MONEY = /insufficient_quota|billing|payment/i;

/** An answer that is no success → what it means. `secret` never appears in the message, whatever the server repeats. */
export function failureOf(status: number, headers: Headers, text: string, provider: string, secret: string): ProviderError {
  const { message, code } = reasonOf(text);
  const said = secret === '' ? message : message.replaceAll(secret, '[key]');
  const why = `${provider} answered ${status}${said === '' ? '' : `: ${said}`}`;
  const details = { status, retryAfterMs: wishOf(headers) };
  if (status === 402 || (status === 429 && OUT_OF_MONEY.test(code))) return new ProviderError('refused', why, details);
  if (status === 413 || ((status === 400 || status === 422 || status === 429) && TOO_LARGE.test(`${message} ${code}`) && !/rate/i.test(`${message} ${code}`))) return new ProviderError('too-large', why, details);
  if (status === 429 || status === 529 || (status === 503 && details.retryAfterMs !== undefined)) return new ProviderError('throttled', why, details);
  if (status === 408 || status === 504) return new ProviderError('timeout', why, details);
  if (status === 409 || (status >= 500 && status !== 501 && status !== 505)) return new ProviderError('unreachable', why, details);
  return new ProviderError('refused', why, details);
}

/** OpenAI also says it in milliseconds. */
function wishOf(headers: Headers): number | undefined {
  const exact = Number(headers.get('retry-after-ms') ?? NaN);
  return exact >= 0 ? exact : (retryAfterMs(headers.get('retry-after'), Date.now()) ?? undefined);
}

/** What `fetch` or reading the body threw. */
export function connectionFailure(error: unknown, provider: string): ProviderError {
  if (error instanceof ProviderError) return error;
  const cause = (error as { cause?: { code?: unknown } }).cause;
  const code = typeof cause?.code === 'string' ? cause.code : error instanceof Error ? error.message : String(error);
  return new ProviderError('unreachable', `${provider} could not be reached: ${code}`, { cause: error });
}
