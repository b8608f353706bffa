import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatProblem } from '@twinmcp/configuration';
import { ensureDataDirectory, loadConfig, resolveConfig, resolveDataDirectory, validateConfig } from '../index.ts';

let folder: string;
const file = (text: string | Uint8Array, name = 'a.yaml') => {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
};
const problems = (files: string[], env = {}) => validateConfig(files, { HOME: folder, ...env }).map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ''));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('loadConfig', () => {
  it('lets later files win, the environment over files, and the command line over all', () => {
    const first = file('gateway:\n  port: 1000\n  max_in_flight: 5\nlogging: {level: warn}\nhybrid:\n', 'first.yaml');
    const second = file('gateway:\n  port: 2000\n', 'second.yaml');
    const sources = { files: [first, second], env: { HOME: folder, TWINMCP_LOGGING__LEVEL: 'error' } };
    expect(loadConfig(sources)).toMatchObject({ gateway: { port: 2000, max_in_flight: 5 }, logging: { level: 'error' }, hybrid: { ast_threshold: 0.8 } });
    expect(loadConfig({ ...sources, overrides: { logging: { level: 'debug' }, data_dir: '~/state' } })).toMatchObject({ logging: { level: 'debug' }, data_dir: path.join(folder, 'state') });
  });

  it('names everything that is wrong at once: file, line, key, what to write', () => {
    const bad = file('# a comment\ngateway:\n  prot: 80\n  port: eighty\n\nlogging:\n  level: loud\ncontext:\n  rank_weights:\n    relevance: 0.9\n');
    expect(problems([bad], { TWINMCP_AST__PARALLEL_WORKERS: 'many', TWINMCP_LOGING__FORMAT: 'json' })).toEqual([
      'environment: TWINMCP_LOGING__FORMAT unknown variable (did you mean TWINMCP_LOGGING__FORMAT? Levels are separated by two underscores)',
      'a.yaml:4: gateway.port is not a number (write whole number 0 to 65535; default 3000)',
      'a.yaml:3: gateway.prot unknown key (did you mean gateway.port?)',
      'environment: TWINMCP_AST__PARALLEL_WORKERS is not a number (write whole number 1 to 64; default 6)',
      'a.yaml:9: context.rank_weights the weights add up to 1.4, they must add up to 1 (write its keys below it, two spaces further in, or leave it out)',
      'a.yaml:7: logging.level is not one of the values it may have (write one of trace | debug | info | warn | error | silent; default "info")',
    ]);
    expect(() => loadConfig({ files: [bad], env: {} })).toThrow(/has 4 problems[\s\S]*gateway\.prot[\s\S]*logging\.level/);
  });

  it.each([
    ['broken YAML', 'gateway:\n  port: 1\n port: 2\n', /a\.yaml:3: is not valid YAML/],
    ['a key twice', 'logging:\n  level: info\n  level: warn\n', /a\.yaml:3: is not valid YAML: Map keys must be unique/],
    ['a list', '- 1\n', /holds no sections/],
    ['a bomb of aliases', `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]},`.repeat(9)}]`).join('\n')}\n`, /is not usable YAML/],
    ['a prototype key', '__proto__:\n  polluted: 1\n', /a\.yaml:1: __proto__ unknown key/],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00]), /is not UTF-8/],
    ['a huge file', `# ${'x'.repeat(1_100_000)}`, /is over 1 MiB/],
  ])('refuses %s', (_, text, expected) => {
    const found = problems([file(text as string)]);
    expect(found[0]).toMatch(expected);
  });

  it('does not show a secret when refusing it', () => {
    const found = problems([file('gateway:\n  api_keys: [swordfish]\nqdrant:\n  api_key: [tuna]\n  url: {"http://u:marlin@x"\n')], { TWINMCP_GATEWAY__API_KEYS: 'halibut' }).join('\n');
    expect(found).toContain('TWINMCP_GATEWAY__API_KEYS must be sha256');
    expect(found).not.toMatch(/swordfish|tuna|marlin|halibut/);
  });

  it('refuses a missing named file and a folder, not a missing default one', () => {
    expect(problems([path.join(folder, 'none.yaml')])[0]).toMatch(/none\.yaml: does not exist/);
    expect(problems([folder])[0]).toMatch(/is not a file/);
    expect(resolveConfig({ env: { HOME: folder } })).toMatchObject({ problems: [], files: [path.join(folder, '.config/twinmcp/config.yaml')] });
    expect(resolveConfig({ env: { HOME: folder, TWINMCP_CONFIG: '/nowhere/x.yaml' } }).problems).toHaveLength(1);
  });

  it('reads the file of the user when no other is named', () => {
    mkdirSync(path.join(folder, 'twinmcp'));
    file('logging: {level: trace}', 'twinmcp/config.yaml');
    expect(loadConfig({ env: { HOME: '/nowhere', XDG_CONFIG_HOME: folder } }).logging.level).toBe('trace');
  });

  it('gives the same answer for the shipped example, on its own', () => {
    expect(validateConfig([path.resolve('config/hybrid_production.yaml')], {})).toEqual([]);
  });
});

describe('data directory', () => {
  it.each([
    [{ HOME: '/h' }, '', '/h/.local/share/twinmcp'],
    [{ HOME: '/h', XDG_DATA_HOME: '/x' }, '', '/x/twinmcp'],
    [{ HOME: '/h', XDG_DATA_HOME: 'relative' }, '', '/h/.local/share/twinmcp'],
    [{ HOME: '/h', XDG_DATA_HOME: '/x' }, '~/mine', '/h/mine'],
    [{ HOME: '/h' }, '/srv/twin', '/srv/twin'],
  ])('%j + "%s" → %s', (env, configured, expected) => expect(resolveDataDirectory(configured, env)).toBe(expected));

  it('is created for its owner only; one that exists keeps its permissions', () => {
    const fresh = ensureDataDirectory(path.join(folder, 'a/b'));
    expect(statSync(fresh).mode & 0o777).toBe(0o700);
    expect(statSync(path.dirname(fresh)).mode & 0o777).toBe(0o700);
    chmodSync(fresh, 0o755);
    expect(statSync(ensureDataDirectory(fresh)).mode & 0o777).toBe(0o755);
  });

  it('says which directory cannot be used and how to choose another', () => {
    const occupied = file('x', 'occupied');
    expect(() => ensureDataDirectory(occupied)).toThrow(/occupied.*--data-dir/);
    expect(() => ensureDataDirectory(path.join(occupied, 'below'))).toThrow(/occupied\/below cannot be created.*--data-dir/);
    // The system refuses a new entry with ENOENT there, which Node's own recursive mkdir takes for a missing parent, for ever.
    if (process.platform === 'linux') expect(() => ensureDataDirectory('/proc/twinmcp/data')).toThrow(/cannot be created.*--data-dir/);
    const locked = path.join(folder, 'locked');
    mkdirSync(locked, { mode: 0o500 });
    if (process.getuid?.() !== 0) expect(() => ensureDataDirectory(locked)).toThrow(/may not be written.*--data-dir/);
  });
});
