export type PathClass = 'source' | 'test' | 'docs' | 'example' | 'config' | 'generated';

const GENERATED = /(^|\/)(dist|build|vendor|node_modules|third_party|deno_dist|out)\/|\.min\.[cm]?(js|css)$|\.pb\.(go|ts|cc|h)$|_pb2(_grpc)?\.py$|\.generated\.|(^|\/)[^/]*[.-]lock(\.(json|ya?ml))?$|\.d\.[cm]?ts$|\.snap$|\.map$/;
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

// Words of a question that ask for a class of files by its name.
const ASKS: Readonly<Record<Exclude<PathClass, 'source'>, RegExp>> = {
  test: /\b(tests?|testing|tested|specs?|unittests?|fixtures?|mocks?|e2e)\b/i,
  docs: /\b(docs?|documentation|documented|readme|changelog|guides?|tutorials?)\b/i,
  example: /\b(examples?|samples?|demos?|benchmarks?|scripts?)\b/i,
  config: /\b(configs?|configuration|settings|package\.json|tsconfig|yaml|yml|json|toml|dockerfile|makefile|workflows?|ci)\b/i,
  generated: /\b(generated|dist|vendor(ed)?|lock ?file|declarations?)\b/i,
};

/**
 * Factor on the score of files of a class. A question about behaviour is answered by the code; its tests, docs and
 * configuration repeat the same words and would crowd it out, so they count half, unless the question asks for them.
 */
export function pathPriors(query: string): Readonly<Record<PathClass, number>> {
  const prior = (kind: Exclude<PathClass, 'source'>) => (ASKS[kind].test(query) ? 1 : 0.5);
  return { source: 1, test: prior('test'), docs: prior('docs'), example: prior('example'), config: prior('config'), generated: prior('generated') };
}
