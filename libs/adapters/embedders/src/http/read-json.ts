import { ProviderError } from '@twinmcp/vectorization';

/** The body as text, at most `maxBytes` of it: an answer without end must not fill the memory. */
export async function readText(response: Response, maxBytes: number, provider: string): Promise<string> {
  if (response.body === null) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    if (bytes > maxBytes) throw new ProviderError('bad-answer', `${provider} answered with more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts, bytes).toString('utf8');
}

export function parseAnswer(text: string, provider: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProviderError('bad-answer', `${provider} answered with something that is not JSON`, { cause: (cause as Error).name });
  }
}

const MAX_REASON = 200;

/**
 * What a server says about a refusal, in the shapes that are about: `error.message` (OpenAI), `message` (Cohere), `error`
 * (Ollama, TEI), `detail` as text or as a list of `msg` (FastAPI, i.e. vLLM). Only these: other members may repeat what was sent.
 */
export function reasonOf(text: string): { readonly message: string; readonly code: string } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { message: '', code: '' };
  }
  const { error, message, detail, code } = (body ?? {}) as Record<string, unknown>;
  const inner = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  const details = Array.isArray(detail) ? detail.map((one: unknown) => (one as { msg?: unknown } | null)?.msg) : [detail];
  const found = [inner['message'], message, error, ...details].filter((part): part is string => typeof part === 'string');
  const codes = [inner['code'], inner['type'], code].filter((part): part is string => typeof part === 'string');
  return { message: [...found.join('; ').replace(/[\s\p{Cc}]+/gu, ' ')].slice(0, MAX_REASON).join(''), code: codes.join(' ').slice(0, MAX_REASON) };
}
