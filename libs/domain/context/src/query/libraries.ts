import type { LibraryMention } from './model.ts';

const MAX_LIBRARIES = 16;
const VERSION = '[~^<>=!]{0,2}\\s?v?\\d{1,5}(?:\\.(?:\\d{1,6}|x|\\*)){0,3}(?:-[\\w.]{1,30}|(?:a|b|rc|alpha|beta|post|dev)\\d{1,4})?(?:\\+[\\w.]{1,30})?';
const NAME = '[A-Za-z][\\w.-]{1,80}';

/** How package managers and imports write a library; the version where there is one. */
const FORMATS: readonly { readonly pattern: RegExp; readonly read: (m: RegExpMatchArray) => LibraryMention | null }[] = [
  // npm: "@scope/name@1.2", "name@^4", "@scope/name"
  { pattern: new RegExp(`(?<![\\w/@.-])(@[a-z0-9~-][\\w.~-]{0,60}/[a-z0-9~-][\\w.~-]{0,80}?)(?:@(${VERSION}|latest|next))?(?![\\w/@-])`, 'g'), read: (m) => library(m[1], m[2]) },
  { pattern: new RegExp(`(?<![\\w/@.-])([a-z][\\w.-]{0,80})@(${VERSION}|latest|next)(?![\\w.@-]*@)`, 'g'), read: (m) => library(m[1], m[2]) },
  // pip, gem, cargo, composer: "flask>=2.0", "numpy==1.26.4", `serde = "1.0"`, "rails ~> 7.1"
  { pattern: /(?<![\w/@.-])([A-Za-z][\w.-]{1,80})(?:\[[\w,-]{1,60}\])?\s?((?:==|>=|<=|~=|!=|~>|\^)\s?v?\d[\w.*+-]{0,30})/g, read: (m) => library(m[1], m[2]) },
  { pattern: /^\s*([A-Za-z][\w-]{1,80}) = (?:\{ ?version = )?"([~^<>=]{0,2}\d[\w.*+-]{0,30})"/gm, read: (m) => library(m[1], m[2]) },
  // Maven, Gradle: "org.springframework:spring-core:6.1.2"
  { pattern: /(?<![\w/:.-])([a-z][\w-]{0,40}(?:\.[\w-]{1,40}){1,6}:[\w.-]{1,80})(?::(\d[\w.+-]{0,30}))?(?![\w:])/g, read: (m) => library(m[1], m[2]) },
  // Go: "github.com/gin-gonic/gin v1.9.1"
  { pattern: /(?<![\w/@.:-])((?:github\.com|gitlab\.com|bitbucket\.org|golang\.org|google\.golang\.org|gopkg\.in|go\.uber\.org|k8s\.io)(?:\/[\w.~-]{1,60}){1,5})(?:[@ ](v\d[\w.+-]{0,40}))?/g, read: (m) => library(m[1]!.replace(/[.,]+$/, ''), m[2]) },
  // "import x from 'y'", "require('y')", "from flask import Flask", "use serde::Deserialize"
  { pattern: /\b(?:from|import|require)\s?\(?\s?['"]((?:@[\w.~-]{1,60}\/)?[a-z][\w.~-]{0,80})(?:\/[^'"\n]{0,120})?['"]/g, read: (m) => library(m[1], undefined) },
  { pattern: /^\s*(?:from ([a-z_]\w{1,60})(?:\.[\w.]{1,100})? import\b|import ([a-z_]\w{1,60})(?:\.[\w.]{1,100})?(?: as \w{1,40})?\s*$)/gm, read: (m) => library(m[1] ?? m[2], undefined) },
  // "Django 4.2", "react v18", "fastify version 5": a bare whole number needs the word or the v
  { pattern: new RegExp(`(?<![\\w/@.-])(${NAME}) (?:version |ver\\. ?)?(v?\\d{1,4}(?:\\.(?:\\d{1,6}|x)){1,3}(?:-[\\w.]{1,30})?)(?![\\w.-]|\\s?(?:%|ms|s|x|times|seconds|minutes|MB|GB|KB)\\b)`, 'g'), read: (m) => (NOT_A_NAME.test(m[1]!) ? null : library(m[1], m[2])) },
  { pattern: new RegExp(`(?<![\\w/@.-])(${NAME}) (?:version |v)(\\d{1,4})(?![\\w.-])`, 'g'), read: (m) => (NOT_A_NAME.test(m[1]!) ? null : library(m[1], m[2])) },
];

/** Words that stand before a number without being a library. */
const NOT_A_NAME = /^(?:v|version|versions|release|releases|since|until|before|after|from|to|in|on|at|of|by|is|are|was|and|or|than|about|around|over|under|for|with|the|this|that|step|section|chapter|part|task|issue|line|lines|column|page|table|figure|rule|point|phase|http|https|bump|update|upgrade|upgraded|updated|bumped|via|using|use|pre|draft|prepare|tag|now|not|level|port|utf|only|all|when|if|support|supports|drop|drops|require|requires|required|node_modules|error|status|code|take|takes|target)$/i;
/** Fit for no version: cheap test before any pattern is tried. */
const MAY_BE_LIBRARY = /\d|@|import|require|from|\.(?:com|org|in|io)\//;

function library(name: string | undefined, version: string | undefined): LibraryMention | null {
  return name === undefined || name.length < 2 ? null : { name, version: version?.replace(/^=+\s*/, '').replace(/\s+/g, '').replace(/[.,]+$/, '') ?? null };
}

/** Libraries that the question names; the first mention with a version stands. */
export function extractLibraries(text: string): LibraryMention[] {
  const found = new Map<string, LibraryMention>();
  for (const line of text.split('\n')) {
    if (line.length > 2_000 || !MAY_BE_LIBRARY.test(line)) continue;
    for (const { pattern, read } of FORMATS) {
      for (const match of line.matchAll(pattern)) {
        const mention = read(match);
        if (!mention) continue;
        const key = mention.name.toLowerCase();
        const known = found.get(key);
        if (!known && found.size < MAX_LIBRARIES) found.set(key, mention);
        else if (known?.version === null && mention.version !== null) found.set(key, mention);
      }
    }
  }
  return [...found.values()];
}
