import { findConflicts, findCycles, findDuplicates, findLicenceIssues, GraphIndex, matchPackages, parseLibraryName, sampleAdvisories, ScanProject, viewGraph, writeDot, writeMermaid, type ManifestFile } from '../index.ts';

const scan = async (files: Readonly<Record<string, string>>) => {
  const found = await new ScanProject({ read: async (paths) => paths.flatMap((path): ManifestFile[] => (Object.hasOwn(files, path) ? [{ path, text: files[path]! }] : [])) }, { maxLockFileBytes: 100_000_000, maxManifests: 100 }).execute();
  return { ...found, index: new GraphIndex(found.graphs) };
};

const NAUGHTY = ['', ' ', '\0', "'; DROP TABLE libraries;--", '../../etc/passwd', '<script>alert(1)</script>', '田中さんにあげて下さい', '‮evil', '😀', 'Ω≈ç√∫', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '%00', '${jndi:ldap://x}', '-', '@', '@/', '/', '.', '..', '--', 'a'.repeat(2_000), '\ud800', 'NaN', 'null', '1e309', 'npm:', '@types/', '[', '(', '\\', 'a\nb', '"];x["'];
const VERSIONS = ['banana', '', '1', 'v1', 'latest', '1.2.3.4', '99999999999999999999.0.0', '1.0.0-🤷', '$(rm -rf /)', '1.0.0+', '-1', '1..0', '2004d', '1!2.0', '__proto__', '\0', '1.0.0'.repeat(500)];

describe('dependencies of every shape', () => {
  it('are read when there are 50,000 of them', async () => {
    const packages: Record<string, unknown> = { '': { name: 'app', dependencies: { p0: '^1.0.0' } } };
    for (let i = 0; i < 50_000; i++) packages[`node_modules/p${i}`] = { version: `1.${i % 7}.0`, license: 'MIT', integrity: `sha512-${i}==`, dependencies: { [`p${(i + 1) % 50_000}`]: '^1.0.0', [`p${(i * 7) % 50_000}`]: '>=1' } };
    const { index, problems } = await scan({ 'package.json': '{"name":"app","dependencies":{"p0":"^1.0.0"}}', 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }) });
    expect([problems, index.packages.length, index.roots.length]).toEqual([[], 50_001, 1]);
    expect([findConflicts(index).length, findDuplicates(index).length, findCycles(index).length, findLicenceIssues(index).length]).toEqual([0, 0, 1, 0]);
    expect(viewGraph(index, { depth: 1_000, limit: 100, production: true }).truncated).toBe(true);
  });

  it.each<[string, (count: number) => Record<string, string>]>([
    ['pnpm-lock.yaml', (count) => ({ 'pnpm-lock.yaml': `lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      p0:\n        specifier: '1'\n        version: 1.0.0\npackages:\n${Array.from({ length: count }, (_, i) => `  p${i}@1.0.0:\n    resolution: {integrity: sha512-x}\n`).join('')}snapshots:\n${Array.from({ length: count }, (_, i) => `  p${i}@1.0.0:\n    dependencies:\n      p${(i + 1) % count}: 1.0.0\n`).join('')}` })],
    ['yarn.lock', (count) => ({ 'yarn.lock': `# yarn lockfile v1\n\n${Array.from({ length: count }, (_, i) => `p${i}@1:\n  version "1.0.0"\n  dependencies:\n    p${(i + 1) % count} "1"\n`).join('\n')}` })],
    ['bun.lock', (count) => ({ 'bun.lock': `{"workspaces":{"":{"dependencies":{"p0":"1"}}},"packages":{${Array.from({ length: count }, (_, i) => `"p${i}":["p${i}@1.0.0","",{"dependencies":{"p${(i + 1) % count}":"1"}},"sha512-x"],`).join('')}}}` })],
    ['Cargo.lock', (count) => ({ 'Cargo.toml': '[package]\nname = "app"\nversion = "1.0.0"\n', 'Cargo.lock': `version = 4\n${Array.from({ length: count }, (_, i) => `[[package]]\nname = "p${i}"\nversion = "1.0.0"\nsource = "registry+https://x"\ndependencies = ["p${(i + 1) % count}"]\n`).join('')}` })],
  ])('are read by the thousand from %s', async (_, files) => {
    const { index, problems } = await scan({ 'package.json': '{"name":"app","dependencies":{"p0":"1"}}', ...files(4_000) });
    expect(problems).toEqual([]);
    expect(index.packages.filter(({ origin }) => origin === 'registry').length).toBeGreaterThanOrEqual(4_000);
    expect(findCycles(index)).toHaveLength(1);
  });

  it('have names and versions of every kind, in every question about them', async () => {
    const packages: Record<string, unknown> = { '': { name: 'app', dependencies: Object.fromEntries(NAUGHTY.map((name, i) => [name, VERSIONS[i % VERSIONS.length]])) } };
    for (const [i, name] of NAUGHTY.entries()) packages[`node_modules/${name}`] = { version: VERSIONS[i % VERSIONS.length], license: name, dependencies: { [NAUGHTY[(i + 1) % NAUGHTY.length]!]: VERSIONS[(i + 3) % VERSIONS.length] } };
    for (const version of VERSIONS) packages[`node_modules/lodash-${version}/node_modules/lodash`] = { version };
    const { index } = await scan({ 'package.json': JSON.stringify({ name: 'app', dependencies: { x: 'banana' } }), 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }) });
    expect(index.packages.length).toBeGreaterThan(NAUGHTY.length);
    for (const list of [findConflicts(index), findDuplicates(index), findCycles(index), findLicenceIssues(index)]) expect(Array.isArray(list)).toBe(true);
    const view = viewGraph(index, { depth: 5, limit: 1_000, production: false });
    expect([writeDot(index, view).startsWith('digraph'), writeMermaid(index, view).startsWith('graph')]).toEqual([true, true]);
    const found = matchPackages(index.packages.map(({ ecosystem, name, version }) => ({ ecosystem, name, version })).filter(({ version }) => version !== null), sampleAdvisories());
    // A version that cannot be compared is not called safe.
    expect(found.filter(({ package: one }) => one.name === 'lodash').some(({ package: one, unsure }) => one.version === 'banana' && unsure)).toBe(true);
    for (const name of NAUGHTY) expect(Array.isArray(parseLibraryName(name).names)).toBe(true);
  });
});
