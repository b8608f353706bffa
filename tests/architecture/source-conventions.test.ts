import { globSync, readFileSync } from 'node:fs';
import ts from 'node:module';
import { readPackages, readSources, withoutComments } from './workspace-source.ts';

const packages = readPackages();
const sources = packages.flatMap((one) => one.files.map((file) => ({ ...file, layer: one.layer, folder: one.folder })));
const everything = [...sources, ...readSources('tests/**/*.ts')];

describe('source conventions', () => {
  it('keeps index.ts to exports', () => {
    const wrong = sources.filter(({ path }) => path.endsWith('/index.ts')).filter(({ text }) => withoutComments(text).replace(/export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})(\s+from\s+'[^']+')?;/g, '').trim() !== '');
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('reads process.env in one place', () => {
    const allowed = (path: string) => path === 'libs/platform/src/config/process-environment.ts' || path.startsWith('libs/testing/');
    const wrong = sources.filter(({ path, test, text }) => !test && !allowed(path) && /\bprocess\s*(\.|\?\.)\s*env\b|\bprocess\[|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b|import\s*\{[^}]*\benv\b[^}]*\}\s*from\s*'(node:)?process'/.test(withoutComments(text)));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('keeps files under 400 lines (schemas, tables and tests aside)', () => {
    const table = (path: string) => /\.(table|data|generated)\.ts$|\/generated\//.test(path);
    expect(sources.filter(({ path, test, text }) => !test && !table(path) && text.split('\n').length > 401).map(({ path }) => path)).toEqual([]);
  });

  it('uses only erasable TypeScript in libs outside platform', () => {
    const wrong = sources
      .filter(({ layer, test }) => !test && layer !== 'platform' && layer !== 'apps')
      .flatMap(({ path, text }) => {
        try {
          ts.stripTypeScriptTypes(text);
          return [];
        } catch (error) {
          return [`${path}: ${(error as Error).message.split('\n')[0]}`];
        }
      });
    expect(wrong).toEqual([]);
  });

  it('keeps Nest, clients and the process out of the domain', () => {
    const wrong = sources.filter(({ layer, test }) => !test && ['domain', 'kernel', 'contracts'].includes(layer)).flatMap(({ path, text, imports }) => [
      ...imports.filter((module) => /^@nestjs\/|^node:(fs|child_process|net|http|https|worker_threads|process|sqlite)|^(pino|fastify)$|^@nats-io\//.test(module)).map((module) => `${path} imports ${module}`),
      ...(/(?<![\w'"`.-])process\.(?!\s)/.test(withoutComments(text).replace(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g, "''")) ? [`${path} uses process`] : []),
    ]);
    expect(wrong).toEqual([]);
  });

  it('has no test that is switched off, focused or promised', () => {
    const banned = /\b(?:it|test|describe)\.(?:skip|only|todo|failing)\s*[.(`]|\b(?:xit|xtest|xdescribe|fit|fdescribe)\s*\(/;
    // The tests of this rule, and the one helper that skips a suite aloud when its server is not installed.
    const exempt = ['tests/architecture/source-conventions.test.ts', 'tests/architecture/lint-rules.test.ts', 'libs/testing/src/describe-with-server.ts'];
    expect(everything.filter(({ path, text }) => !exempt.includes(path) && banned.test(withoutComments(text))).map(({ path }) => path)).toEqual([]);
    expect([banned.test("it.only('x'"), banned.test("describe.skip.each([]"), banned.test("(found ? describe : describe.skip)('x'")]).toEqual([true, true, false]);
  });

  it('gives every package a purpose and an entry that tells source from build', () => {
    for (const { folder, layer } of packages) {
      const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { description?: string; type: string; exports: Record<string, unknown>; nx: { tags: string[] } };
      expect([folder, manifest.type, (manifest.description ?? '').length > 10, manifest.exports]).toEqual([folder, 'module', true, { '.': { 'twinmcp-source': './src/index.ts', default: './dist/index.js' } }]);
      expect(manifest.nx.tags).toEqual([`layer:${layer}`]);
    }
  });
});

describe('the written word', () => {
  const documents = [...globSync('*.md'), ...globSync('docs/**/*.md')];
  const texts = [...documents.map((path) => ({ path, text: readFileSync(path, 'utf8') })), ...everything.filter(({ path }) => !path.startsWith('tests/architecture/'))];

  it('names no place or person that only its authors know', () => {
    const places = /(?<![\w./-])\/work\/|\/tmp\/helpers|\/root\/|\bclaude-(?:session|helper)|\b(?:AI|LLM) (?:session|assistant) (?:wrote|built)/;
    expect(texts.filter(({ text }) => places.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('has documents whose relative links lead somewhere', () => {
    const dead = documents.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].filter(([, link]) => globSync(new URL(link!, `file://${process.cwd()}/${path}`).pathname).length === 0).map(([, link]) => `${path}: ${link}`));
    expect(dead).toEqual([]);
  });
});
