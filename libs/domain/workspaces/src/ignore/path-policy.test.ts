import { IgnoreRules, IgnoreScope } from './ignore-rules.ts';
import { PathPolicy, forbiddenPath } from './path-policy.ts';

const none = { own: IgnoreScope.empty, git: IgnoreScope.empty };
const reason = (path: string, options = {}, scopes = none): string | undefined =>
  new PathPolicy(options).verdict(path.replace(/\/$/, '').split('/'), path.endsWith('/'), scopes)?.reason;

describe('PathPolicy', () => {
  it.each([
    ['src/app.ts', undefined], ['.github/workflows/ci.yml', undefined], ['build/validate.js', undefined], ['.env.example', undefined], ['environment.ts', undefined], ['id_rsa.pub.md', undefined],
    ['.git/', 'ignored'], ['.git', 'ignored'], ['a/node_modules/', 'ignored'], ['node_modules', undefined], ['bun.lockb', 'ignored'], ['package-lock.json', undefined], ['x.min.js', 'ignored'], ['x.js.map', 'ignored'],
    ['logo.PNG', 'binary'], ['.env', 'secret'], ['.env.local', 'secret'], ['prod.env', 'secret'], ['key.pem', 'secret'], ['ID_RSA', 'secret'], ['id_ed25519', 'secret'], ['id_rsa.pub', undefined], ['.ssh/', 'secret'],
    ['.npmrc', 'secret'], ['terraform.tfstate', 'secret'], ['a/service-account-prod.json', 'secret'],
  ])('%s: %s', (path, expected) => expect(reason(path)).toBe(expected));

  it('takes noise back in through .twinmcpignore, but never a secret or version control', () => {
    const own = IgnoreScope.empty.below(IgnoreRules.parse('!*\n!.env\n!.git/'), 0);
    expect(reason('dist/', {}, { ...none, own })).toBeUndefined();
    expect(reason('yarn.lock', {}, { ...none, own })).toBeUndefined();
    expect(reason('.env', {}, { ...none, own })).toBe('secret');
    expect(reason('.git/', {}, { ...none, own })).toBe('ignored');
  });

  it('obeys the configuration', () => {
    expect(reason('docs/old/', { exclude: ['docs/old'] })).toBe('ignored');
    expect(reason('dist/', { outputDirectories: ['out/'] })).toBeUndefined();
    expect(reason('out/', { outputDirectories: ['out/'] })).toBe('ignored');
  });
});

describe('forbiddenPath', () => {
  it('guards reads of what is not indexed', () => {
    expect(forbiddenPath('package-lock.json')).toBeNull();
    expect(forbiddenPath('node_modules/x/index.js')).toBeNull();
    expect(forbiddenPath('.git/config')).toMatchObject({ reason: 'ignored' });
    expect(forbiddenPath('a/.aws/config')).toMatchObject({ reason: 'secret' });
    expect(forbiddenPath('a/.env.production')).toMatchObject({ reason: 'secret' });
  });
});
