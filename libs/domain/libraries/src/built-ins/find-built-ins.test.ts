import fc from 'fast-check';
import { builtInCatalogue } from './built-in-catalogue.ts';
import { findBuiltIns, LEAST } from './find-built-ins.ts';

const npm = (name: string, description = '', keywords: string[] = []) => findBuiltIns({ ecosystem: 'npm', name, description, keywords }).map((one) => one.name);
const pypi = (name: string, description = '', text = '') => findBuiltIns({ ecosystem: 'pypi', name, description, text }).map((one) => one.name);

describe('what a platform has itself', () => {
  it('is known with the edition or version that brought it, and is there', () => {
    const { byPath } = builtInCatalogue('javascript');
    const since = (path: string) => byPath.get(path.toLowerCase())?.find((one) => one.path === path)?.since;
    expect([since('Array.prototype.flat'), since('String.prototype.padStart'), since('Object.hasOwn'), since('fs.rm'), since('Array.isArray')]).toEqual(['ES2019', 'ES2017', 'ES2022', 'Node.js 14.14', 'ES5']);
    expect(builtInCatalogue('python').byPath.get('zoneinfo')![0]!.since).toBe('Python 3.9');
    // What this Node.js does not have is told to nobody.
    for (const { path, platform } of builtInCatalogue('javascript').all) {
      if (platform !== 'ecmascript' || path.startsWith('TypedArray')) continue;
      const [owner, ...rest] = path.split('.');
      const target = rest.slice(0, -1).reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], (globalThis as unknown as Record<string, unknown>)[owner!]);
      expect([path, rest.length === 0 ? owner! in globalThis : rest.at(-1)! in Object(target)]).toEqual([path, true]);
    }
  });

  it('is told of packages that are named after it, in its words or others', () => {
    expect(npm('array.prototype.flatmap')[0]).toBe('Array.prototype.flatMap');
    expect(npm('object-assign', 'ES2015 `Object.assign()` ponyfill')[0]).toBe('Object.assign');
    expect(npm('repeat-string', 'Repeat the given string n times.')[0]).toBe('String.prototype.repeat');
    expect(npm('array-flatten', 'Flatten nested arrays')[0]).toBe('Array.prototype.flat');
    expect(npm('pad-left', 'Pads a string on its left')[0]).toBe('String.prototype.padStart');
    expect(npm('abort-controller')[0]).toBe('AbortController');
    expect(npm('is-nan')[0]).toBe('Number.isNaN');
    expect(npm('node-fetch', 'Brings the Fetch API to Node.js')).toEqual(['fetch']);
    expect(npm('querystring')).toEqual(['querystring']);
  });

  it('is told of packages that say what they are like', () => {
    expect(npm('rimraf', 'A deep deletion module (like `rm -rf`)')).toEqual(['fs.rm']);
    expect(npm('uuid', 'Makes UUIDs', ['uuid', 'rfc4122'])).toEqual(['crypto.randomUUID']);
    expect(pypi('mock', 'Rolling backport of unittest.mock for all Pythons')[0]).toBe('unittest.mock');
    expect(pypi('futures', 'Backport of the concurrent.futures package from Python 3')).toEqual(['concurrent.futures']);
    expect(pypi('enum34', 'Enum backported to older Pythons')).toEqual(['enum']);
    expect(pypi('pathlib2', 'Object-oriented filesystem paths', 'A fork of pathlib that follows the standard library.')).toEqual(['pathlib']);
    expect(pypi('backports.zoneinfo', 'Backport of the zoneinfo module')[0]).toBe('zoneinfo');
  });

  it('is not told of packages that only have a word of it in their name', () => {
    const packages: readonly (readonly [string, string])[] = [
      ['http-server', 'A command-line http server'], ['open', 'Opens files and URLs'], ['debug', 'A small debugging utility'], ['bytes', 'Parses a string to bytes and back'], ['jsonparse', 'A streaming JSON parser'], ['fast-json-stringify', 'Stringify your JSON at max speed, faster than JSON.stringify()'],
      ['cacheable-lookup', 'A cacheable dns.lookup(…) that respects TTL'], ['readable-stream', 'A copy of the stream library of Node.js'], ['es6-error', 'An extendable error for ES6'], ['express', 'Web framework'], ['escape-string-regexp', 'Escape RegExp special characters'], ['@acme/deep-equal', ''], ['to-array', 'Turns an array-like into an array'],
    ];
    expect(packages.map(([name, description]) => [name, npm(name, description)])).toEqual(packages.map(([name]) => [name, []]));
    expect([pypi('urllib3', 'HTTP library with connection pooling'), pypi('cmd2', 'Interactive command line applications'), pypi('feedparser', 'Parses RSS'), pypi('requests', 'HTTP for humans')]).toEqual([[], [], [], []]);
    expect([findBuiltIns({ ecosystem: 'cargo', name: 'uuid' }), findBuiltIns({ ecosystem: 'npm', name: '@types/node' })]).toEqual([[], []]);
  });

  it('is told with confidence or not at all, whatever a name is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '../../x', '@/', '💥', 'a'.repeat(400), '.', '-')), fc.string(), (name, description) => {
      for (const ecosystem of ['npm', 'pypi'] as const) for (const { confidence, reason } of findBuiltIns({ ecosystem, name, description })) expect(confidence >= LEAST && confidence <= 1 && reason !== '').toBe(true);
    }), { numRuns: 40 });
  });
});
