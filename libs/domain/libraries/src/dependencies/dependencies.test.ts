import fc from 'fast-check';
import type { GraphEdge, PackageGraph } from '../manifests/package-graph.ts';
import { findConflicts, findDuplicates } from './find-conflicts.ts';
import { findCycles } from './find-cycles.ts';
import { GraphIndex, pathsTo, peerAskedBy } from './graph-index.ts';
import { checkImports, npmPackageOf } from './imports.ts';
import { findLicenceIssues, licenceClass } from './licences.ts';
import { viewGraph, writeDot, writeMermaid } from './write-graph.ts';

/** `app` first; `a@1`, edges as `from>to` with an optional requirement and scope. */
function graph(packages: string[], edges: [from: number, to: number, requirement?: string, scope?: GraphEdge['scope']][], licences: Record<number, string> = {}): PackageGraph {
  return {
    ecosystem: 'npm', file: 'package-lock.json', complete: true,
    packages: packages.map((text, i) => ({ ecosystem: 'npm', name: text.split('@')[0]!, version: text.split('@')[1] ?? null, origin: i === 0 ? 'project' : 'registry', licence: licences[i] ?? null, place: null })),
    edges: edges.map(([from, to, requirement = '*', scope = 'runtime']) => ({ from, to, name: packages[to]?.split('@')[0] ?? 'gone', requirement, scope })),
  };
}

