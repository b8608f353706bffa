import { setAt, valueAt, type ConfigTree } from './layers.ts';
import { configKeys } from './reference.ts';

export const REDACTED = '[redacted]';

/** A copy that may be printed: secret keys show only whether they are set. Never log a configuration in another form. */
export function redactConfig(config: object): ConfigTree {
  const copy = structuredClone(config) as ConfigTree;
  for (const key of configKeys()) {
    if (!key.secret) continue;
    const value = valueAt(copy, key.path.split('.'));
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    setAt(copy, key.path, Array.isArray(value) ? value.map((item) => redactItem(item)) : redactItem(value));
  }
  return copy;
}

/** Scheme and host are worth seeing; user, password, path and query may hold secrets. */
function redactItem(item: unknown): string {
  const address = typeof item === 'string' ? /^([a-z][a-z0-9+.-]*:\/\/)(?:.*@)?([^@/?#\s]+)(.*)$/is.exec(item) : null;
  if (!address) return REDACTED;
  const credentials = String(item).includes('@') ? `${REDACTED}@` : '';
  return `${address[1]}${credentials}${address[2]}${(address[3] ?? '').length > 1 ? `/${REDACTED}` : ''}`;
}
