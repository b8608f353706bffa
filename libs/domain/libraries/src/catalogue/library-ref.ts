import { Ecosystem, type LibraryRef } from '@twinmcp/contracts';

const FORM = /^(?:pkg:)?([a-z]+)[:/](.+)$/s;

/** `npm:zod`, `npm:@scope/name@1.2.3`, and package URLs (`pkg:npm/zod@3`). Null when it is not of that form. */
export function parseLibraryId(id: string): LibraryRef | null {
  const match = FORM.exec(id.trim());
  const ecosystem = Ecosystem.safeParse(match?.[1] === 'golang' ? 'go' : match?.[1]);
  if (!match || !ecosystem.success) return null;
  const rest = match[2]!;
  // The @ of a scope is the first letter, that of a version is not.
  const at = rest.lastIndexOf('@');
  const [name, version] = at > 0 ? [rest.slice(0, at), rest.slice(at + 1)] : [rest, ''];
  if (name === '' || name.length > 512 || version.length > 256) return null;
  return { ecosystem: ecosystem.data, name, ...(version !== '' && { version }) };
}

export function formatLibraryId({ ecosystem, name, version }: LibraryRef): string {
  return `${ecosystem}:${name}${version === undefined ? '' : `@${version}`}`;
}