describe('graph', () => {
  const index = new GraphIndex([graph(['app', 'a@1.0.0', 'b@1.0.0', 'c@1.0.0', 'c@2.0.0', 'tool@1.0.0'], [[0, 1], [0, 2], [1, 3, '^1'], [2, 4, '^2'], [4, 2], [0, 5, '*', 'development'], [5, 4, '>=1']])]);

  it('tells why a package is there, shortest way first', () => {
    expect(pathsTo(index, 4, 5).map((path) => path.map(({ node }) => index.label(node)))).toEqual([['app', 'b@1.0.0', 'c@2.0.0'], ['app', 'tool@1.0.0', 'c@2.0.0']]);
    expect(pathsTo(index, 3, 1).map((path) => path.map(({ requirement }) => requirement))).toEqual([[null, '*', '^1']]);
    expect([...index.production]).toEqual([1, 1, 1, 1, 1, 0]);
  });

  it('finds duplicates, and the version all could share', () => {
    expect(findDuplicates(index)).toEqual([{ name: 'c', versions: [{ version: '1.0.0', nodes: [3] }, { version: '2.0.0', nodes: [4] }], common: null }]);
    const shared = new GraphIndex([graph(['app', 'a@1.0.0', 'c@1.1.0', 'c@1.4.0'], [[0, 2, '^1.0.0'], [0, 1], [1, 3, '^1.2.0']])]);
    expect(findDuplicates(shared)[0]!.common).toBe('1.4.0');
  });

  it('finds circles, also in a chain of 50,000', () => {
    expect(findCycles(index).map((cycle) => cycle.map((node) => index.label(node)).sort())).toEqual([['b@1.0.0', 'c@2.0.0']]);
    const long = new GraphIndex([graph(['app', ...Array.from({ length: 50_000 }, (_, i) => `p${i}@1.0.0`)], Array.from({ length: 50_000 }, (_, i) => [i, i + 1] as [number, number]))]);
    expect(findCycles(long)).toEqual([]);
    expect(pathsTo(long, 50_000, 1)[0]).toHaveLength(50_001);
    const ring = new GraphIndex([graph(['app', ...Array.from({ length: 50_000 }, (_, i) => `p${i}@1.0.0`)], [...Array.from({ length: 50_000 }, (_, i) => [i, i + 1] as [number, number]), [50_000, 1]])]);
    expect(findCycles(ring)[0]).toHaveLength(50_000);
  });

  it('agrees with reachability on what a circle is', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 }), (pairs) => {
      const small = new GraphIndex([graph(['app', ...'abcdefg'].map((name) => `${name}@1.0.0`), pairs)]);
      const reaches = (from: number, to: number) => {
        const seen = new Set(small.out[from]!.map((edge) => edge.to));
        for (const node of seen) for (const edge of small.out[node]!) seen.add(edge.to);
        return seen.has(to);
      };
      const inCycle = new Set(findCycles(small).flat());
      for (let node = 0; node < 8; node++) expect([node, inCycle.has(node)]).toEqual([node, reaches(node, node)]);
    }));
  });

  it('finds what is asked for and not given', () => {
    const wrong = new GraphIndex([graph(['app', 'plugin@1.0.0', 'react@17.0.0', 'old@1.0.0'], [[0, 1], [0, 2, '^17'], [1, 2, '>=18', 'peer'], [0, 3, '^2.0.0'], [1, -1, '^5', 'peer'], [0, -1, '^1']])]);
    expect(findConflicts(wrong).map(({ kind, name, requirement }) => `${kind} ${name} ${requirement}`)).toEqual(['unsatisfied old ^2.0.0', 'peer-conflict react >=18', 'not-locked gone ^1', 'peer-missing gone ^5']);
  });

  it('tells who wants the project to bring a package', () => {
    const wanted = new GraphIndex([graph(['app', 'framework@1.0.0', 'streams@1.0.0', 'own-peer@1.0.0'], [[0, 1], [0, 2], [1, 2, '^1', 'peer'], [0, 3, '*', 'peer']])]);
    expect([peerAskedBy(wanted, 'streams'), peerAskedBy(wanted, 'framework'), peerAskedBy(wanted, 'own-peer'), peerAskedBy(wanted, 'nobody')]).toEqual(['framework@1.0.0', null, null, null]);
  });

  it('writes DOT and Mermaid, whatever the names hold', () => {
    const nasty = new GraphIndex([graph(['app', 'a"];evil[label="x@1.0.0', '`<script>@1.0.0'], [[0, 1], [1, 2, '*', 'optional']])]);
    const view = viewGraph(nasty, { depth: 10, limit: 10, production: false });
    expect(writeDot(nasty, view).split('\n').filter((line) => !/^(digraph dependencies \{|\}|  (rankdir=LR|node \[shape=box\]);|  n\d+ \[label="[^"]*"(, style=bold)?\];|  n\d+ -> n\d+( \[style=\w+\])?;|)$/.test(line))).toEqual([]);
    expect(writeMermaid(nasty, view).split('\n').filter((line) => !/^(graph LR|  n\d+\[\[?"[^"<>`]*"\]?\]|  n\d+ (-->|-\.->) n\d+|)$/.test(line))).toEqual([]);
    expect(viewGraph(index, { depth: 10, limit: 3, production: false })).toMatchObject({ nodes: [0, 1, 2], truncated: true });
    expect(viewGraph(index, { depth: 10, limit: 30, production: true, targets: [3] }).nodes).toEqual([0, 1, 3]);
  });
});

describe('licences', () => {
  it.each([['MIT', 'permissive'], ['(MIT OR GPL-3.0-only)', 'permissive'], ['MIT AND GPL-2.0-or-later', 'strong-copyleft'], ['LGPL-2.1+', 'weak-copyleft'], ['GPL-2.0-only WITH Classpath-exception-2.0', 'weak-copyleft'], ['AGPL-3.0', 'network-copyleft'], ['UNLICENSED', 'restricted'], ['nonsense', 'unknown'], [null, 'unknown'], ['BSD-3-Clause', 'permissive'], ['CC0-1.0', 'public-domain']])('%s is %s', (expression, expected) => expect(licenceClass(expression)).toBe(expected));

  it('tells what does not go with the project, of what runs with it', () => {
    const index = new GraphIndex([graph(['app', 'gpl@1.0.0', 'gpl-tool@1.0.0', 'mit@1.0.0', 'none@1.0.0'], [[0, 1], [0, 2, '*', 'development'], [0, 3], [0, 4]], { 0: 'MIT', 1: 'GPL-3.0-only', 2: 'GPL-3.0-only', 3: 'MIT' })]);
    expect(findLicenceIssues(index).map(({ node, severity }) => [index.label(node), severity])).toEqual([['gpl@1.0.0', 'conflict'], ['none@1.0.0', 'unknown']]);
  });
});

describe('imports', () => {
  it.each([['zod', 'zod'], ['zod/v4', 'zod'], ['@scope/name/deep', '@scope/name'], ['node:fs', null], ['fs/promises', null], ['./a', null], ['#internal', null], ['@/alias', null], ['https://x', null]])('%s is of %s', (module, name) => expect(npmPackageOf(module)).toBe(name));

  it('tells declared and imported apart', () => {
    const declared = (name: string, scope: string, ecosystem: 'npm' | 'pypi' | 'go' = 'npm', hasBin = false) => ({ ecosystem, name, scope, manifest: 'm', hasBin });
    const { unused, missing } = checkImports({
      imports: [{ module: 'zod', files: 3, language: 'javascript' }, { module: 'react/jsx-runtime', files: 1, language: 'javascript' }, { module: '@me/lib', files: 1, language: 'javascript' }, { module: 'yaml', files: 2, language: 'python' }, { module: 'os.path', files: 2, language: 'python' }, { module: 'numpy', files: 1, language: 'python' }, { module: 'example.com/m/pkg', files: 1, language: 'go' }],
      declared: [declared('zod', 'runtime'), declared('left-pad', 'runtime'), declared('jest', 'development', 'npm', true), declared('@types/react', 'development'), declared('PyYAML', 'runtime', 'pypi'), declared('flask', 'runtime', 'pypi'), declared('example.com/m', 'runtime', 'go')],
      own: new Set(['@me/lib']), scripts: 'jest --ci', importNames: (name) => (name === 'PyYAML' ? ['yaml'] : []),
    });
    expect(unused.map(({ name, certainty }) => [name, certainty])).toEqual([['left-pad', 'likely'], ['flask', 'likely'], ['jest', 'possible']]);
    expect(missing).toEqual([{ name: 'numpy', ecosystem: 'pypi', files: 1 }]);
    // What an import does not name for certain is not called unused for certain.
    const unsure = checkImports({ imports: [{ module: 'serde', files: 1, language: 'rust' }, { module: 'google', files: 1, language: 'python' }], declared: [{ ...declared('log', 'runtime'), ecosystem: 'cargo' }, declared('google-cloud-storage', 'runtime', 'pypi'), declared('flask', 'runtime', 'pypi')], own: new Set(), scripts: '' });
    expect(unsure.unused.map(({ name, certainty }) => [name, certainty])).toEqual([['flask', 'likely'], ['log', 'possible'], ['google-cloud-storage', 'possible']]);
  });
});
