import { parse } from 'yaml';

/** Not of the plain form that lock files are written in. */
class OtherForm extends Error {}

type Mapping = Record<string, unknown>;

/**
 * The YAML that pnpm and Yarn write: mappings by indent, texts, short flow mappings and lists. A whole parser takes ten
 * times as long, and reads whatever has another form; it also says what is wrong and where. Texts stay texts (`1.10` is
 * a version, no number), only `true` and `false` do not.
 */
export function parseLockYaml(whole: string): unknown {
  const text = lastDocument(whole);
  try {
    return plain(text);
  } catch (error) {
    if (!(error instanceof OtherForm)) throw error;
    // Aliases are not part of the format; without them a small file cannot stand for a huge one.
    return parse(text, { maxAliasCount: 0 }) as unknown;
  }
}

/** pnpm puts what it needs for itself into a document before that of the project. Lines keep their numbers. */
function lastDocument(text: string): string {
  const at = text.lastIndexOf('\n---');
  const start = at >= 0 && /^\n---\s*\n/.test(text.slice(at, at + 20)) ? at + 1 : text.startsWith('---') ? 0 : -1;
  if (start < 0) return text;
  const rest = text.indexOf('\n', start);
  return rest < 0 ? text : text.slice(0, rest).replace(/[^\n]+/g, '') + text.slice(rest);
}

function plain(text: string): Mapping {
  const root: Mapping = Object.create(null) as Mapping;
  const open: { indent: number; into: Mapping; list?: unknown[]; toList?: () => unknown[] }[] = [{ indent: -1, into: root }];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!.endsWith('\r') ? lines[i]!.slice(0, -1) : lines[i]!;
    const indent = line.length - line.trimStart().length;
    if (indent === line.length || line[indent] === '#') continue;
    if (line.includes('\t')) throw new OtherForm();
    while (open.at(-1)!.indent >= indent) open.pop();
    const top = open.at(-1)!;
    if (line.startsWith('- ', indent)) {
      if (!top.toList || Object.keys(top.into).length > 0) throw new OtherForm();
      top.list ??= top.toList();
      const item = line.slice(indent + 2).trim();
      if (item === '' || item.endsWith(':') || item.startsWith('- ')) throw new OtherForm();
      top.list.push(valueOf(item));
      continue;
    }
    if (top.list) throw new OtherForm();
    const [key, at] = keyOf(line, indent);
    const value = line.slice(at).trim();
    const { into } = open.at(-1)!;
    if (key in into) throw new OtherForm();
    if (value !== '') {
      if (/^[>|]/.test(value)) {
        const folded: string[] = [];
        while (i + 1 < lines.length && (lines[i + 1]!.trim() === '' || lines[i + 1]!.length - lines[i + 1]!.trimStart().length > indent)) folded.push(lines[++i]!.trim());
        into[key] = folded.join(' ').trim();
      } else into[key] = valueOf(value);
      // What is deeper than a value would continue it.
      const next = lines[i + 1];
      if (next !== undefined && next.trim() !== '' && next.length - next.trimStart().length > indent) throw new OtherForm();
      continue;
    }
    const nested: Mapping = Object.create(null) as Mapping;
    into[key] = nested;
    open.push({ indent, into: nested, toList: () => (into[key] = []) as unknown[] });
  }
  return root;
}

/** The key and where its value begins. */
function keyOf(line: string, indent: number): [string, number] {
  const quote = line[indent]!;
  if (quote === '"' || quote === "'") {
    const end = line.indexOf(`${quote}:`, indent + 1);
    const key = line.slice(indent + 1, end);
    if (end < 0 || key.includes('\\') || key.includes(quote) || (line[end + 2] !== undefined && line[end + 2] !== ' ')) throw new OtherForm();
    return [key, end + 2];
  }
  const space = line.indexOf(': ', indent);
  const end = space >= 0 ? space : line.endsWith(':') ? line.length - 1 : -1;
  if (end < 0 || /^[-?&*!|>%@`{[]/.test(line.slice(indent, indent + 1))) throw new OtherForm();
  return [line.slice(indent, end), end + 1];
}

function valueOf(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  const first = value[0]!;
  if (first === '"' || first === "'") {
    if (value.length < 2 || !value.endsWith(first) || value.slice(1, -1).includes(first) || value.includes('\\')) throw new OtherForm();
    return value.slice(1, -1);
  }
  if (first === '{' || first === '[') return flow(value);
  if (/^[&*!%@`]/.test(first) || / #/.test(value) || value.includes(': ')) throw new OtherForm();
  return value;
}

/** `{integrity: sha512-…, tarball: https://…}` and `[x64, arm64]`, one level deep. */
function flow(value: string): unknown {
  const close = value[0] === '{' ? '}' : ']';
  const inner = value.slice(1, -1).trim();
  if (!value.endsWith(close) || /[{}[\]"]/.test(inner)) throw new OtherForm();
  // A comma in quotes parts nothing.
  const parts = (inner.match(/(?:[^,']|'[^']*'|,(?=\S))+/g) ?? []).map((part) => part.trim()).filter(Boolean);
  if (close === ']') return parts.map(valueOf);
  return Object.fromEntries(parts.map((part) => {
    const colon = part.indexOf(': ');
    if (colon < 0) throw new OtherForm();
    return [part.slice(0, colon), valueOf(part.slice(colon + 2).trim())];
  }));
}
