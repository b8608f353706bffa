import { isBuiltin } from 'node:module';
import { importsOf, packageOf, readPackages, type Layer, type WorkspacePackage } from './workspace-source.ts';

const packages = readPackages();
const byName = new Map(packages.map((one) => [one.name, one]));

/** ARCHITECTURE.md, "Import rule". */
const MAY_IMPORT: Readonly<Record<Layer, readonly Layer[]>> = {
  kernel: [],
  contracts: [],
  domain: ['kernel', 'contracts', 'domain'],
  adapters: ['kernel', 'contracts', 'domain'],
  platform: ['kernel', 'contracts', 'domain'],
  testing: ['kernel', 'contracts', 'domain', 'adapters', 'platform'],
  apps: ['kernel', 'contracts', 'domain', 'adapters', 'platform'],
};

/** An adapter that others build on (docs/adr/0011-a-base-for-sqlite.md). */
const ADAPTER_BASE = 'libs/adapters/sqlite';

const production = (one: WorkspacePackage) => one.files.filter(({ test }) => !test);
const own = (one: WorkspacePackage, files = production(one)) => files.flatMap((file) => file.imports.flatMap((module) => (byName.has(packageOf(module) ?? '') ? [{ file: file.path, module, target: byName.get(packageOf(module)!)! }] : [])));

describe('the import rule', () => {
  it('finds the packages and their imports', () => {
    expect(packages.length).toBeGreaterThanOrEqual(28);
    expect(new Set(packages.map(({ layer }) => layer))).toEqual(new Set(Object.keys(MAY_IMPORT)));
    const expected = [['x', false], ['@y/z', true], ['./c.ts', false], ['side', false], ['multi', false], ['star', false], ['dyn', false]].map(([module, type]) => ({ module, type }));
    expect(importsOf("import { a } from 'x';\nimport type { b } from '@y/z';\nexport { c } from './c.ts';\nimport 'side';\nconst d = await import('dyn');\n// import 'no'\nimport {\n  e,\n  f,\n} from 'multi';\nexport * from 'star';")).toEqual(expected);
  });

  it.each(packages.map((one) => [one.folder, one] as const))('%s imports only what its layer may', (_, one) => {
    const composesServices = one.folder === 'apps/twinmcp';
    const wrong = own(one).filter(({ target }) => target !== one && !MAY_IMPORT[one.layer].includes(target.layer) && !(composesServices && target.layer === 'apps') && !(one.layer === 'adapters' && target.folder === ADAPTER_BASE));
    expect(wrong.map(({ file, module }) => `${file} imports ${module}`)).toEqual([]);
  });

  it('lets no library reach an app, not even in a test', () => {
    const wrong = packages.filter(({ layer }) => layer !== 'apps').flatMap((one) => own(one, [...one.files])).filter(({ target }) => target.layer === 'apps');
    expect(wrong.map(({ file, module }) => `${file} imports ${module}`)).toEqual([]);
  });

  it.each(packages.map((one) => [one.folder, one] as const))('%s declares what it imports, and nothing else', (_, one) => {
    const imported = (files: readonly { imports: readonly string[] }[]) => new Set(files.flatMap((file) => file.imports.map(packageOf)).filter((name) => name !== null && name !== one.name && !isBuiltin(name)) as string[]);
    const needed = imported(production(one));
    const neededByTests = imported(one.files);
    expect({ missing: [...needed].filter((name) => !one.dependencies.includes(name)) }).toEqual({ missing: [] });
    expect({ unused: one.dependencies.filter((name) => !needed.has(name) && !IMPLIED.includes(name) && !mentioned(one, name)) }).toEqual({ unused: [] });
    expect({ unusedInTests: one.devDependencies.filter((name) => !neededByTests.has(name) && !name.startsWith('@types/')) }).toEqual({ unusedInTests: [] });
  });

  it('goes through package roots and stays inside the package', () => {
    // Tests hold samples of source that import as other projects do; what they import themselves the compiler checks.
    const wrong = packages.flatMap((one) => one.files.filter((file) => !file.test).flatMap((file) => file.imports.filter((module) => (byName.has(packageOf(module) ?? '') && packageOf(module) !== module) || (module.startsWith('.') && leaves(file.path, module, one.folder))).map((module) => `${file.path} imports ${module}`)));
    expect(wrong).toEqual([]);
  });

  it('writes relative imports with their .ts', () => {
    // Tests hold samples of source that import as other projects do; what they import themselves the compiler checks.
    const wrong = packages.flatMap((one) => one.files.filter((file) => !file.test).flatMap((file) => file.imports.filter((module) => module.startsWith('.') && !/\.(ts|json|mjs)$/.test(module)).map((module) => `${file.path} imports ${module}`)));
    expect(wrong).toEqual([]);
  });

  it('has no cycle between packages', () => {
    const edges = new Map(packages.map((one) => [one.name, [...new Set(own(one).map(({ target }) => target.name))].filter((name) => name !== one.name)]));
    expect(cycle(edges)).toBeNull();
    expect(cycle(new Map([['a', ['b']], ['b', ['c']], ['c', ['a']]]))).toEqual(['a', 'b', 'c', 'a']);
  });
});

/** Loaded by Nest or by another package of the list, never imported by name. */
const IMPLIED = ['reflect-metadata', 'rxjs', '@nestjs/platform-fastify'];

/** Grammars and workers are found by name in strings. */
function mentioned(one: WorkspacePackage, name: string): boolean {
  return production(one).some(({ text }) => text.includes(`'${name}`) || text.includes(`"${name}`) || text.includes(`\`${name}`));
}

function leaves(file: string, module: string, folder: string): boolean {
  const target = new URL(module, `file:///${file}`).pathname.slice(1);
  return !target.startsWith(`${folder}/`);
}

function cycle(edges: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    if (done.has(name)) return null;
    for (const next of edges.get(name) ?? []) {
      const found = visit(next, [...trail, name]);
      if (found) return found;
    }
    done.add(name);
    return null;
  };
  for (const name of edges.keys()) {
    const found = visit(name, []);
    if (found) return found;
  }
  return null;
}
