import { coreTokens, withoutGluedAffixes } from './affixes.ts';
import { foldName, nameTokens } from './split-name.ts';

/** Everything about a name that two spellings of it are compared by. */
export interface NameForms {
  /** Folded to lower case, else as written. */
  readonly lower: string;
  /** Letters and digits alone. */
  readonly flat: string;
  /** Without the words that only tell language or purpose, flat. */
  readonly core: string;
  readonly tokens: readonly string[];
  /** First letters of its words, digits whole; empty for a single word. */
  readonly acronym: string;
}

const SCOPE = /^@([^/]+)\/(.+)$/;

export function nameForms(name: string): NameForms {
  const tokens = nameTokens(name);
  return {
    lower: foldName(name).toLowerCase(),
    flat: tokens.join(''),
    core: coreTokens(tokens).join(''),
    tokens,
    acronym: acronymOf(tokens),
  };
}

/** PEP 503: runs of `-`, `_` and `.` are one `-`, in lower case; npm and others: as written, npm in lower case. */
export function registryName(ecosystem: string, name: string): string {
  const trimmed = name.trim();
  if (ecosystem === 'pypi') return trimmed.replace(/[-_.]+/g, '-').toLowerCase();
  if (ecosystem === 'cargo') return trimmed.replaceAll('_', '-').toLowerCase();
  return ecosystem === 'npm' ? trimmed.toLowerCase() : trimmed;
}

/** Other names under which the same library may be asked for: without scope, `@types/x` as x, without affixes. Best first. */
export function nameVariants(ecosystem: string, name: string): string[] {
  const variants: string[] = [];
  const scope = SCOPE.exec(name);
  if (scope) {
    const [, owner, rest] = scope as unknown as [string, string, string];
    if (owner === 'types') variants.push(rest.includes('__') ? `@${rest.replace('__', '/')}` : rest);
    variants.push(rest, `${owner}-${rest}`);
    if (owner === rest) variants.push(owner);
  }
  if (ecosystem === 'go') variants.push(...goModuleNames(name));
  const forms = nameForms(name);
  variants.push(forms.flat, forms.core, ...withoutGluedAffixes(forms.flat));
  return [...new Set(variants.filter((variant) => variant !== '' && variant !== name))];
}

/** The last path element that is a name: `github.com/go-chi/chi/v5` → chi, go-chi/chi; `gopkg.in/yaml.v3` → yaml. */
function goModuleNames(module: string): string[] {
  const parts = module.split('/').filter((part) => !/^v\d+$/.test(part));
  const last = parts.at(-1)?.replace(/\.v\d+$/, '') ?? '';
  return parts.length > 2 ? [last, `${parts.at(-2)}/${last}`] : [last];
}

function acronymOf(tokens: readonly string[]): string {
  if (tokens.length < 2) return '';
  return tokens.map((token) => (/^\d/.test(token) ? token : token[0]!)).join('');
}

