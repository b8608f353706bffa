export type Json = Record<string, unknown> | null | undefined;

export function text(value: unknown, most = 2_000): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, most) : null;
}

export function strings(value: unknown, most: number): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item !== '').map((item) => item.slice(0, 200)).slice(0, most) : [];
}

export function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** Milliseconds since the epoch of an ISO date. */
export function time(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

export function object(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function parseJson(body: string, what: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    throw new SyntaxError(`${what} is not JSON`, { cause: error });
  }
  return object(parsed);
}
