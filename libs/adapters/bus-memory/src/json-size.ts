/**
 * Bytes of the value as JSON, near enough to enforce a message limit without serialising: escapes are not counted. Stops
 * as soon as `limit` is passed.
 */
export function jsonSize(value: unknown, limit = Number.POSITIVE_INFINITY): number {
  let size = 0;
  const visit = (node: unknown): void => {
    if (size > limit) return;
    if (typeof node === 'string') size += node.length > limit ? node.length : Buffer.byteLength(node) + 2;
    else if (typeof node === 'number') size += Number.isInteger(node) && Math.abs(node) < 1e6 ? 4 : 18;
    else if (typeof node !== 'object' || node === null) size += 5;
    else if (Array.isArray(node)) {
      size += 2 + node.length;
      for (const item of node) visit(item);
    } else {
      size += 2;
      for (const key in node) {
        size += key.length + 4;
        visit((node as Record<string, unknown>)[key]);
      }
    }
  };
  visit(value);
  return size;
}
