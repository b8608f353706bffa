import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { understandQuery } from './understand-query.ts';

const namesOf = (query: string) => understandQuery(query).names.map((n) => n.name);

describe('understandQuery', () => {
  it('finds names by their shape', () => {
    expect(namesOf('why does getUserById return null in user_service?')).toEqual(['getUserById', 'user_service']);
    expect(namesOf('MAX_RETRIES is ignored by HTTPClient')).toEqual(['MAX_RETRIES', 'HTTPClient']);
    expect(namesOf('call foo() then Foo::bar and reply.send')).toEqual(['foo', 'Foo.bar', 'reply.send']);
    expect(understandQuery('reply.send').names[0]).toEqual({ name: 'reply.send', leaf: 'send', certainty: 0.9 });
    expect(namesOf('this.onSend hangs')).toEqual(['onSend']);
  });

  it('takes a plain word as a name only when it is written as code', () => {
    expect(namesOf('where is the reply serialised?')).toEqual([]);
    expect(namesOf('where is `reply` serialised?')).toEqual(['reply']);
    expect(namesOf('what does `serialize(payload)` do')).toEqual(['serialize']);
    expect(namesOf('Use TypeScript, e.g. on GitHub with Node.js')).toEqual([]);
  });

  it('takes the number of a task for a name', () => {
    const found = (text: string) => understandQuery(text).names.map(({ name, leaf }) => [name, leaf]);
    expect(found('what is left of 1.2.3 and 0.10.4.1?')).toEqual([['1.2.3', '1.2.3'], ['0.10.4.1', '0.10.4.1']]);
    expect(found('is `4.2` done')).toEqual([['4.2', '4.2']]);
    for (const text of ['python 3.12 on linux', 'v1.2.3 is out', '1.2.3-beta', 'from 1.5 to 2.5']) expect(found(text).filter(([name]) => /^\d+\.\d+$/.test(name!) || name!.startsWith('v'))).toEqual([]);
  });

  it('keeps the words that carry the question', () => {
    expect(understandQuery('Where is the reply serialised?').words).toEqual(['reply', 'serialised']);
    expect(understandQuery('How does the cache work, and don’t you find it slow?').words).toEqual(['cache', 'slow']);
    expect(understandQuery('返信 はどこ').words).toEqual(['返信']);
  });

  it('finds paths and lines, not alternatives', () => {
    expect(understandQuery('look at lib/reply.js:120-140, ./src/a.ts and package.json').paths).toEqual([
      { path: 'lib/reply.js', line: 120, endLine: 140 },
      { path: 'src/a.ts', line: null, endLine: null },
      { path: 'package.json', line: null, endLine: null },
    ]);
    expect(understandQuery('and/or, e.g. read/write, 1/2, https, v1.2').paths).toEqual([]);
    expect(understandQuery('in src/components/button we see').paths.map((p) => p.path)).toEqual(['src/components/button']);
    expect(understandQuery('`lib/reply.js` fails').paths.map((p) => p.path)).toEqual(['lib/reply.js']);
    expect(understandQuery('C:\\dev\\app\\main.py breaks').paths.map((p) => p.path)).toEqual(['/dev/app/main.py']);
    expect(understandQuery('see docs/Größe/übersicht.md.').paths.map((p) => p.path)).toEqual(['docs/Größe/übersicht.md']);
  });

  it.each([
    ['    at Reply.send (/app/node_modules/fastify/lib/reply.js:152:9)', 'Reply.send', '/app/node_modules/fastify/lib/reply.js', 152],
    ['    at file:///app/x.mjs:3:1', null, '/app/x.mjs', 3],
    ['    at async run (src/run.ts:9:14)', 'run', 'src/run.ts', 9],
    ['  File "/srv/app/views.py", line 42, in dispatch_request', 'dispatch_request', '/srv/app/views.py', 42],
    ['\tat com.acme.web.Server.handle(Server.java:10)', 'Server.handle', 'Server.java', 10],
    ['\t/go/src/app/server.go:88 +0x1d', null, '/go/src/app/server.go', 88],
    ['   at Acme.Web.Server.Handle(String s) in C:\\src\\Server.cs:line 77', 'Server.Handle', '/src/Server.cs', 77],
    ["app/models/user.rb:12:in `save'", 'save', 'app/models/user.rb', 12],
    ['#0 /var/www/index.php(5): App\\Kernel->handle()', 'handle', '/var/www/index.php', 5],
    ['render@http://localhost:3000/static/app.js:10:5', 'render', '/static/app.js', 10],
  ])('reads the frame %j', (line, name, file, at) => {
    const found = understandQuery(`TypeError: boom\n${line}\nwhy?`);
    expect(found.frames).toEqual([{ function: name, path: file, line: at }]);
    expect(found.paths).toEqual([]);
    if (name) expect(found.names.map((n) => n.name)).toContain(name);
  });

  it('separates quoted code from the question', () => {
    const found = understandQuery('why does this throw?\n```js\nconst replyHeaders = getHeaders(1)\n```\nand `a + b`');
    expect(found.quotedCode).toEqual(['const replyHeaders = getHeaders(1)', 'a + b']);
    expect(found.names.map((n) => n.name)).toEqual(['replyHeaders', 'getHeaders']);
    expect(found.words).toEqual(['throw']);
  });

  it('reads the beginning and the end of a megabyte', () => {
    const found = understandQuery(`why does firstThing fail?\n${'x y\n'.repeat(250_000)}\nwhere is lastThing?`);
    expect(found.names.map((name) => name.name)).toEqual(['firstThing', 'lastThing']);
  });

  it('stays within its limits and fast on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        const found = understandQuery(text);
        expect(found.names.length).toBeLessThanOrEqual(32);
        expect(found.words.length).toBeLessThanOrEqual(64);
        expect(found.paths.every((p) => p.path !== '' && !p.path.includes('\\'))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['a/'.repeat(10_000), 'a.'.repeat(10_000), '`'.repeat(20_000), 'at ('.repeat(5_000), ':1'.repeat(10_000), 'x@'.repeat(10_000), 'aA'.repeat(10_000), '```\n'.repeat(5_000), '(['.repeat(10_000), '_'.repeat(20_000), 'a-'.repeat(10_000)])(
    'takes bounded time on a hostile question (%#)',
    (text) => {
      // Anything worse than linear takes far longer than a test may; what it costs is in understand-query.bench.ts.
      expect(understandQuery(text).text.length).toBeLessThanOrEqual(8_001);
    },
  );

  const folder = process.env['TWINMCP_EVAL_DIR'];
  const naughty = folder ? path.join(folder, 'robustness/naughty/blns.json') : '';
  const available = folder !== undefined && existsSync(naughty);
  (available ? it : it.skip)(`survives the naughty strings${available ? '' : ' (skipped: TWINMCP_EVAL_DIR is not set)'}`, () => {
    const strings = JSON.parse(readFileSync(naughty, 'utf8')) as string[];
    expect(strings.length).toBeGreaterThan(500);
    for (const text of strings) {
      const found = understandQuery(text);
      for (const name of found.names) expect(name.name.length).toBeGreaterThan(0);
      for (const mention of found.paths) expect(mention.line === null || mention.line >= 1).toBe(true);
    }
  });
});
