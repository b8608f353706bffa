import { understandQuery } from './understand-query.ts';

/**
 * node --conditions=twinmcp-source libs/domain/context/src/query/understand-query.bench.ts
 * What understanding costs, against the same number of characters read once by a regular expression.
 */
const trace = `TypeError: Cannot read properties of undefined (reading 'send')\n${'    at Reply.send (/app/node_modules/fastify/lib/reply.js:152:9)\n'.repeat(40)}`;
const code = `why does this throw?\n\`\`\`js\n${'const replyHeaders = getHeaders(request, { id: user.id })\n'.repeat(100)}\`\`\``;
const cases: Readonly<Record<string, string>> = {
  'a name': 'getUserById',
  'a question': 'where is the reply serialised before it is sent to the client, and who calls buildRouting?',
  'a question in Japanese': 'getUserByIdはどこで定義されていますか。返信はどこで送信されますか',
  'a stack trace of 40 frames': trace,
  'quoted code, 100 lines': code,
  'plain text, 20,000 characters': 'where is the reply of the plugin serialised in lib/reply.js '.repeat(333),
  'a megabyte': 'fetchAll(x) failed in src/a/b.ts:12: error TS2345: bad @scope/pkg@1.2.3 '.repeat(14_000),
  'a megabyte without a space': 'aB_'.repeat(340_000),
};

for (const [name, text] of Object.entries(cases)) {
  for (let i = 0; i < 20; i++) understandQuery(text);
  const times: number[] = [];
  for (let i = 0; i < 100; i++) {
    const started = performance.now();
    understandQuery(text);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const started = performance.now();
  for (let i = 0; i < 20; i++) text.slice(0, 20_000).match(/[\p{L}_]+/gu);
  const yardstick = (performance.now() - started) / 20;
  console.log(`${name.padEnd(32)} ${String(text.length).padStart(9)} characters  p50 ${times[50]!.toFixed(3)} ms  p99 ${times[99]!.toFixed(3)} ms  words alone ${yardstick.toFixed(3)} ms`);
}
