import type { LanguageSpec } from '../language-spec.ts';
import { c } from './c/c.language.ts';
import { cpp } from './cpp/cpp.language.ts';
import { csharp } from './csharp/csharp.language.ts';
import { javascript, tsx, typescript } from './ecmascript/ecmascript.language.ts';
import { go } from './go/go.language.ts';
import { java } from './java/java.language.ts';
import { kotlin } from './kotlin/kotlin.language.ts';
import { lua } from './lua/lua.language.ts';
import { php } from './php/php.language.ts';
import { python } from './python/python.language.ts';
import { ruby } from './ruby/ruby.language.ts';
import { rust } from './rust/rust.language.ts';
import { scala } from './scala/scala.language.ts';
import { shell } from './shell/shell.language.ts';

/** Node tables only: a grammar is loaded when the first file of its language comes. */
export const LANGUAGES: readonly LanguageSpec[] = [typescript, tsx, javascript, python, go, java, rust, c, cpp, csharp, php, ruby, scala, kotlin, lua, shell];

const byName = new Map(LANGUAGES.flatMap((spec) => spec.languages.map((language) => [language, spec] as const)));

export function languageSpec(language: string): LanguageSpec | undefined {
  return byName.get(language);
}
