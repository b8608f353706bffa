export type PathClass = 'source' | 'test' | 'docs' | 'example' | 'config' | 'generated';

const GENERATED = /(^|\/)(dist|build|vendor|node_modules|third_party|deno_dist|out)\/|\.min\.[cm]?(js|css)$|\.pb\.(go|ts|cc|h)$|_pb2(_grpc)?\.py$|\.generated\.|(^|\/)[^/]*[.-]lock(\.(json|ya?ml))?$|(^|\/)(go(\.work)?\.sum|npm-shrinkwrap\.json|packages\.lock\.json)$|\.d\.[cm]?ts$|\.snap$|\.map$/;
const TEST = /(^|\/)(tests?|__tests__|__mocks__|testdata|testing|specs?|fixtures?|e2e|types?-tests?|runtime-tests|test[^/]*)\/|[._-](test|spec|e2e|test-d)\.[cm]?[jt]sx?$|_(test|spec)\.(go|py|rb|dart)$|(^|\/)(test_[^/]*|conftest)\.py$|Tests?\.(java|kt|cs|php|swift|scala)$/;
const EXAMPLE = /(^|\/)(examples?|samples?|demos?|bench(mark)?s?|perf|scripts?)\/|[._-]bench\.[cm]?[jt]sx?$/;
const DOCS = /(^|\/)docs?\/|\.(md|mdx|markdown|rst|adoc|txt)$|(^|\/)(readme|changelog|changes|history|authors|license|contributing)[^/]*$/i;
const CONFIG = /(^|\/)\.[^/]+|\.config\.[cm]?[jt]s$|\.(json|jsonc|json5|ya?ml|toml|ini|cfg|conf|properties|xml|html|css|svg|csv)$|(^|\/)(Makefile|Dockerfile)[^/]*$/;

/** What a path says about its file, by the conventions of common ecosystems. The first that fits, in this order. */
export function classifyPath(path: string): PathClass {
  if (GENERATED.test(path)) return 'generated';
  if (TEST.test(path)) return 'test';
  if (EXAMPLE.test(path)) return 'example';
  if (DOCS.test(path)) return 'docs';
  if (CONFIG.test(path)) return 'config';
  return 'source';
}

type Other = Exclude<PathClass, 'source'>;
// Names of the classes, and names of files that belong to one.
const NAMES: Readonly<Record<Other, string>> = {
  test: 'tests?|test cases?|unit tests?|specs?|fixtures?',
  docs: 'docs?|documentation|guides?|tutorials?|handbook',
  example: 'examples?|samples?|demos?|benchmarks?|scripts?',
  config: 'configs?|config files?|workflows?',
  generated: 'generated (code|files?)|vendored|lock ?files?|type declarations?',
};
const FILES: Partial<Record<Other, RegExp>> = {
  test: /\.(test|spec)\.\w+\b|\btests?\//i,
  docs: /\b(readme|changelog|contributing)\b|\.mdx?\b|\bdocs?\//i,
  example: /\bexamples?\//i,
  config: /\b(package\.json|tsconfig\w*|pyproject|go\.mod|dockerfile|makefile)\b|\.(ya?ml|toml|json)\b/i,
  generated: /\.d\.ts\b|\b(dist|vendor)\/|\b[\w-]+[.-]lock(\.(json|ya?ml))?\b(?! ?\()|\bgo\.sum\b|\b(locked|pinned|resolved) versions?\b|\bversions? .{1,60}\b(is|are|be|get|gets) (locked|pinned|resolved|installed)\b/i,
};
const MAX_SHORT_QUERY = 3;

/**
 * Does the question want files of this class? Naming it in passing is not enough, since half of all change requests end
 * in "and add tests": it must be asked for ("which tests …", "show the docs of …"), be the head of the phrase ("tests
 * for …"), be a file name, or make up a short query.
 */
export function asksFor(query: string, kind: Other): boolean {
  const name = `(${NAMES[kind]})`;
  if (FILES[kind]?.test(query)) return true;
  if (kind === 'test' && /\bhow\b[^.?!\n]{0,80}\btested\b/i.test(query)) return true;
  if (query.trim().split(/\s+/).length <= MAX_SHORT_QUERY) return new RegExp(`\\b${name}\\b`, 'i').test(query);
  return new RegExp(`\\b(which|what|where|find|show|list|see|read|any|are there)\\b(\\s+\\w+){0,3}\\s+${name}\\b|^(the\\s+)?${name}\\s+(for|of|about|on|that|which)\\b`, 'i').test(query);
}

/**
 * Factor on the score of files of a class. A question about behaviour is answered by the code; its tests, docs and
 * configuration repeat the same words and would crowd it out, so they count `factor`, unless the question asks for them.
 */
export function pathPriors(query: string, factor: number): Readonly<Record<PathClass, number>> {
  const prior = (kind: Other) => (asksFor(query, kind) ? 1 : factor);
  return { source: 1, test: prior('test'), docs: prior('docs'), example: prior('example'), config: prior('config'), generated: prior('generated') };
}
