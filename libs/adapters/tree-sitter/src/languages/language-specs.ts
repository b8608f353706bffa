import type { LanguageSpec } from '../language-spec.ts';
import { javascript, tsx, typescript } from './ecmascript/ecmascript.language.ts';
import { go } from './go/go.language.ts';
import { python } from './python/python.language.ts';

export const LANGUAGES: readonly LanguageSpec[] = [typescript, tsx, javascript, python, go];

const byName = new Map(LANGUAGES.flatMap((spec) => spec.languages.map((language) => [language, spec] as const)));

export function languageSpec(language: string): LanguageSpec | undefined {
  return byName.get(language);
}
