import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { understandQuery } from '@twinmcp/context';
import { Stages } from '../explain/stages.ts';
import { OpenAiQueryAdviser } from './openai-query-adviser.ts';
import { understandWithAdvice } from './understand-with-advice.ts';

const QUESTION = 'where do replies leave the server?';
let answer: (request: IncomingMessage, body: string, response: ServerResponse) => void;
const seen: { body: Record<string, unknown>; authorization: string | undefined }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    seen.push({ body: JSON.parse(body) as Record<string, unknown>, authorization: request.headers.authorization });
    answer(request, body, response);
  });
});
const says = (content: string) => (_request: IncomingMessage, _body: string, response: ServerResponse) => void response.setHeader('content-type', 'application/json').end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }));

/** A chat server on the loopback that answers as it is told. */
const ask = async (timeoutMs = 20_000) => {
  const { port } = server.address() as AddressInfo;
  const trace = new Stages();
  const adviser = new OpenAiQueryAdviser(() => ({ url: `http://127.0.0.1:${port}/v1/`, model: 'tiny', apiKey: 'k', timeoutMs }));
  return { understanding: await understandWithAdvice(QUESTION, adviser, trace, undefined), trace };
};

beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)));
afterAll(() => new Promise<void>((closed) => {
  server.closeAllConnections();
  server.close(() => closed());
}));

describe('understanding with a language model', () => {
  it('adds what the model says, and asks as OpenAI-compatible servers expect', async () => {
    answer = says('```json\n{"intent": "impact", "names": ["Reply.send", "onSend", "not a name!"], "words": ["Response", "flush"]}\n```');
    const { understanding, trace } = await ask();
    expect(understanding.names.map(({ name, certainty }) => [name, certainty])).toEqual([['Reply.send', 0.6], ['onSend', 0.6]]);
    expect(understanding.words).toEqual(expect.arrayContaining(['replies', 'leave', 'server', 'response', 'flush']));
    expect(understanding.intents[0]).toMatchObject({ kind: 'impact', because: expect.arrayContaining(['a language model says so']) });
    expect(understanding.intents.reduce((sum, { confidence }) => sum + confidence, 0)).toBeLessThanOrEqual(1 + 1e-9);
    expect(trace.channels).toEqual([{ channel: 'language model', found: 5, failed: null, ms: expect.any(Number) }]);
    expect(seen.at(-1)).toMatchObject({ authorization: 'Bearer k', body: { model: 'tiny', temperature: 0, messages: [{ role: 'system' }, { role: 'user', content: QUESTION }] } });
  });

  it.each([
    ['an error', (_q: unknown, _b: unknown, response: ServerResponse) => void response.writeHead(500).end('boom')],
    ['a redirect', (_q: unknown, _b: unknown, response: ServerResponse) => void response.writeHead(302, { location: 'http://elsewhere.example/' }).end()],
    ['prose', says('I think it is about replies.')],
    ['half an object', says('{"intent": "impact"')],
    ['no choices', (_q: unknown, _b: unknown, response: ServerResponse) => void response.end('{}')],
    ['no JSON', (_q: unknown, _b: unknown, response: ServerResponse) => void response.end('<html>')],
    ['far too much', (_q: unknown, _b: unknown, response: ServerResponse) => void response.end(JSON.stringify({ choices: [{ message: { content: `{"words": ["${'x'.repeat(200_000)}"]}` } }] }))],
    ['a broken connection', (request: IncomingMessage) => void request.socket.destroy()],
  ])('goes on with what it understood itself after %s', async (_name, how) => {
    answer = how as typeof answer;
    const { understanding, trace } = await ask();
    expect(understanding).toEqual(understandQuery(QUESTION));
    expect(trace.channels).toEqual([{ channel: 'language model', found: null, failed: expect.any(String), ms: expect.any(Number) }]);
  });

  it('does not wait longer than it is told', async () => {
    answer = () => undefined; // never
    expect((await ask(50)).understanding).toEqual(understandQuery(QUESTION));
  });

  it('takes nothing from an answer that is not what was asked for', async () => {
    answer = says('{"intent": "destroy", "names": [1, null, "a b", "x y z"], "words": "all"}');
    expect((await ask()).understanding).toMatchObject({ names: [], intents: understandQuery(QUESTION).intents, words: understandQuery(QUESTION).words });
  });
});
