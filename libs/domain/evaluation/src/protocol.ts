/** Which files of a tree a repository-history set ranks. `src`: source outside tests, docs, examples …; `all`: every text file. */
export type HistoryProtocol = 'src' | 'all';

const OUTSIDE_SOURCE_FOLDERS =
  'tests?|__tests__|__mocks__|testdata|testing|spec|specs|fixtures?|e2e|bench(mark)?s?|perf|examples?|samples?|docs?|doc|scripts?|dist|vendor|node_modules|build|\\.github|types?-tests?|runtime-tests';
const NOT_SOURCE = new RegExp(
  [
    `(^|/)(${OUTSIDE_SOURCE_FOLDERS})(/|$)`,
    '(\\.|_|-)(test|spec|bench|e2e|d|test-d)\\.[cm]?[jt]sx?$',
    '_test\\.go$', '(^|/)test_[^/]*\\.py$', '(^|/)conftest\\.py$', '_test\\.py$', '\\.pb\\.(go|ts)$', '\\.min\\.js$',
    '(^|/)[^/]*\\.config\\.[cm]?[jt]s$', '(^|/)\\.[^/]+', '(^|/)deno_dist/', '(^|/)test[^/]*/',
  ].join('|'),
);
const TEXT_EXTENSIONS = new Set('ts tsx js jsx mjs cjs mts cts go py rs java md mdx rst txt json yml yaml toml css html proto sh'.split(' '));
const NOISE = /(^|\/)(node_modules|dist|vendor)\/|lock\.(json|yaml)$|\.min\./;

const extension = (path: string) => path.slice(path.lastIndexOf('.') + 1);

export function isSourceFile(path: string, extensions: ReadonlySet<string>): boolean {
  return extensions.has(extension(path)) && !NOT_SOURCE.test(path);
}

export function inProtocol(path: string, protocol: HistoryProtocol, extensions: ReadonlySet<string>): boolean {
  return protocol === 'src' ? isSourceFile(path, extensions) : TEXT_EXTENSIONS.has(extension(path)) && !NOISE.test(path);
}
