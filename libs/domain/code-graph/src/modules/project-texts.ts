/** JSON as configuration files write it: comments and trailing commas. Null when it is none. */
export function parseJsonc(text: string): Record<string, unknown> | null {
  let out = '';
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '"') {
      const start = i++;
      while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
      out += text.slice(start, i + 1);
    } else if (c === '/' && text[i + 1] === '/') {
      while (i < text.length && text[i] !== '\n') i++;
      out += '\n';
    } else if (c === '/' && text[i + 1] === '*') {
      const end = text.indexOf('*/', i + 2);
      i = end < 0 ? text.length : end + 1;
    } else if (c === ',' && /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*[}\]]/.test(text.slice(i + 1, i + 2_000))) continue;
    else out += c;
  }
  try {
    const value: unknown = JSON.parse(out);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : typeof value === 'string' ? [value] : [];
}

/** Strings and lists of strings of a TOML or INI file, by `section.key`. Enough for names, members and paths; everything else is left out. */
export function parseKeys(text: string): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  let section = '';
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!.trim();
    const header = /^\[\[?([^\]]+)\]\]?/.exec(line);
    if (header) {
      section = header[1]!.trim().replaceAll('"', '');
      continue;
    }
    const pair = /^("?[\w.\-" ]*?"?)\s*=\s*(.*)$/.exec(line);
    if (!pair || line.startsWith('#')) continue;
    let value = pair[2]!;
    if (value.startsWith('[')) while (!/\]\s*(?:#.*)?$/.test(value) && i + 1 < lines.length && value.length < 20_000) value += ` ${lines[++i]!.replace(/(?:^|\s)#.*$/, '').trim()}`;
    const quoted = [...value.matchAll(/"([^"]*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2]!);
    keys.set(`${section}.${pair[1]!.replaceAll('"', '').trim()}`, quoted.length > 0 || value.startsWith('[') ? quoted : value === '' ? [] : [value.replace(/\s+#.*$/, '').trim()]);
  }
  return keys;
}
