import { Ecosystem, type LibraryRef } from './services/library-catalogue.ts';

type Used = Pick<LibraryRef, 'ecosystem' | 'name'>;

const WRITTEN = new RegExp(`^(?:${Ecosystem.options.join('|')})(?=[:/])`);

/**
 * `npm:zod@4.1.0`, `/npm/zod`, `zod`. Where no ecosystem is written it is that of the dependency of this name (`used`: those of the
 * project), else the only one that the project uses, else npm.
 */
export function libraryRefOf(text: string, used: readonly Used[] = []): LibraryRef {
  const written = text.trim().replace(/^\//, '');
  const ecosystem = WRITTEN.exec(written)?.[0] as Ecosystem | undefined;
  const rest = ecosystem ? written.slice(ecosystem.length + 1) : written;
  const at = rest.indexOf('@', 1);
  const name = at < 0 ? rest : rest.slice(0, at);
  return { ecosystem: ecosystem ?? ecosystemOf(name, used), name, ...(at > 0 && at < rest.length - 1 && { version: rest.slice(at + 1) }) };
}

function ecosystemOf(name: string, used: readonly Used[]): Ecosystem {
  const flat = (one: string): string => one.toLowerCase().replace(/[-_.]+/g, '-');
  const same = used.find((one) => one.name === name) ?? used.find((one) => flat(one.name) === flat(name));
  const all = new Set(used.map(({ ecosystem }) => ecosystem));
  // Names of Go begin with a host, and nothing else does.
  if (!same && /^[\w-]+(?:\.[\w-]+)+\/[^@]/.test(name)) return 'go';
  return same?.ecosystem ?? (all.size === 1 ? [...all][0]! : 'npm');
}
