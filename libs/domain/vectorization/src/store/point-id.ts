import { contentHash } from '@twinmcp/kernel';
import type { PointId } from './model.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A UUID (RFC 9562, version 8) out of any key: the same key gives the same id everywhere. */
export function pointId(key: string): string {
  const hex = contentHash(key);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${((parseInt(hex[16]!, 16) & 3) | 8).toString(16)}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export function isPointId(id: unknown): id is PointId {
  return typeof id === 'number' ? Number.isSafeInteger(id) && id >= 0 : typeof id === 'string' && UUID.test(id);
}

/** Order of a scroll: numbers first, then UUIDs. */
export function comparePointIds(a: PointId, b: PointId): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
