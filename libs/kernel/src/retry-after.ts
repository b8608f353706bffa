/** Milliseconds that `Retry-After` wants (RFC 9110 § 10.2.3): seconds, with a fraction as some servers write them, or an HTTP date. Null = nothing readable. */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | null {
  const value = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1_000;
  const at = /^[A-Z][a-z]/.test(value) ? Date.parse(value) : Number.NaN; // Date.parse takes a lone number for a year
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
