import { betweenForeignWords } from './foreign-words.ts';
import type { PathMention } from './model.ts';
import { cleanPath } from './stack-frames.ts';

const MAX_PATHS = 32;
/** Extensions that make a bare word a file name. A closed list: `e.g`, `v1.2` and `req.body` must not become files. */
const EXTENSIONS = 'ts|tsx|mts|cts|js|jsx|mjs|cjs|py|pyi|go|rs|java|kt|kts|scala|swift|c|h|cc|cpp|hpp|cxx|cs|rb|php|sh|bash|ps1|sql|prisma|proto|graphql|md|mdx|rst|txt|json|jsonc|json5|yaml|yml|toml|ini|cfg|conf|env|lock|html|css|scss|less|vue|svelte|lua|ex|exs|erl|clj|hs|ml|r|dart|gradle|xml|tf';
const PART = '[\\p{L}\\p{N}_.@$()\\[\\]+~-]{1,120}';
/** `dir/…/name` or `name.ext`, optionally `:line`, `:line-line` or `#Lline`. */
const PATH = new RegExp(
  `(?<![\\p{L}\\p{N}_./\\\\:-])((?:file://|[A-Za-z]:[\\\\/]|\\.{1,2}[\\\\/]|[\\\\/])?(?:${PART}[\\\\/]){0,30}${PART}[\\\\/]?)(?:(?::|#L|\\(|, line )(\\d{1,7})(?:-L?(\\d{1,7}))?)?`,
  'gu',
);
const FILE_NAME = new RegExp(`^[\\p{L}\\p{N}_.@$+~()\\[\\]-]{1,120}\\.(?:${EXTENSIONS})$`, 'iu');
const BARE_FILE = /^(?:Dockerfile|Makefile|Jenkinsfile|Gemfile|Rakefile|Procfile|Vagrantfile|CMakeLists\.txt|\.gitignore|\.env|\.npmrc|\.dockerignore)$/;

/** File and folder names in running text, and the text without them. `and/or` is not a path: a path without an extension must have two slashes, start with one, or with `./`. */
export function extractPaths(text: string): { paths: PathMention[]; rest: string } {
  const paths: PathMention[] = [];
  const seen = new Set<string>();
  const rest = betweenForeignWords(text, (part) => part.replace(PATH, (whole: string, raw: string, line?: string, endLine?: string) => {
    const trimmed = raw.replace(/[.)\]]+$/, (end) => (/[([]/.test(raw) ? end.replace(/\.+$/, '') : ''));
    if (paths.length >= MAX_PATHS || !isPath(trimmed)) return whole;
    const path = cleanPath(trimmed).replace(/\/$/, '');
    if (path === '' || path === '..' || path === '.') return whole;
    const key = `${path}:${line ?? ''}`;
    if (!seen.has(key)) {
      seen.add(key);
      const from = line === undefined ? null : Math.max(1, Number(line));
      paths.push({ path, line: from, endLine: endLine === undefined || from === null ? null : Math.max(from, Number(endLine)) });
    }
    return ' ';
  }));
  return { paths, rest };
}

function isPath(raw: string): boolean {
  const normal = raw.replaceAll('\\', '/');
  const slashes = normal.split('/').length - 1;
  const last = normal.slice(normal.lastIndexOf('/') + 1);
  if (FILE_NAME.test(last) || BARE_FILE.test(last)) return last !== '' && !/^\.+$/.test(last);
  if (slashes === 0) return false;
  if (/^(?:\.{1,2}|[A-Za-z]:)?\//.test(normal)) return slashes >= 2 && /[\p{L}]/u.test(normal);
  return slashes >= 2 && /^[\p{L}_@.]/u.test(normal) && !/\/\//.test(normal);
}
