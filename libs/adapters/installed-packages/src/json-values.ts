export type Json = Record<string, unknown> | null;

/** A text of at most that length; null for everything else. */
export function text(value: unknown, most = 2_000): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, most) : null;
}

export function strings(value: unknown, most: number): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item !== '').map((item) => item.slice(0, 100)).slice(0, most) : [];
}
