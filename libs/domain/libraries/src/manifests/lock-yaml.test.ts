import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { parseLockYaml } from './lock-yaml.ts';

/** Without prototypes, and with numbers as texts, as a version is one. */
const texts = (value: unknown): unknown => (typeof value === 'object' && value !== null ? (Array.isArray(value) ? value.map(texts) : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, texts(one)]))) : typeof value === 'number' ? String(value) : value);

describe('YAML of lock files', () => {
  it('reads what pnpm and Yarn write', () => {
    expect(texts(parseLockYaml("lockfileVersion: '9.0'\n\nsettings:\n  autoInstallPeers: true\n\npackages:\n\n  '@s/a@1.10':\n    resolution: {integrity: sha512-x==, tarball: https://h/a.tgz}\n    engines: {node: '>=18'}\n    cpu: [x64, arm64]\n    version: 1.10\n    deprecated: >-\n      old: use\n      another\n    hasBin: true\n"))).toEqual({ lockfileVersion: '9.0', settings: { autoInstallPeers: true }, packages: { '@s/a@1.10': { resolution: { integrity: 'sha512-x==', tarball: 'https://h/a.tgz' }, engines: { node: '>=18' }, cpu: ['x64', 'arm64'], version: '1.10', deprecated: 'old: use another', hasBin: true } } });
  });

  it.each(['a: {b: {c: 1}}', 'a: "x\\ny"', 'a:\n  - b\n  - c', 'a: plain text\n  that goes on', '? long\n: value', 'a: &x 1\nb: 2', "a: 'it''s'", 'a: 1 # comment'])('leaves other forms to the whole parser: %j', (text) => {
    expect(texts(parseLockYaml(text))).toEqual(texts(parse(text)));
  });

  it('agrees with the whole parser on mappings of texts', () => {
    const word = fc.oneof(fc.stringMatching(/^[a-zA-Z0-9@/^~>=<.*|+_ -]{1,20}$/), fc.string({ minLength: 1, maxLength: 12 })).filter((text) => !/[\u0000-\u001f\u007f-\u00a0\u2028\u2029\ufeff\ud800-\udfff]/.test(text));
    fc.assert(fc.property(fc.dictionary(word, fc.oneof(word, fc.boolean(), fc.dictionary(word, word, { minKeys: 1, noNullPrototype: true })), { noNullPrototype: true }), (value) => {
      fc.pre(!JSON.stringify(value).includes('__proto__'));
      const text = stringify(value, { lineWidth: 0 });
      expect(texts(parseLockYaml(text))).toEqual(texts(parse(text)));
    }), { numRuns: 500 });
  });

  it('says where what is no YAML is wrong', () => expect(() => parseLockYaml('a: {\nb: 1\n')).toThrow(/line/));
});
