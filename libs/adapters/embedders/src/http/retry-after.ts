/** Milliseconds until the server wants to be asked again: `retry-after-ms` (OpenAI), `Retry-After` in seconds or as an HTTP date (RFC 9110 § 10.2.3). */
export function retryAfterMs(headers: Headers, nowMs: number = Date.now()): number | undefined {
  const exact = Number(headers.get('retry-after-ms') ?? NaN);
  if (exact >= 0) return exact;
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1_000;
  const date = /[a-z]/i.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
