import type { LanguageSpec } from '../language-spec.ts';
import { javascript, tsx, typescript } from './ecmascript/index.ts';
import { go } from './go/index.ts';
import { python } from './python/index.ts';

export const LANGUAGES: readonly LanguageSpec[] = [typescript, tsx, javascript, python, go];

const byName = new Map(LANGUAGES.flatMap((spec) => spec.languages.map((language) => [language, spec] as const)));

export function languageSpec(language: string): LanguageSpec | undefined {
  return byName.get(language);
}
