import type { SymbolHit } from '@twinmcp/contracts';
import { understandQuery } from '../query/understand-query.ts';
import { definitionHits, nameScores, sameWord, wordNames } from './definition-strength.ts';

const symbol = (qualifiedName: string, score = 1, path = 'a.js'): SymbolHit => ({
  name: qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1), qualifiedName, kind: 'function', path, language: 'javascript', startLine: 1, endLine: 5, nameLine: 1, container: null, exported: true, fileHash: 'h', score, signature: null,
});

describe('definitionHits', () => {
  it('takes the qualified name alone when it is there, else the last part, else what resembles it', () => {
    const query = understandQuery('`reply.send` hangs');
    const strengths = (...hits: SymbolHit[]) => definitionHits(query, hits, []).map((h) => [h.qualifiedName, h.strength]);
    expect(strengths(symbol('Reply.send'), symbol('Socket.sendAll', 0.6), symbol('Server.send'))).toEqual([['Reply.send', 1]]);
    expect(strengths(symbol('Server.send'), symbol('Socket.sendAll', 0.6))).toEqual([['Server.send', 0.7], ['Socket.sendAll', 0.42]]);
    expect(definitionHits(query, [symbol('Server.send'), symbol('Socket.sendAll', 0.6)], [], true).map((h) => h.qualifiedName)).toEqual(['Server.send']);
    expect(nameScores(query, [symbol('Server.send')])).toEqual([0.7]);
    expect(nameScores(query, [])).toEqual([0]);
  });

  it('believes less in a name that many symbols share', () => {
    const query = understandQuery('`send`');
    const many = definitionHits(query, ['a', 'b', 'c', 'd'].map((path) => symbol('send', 1, path)), []);
    expect(many.map((h) => h.strength)).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('lets plain words match names loosely: all parts over some, two words over one', () => {
    const query = understandQuery('where is the reply serialised?');
    const strength = (name: string) => definitionHits(query, [], [symbol(name)])[0]?.strength ?? 0;
    expect(strength('Reply.serialize')).toBeGreaterThan(strength('Reply.serializeError'));
    expect(strength('Reply.serializeError')).toBeGreaterThan(0);
    expect(strength('serializer')).toBe(0.25);
    expect(strength('payload')).toBe(0);
  });

  it('knows a word by its inflections only', () => {
    for (const [a, b] of [['serialised', 'serialize'], ['hook', 'hooks'], ['routes', 'router']] as const) expect(sameWord(a, b)).toBe(true);
    for (const [a, b] of [['reply', 'replay'], ['con', 'cons'], ['request', 'requirement'], ['server', 'serialize']] as const) expect(sameWord(a, b)).toBe(false);
  });

  it('looks words up as they are, without inflection, and joined', () => {
    expect(wordNames(['content', 'type', 'parser'])).toEqual(['content', 'type', 'parser', 'contentType', 'typeParser']);
    expect(wordNames(['serialised'])).toEqual(['serialised', 'serialise', 'serialis', 'serialize']);
    expect(wordNames(['hooks', 'running'])).toEqual(['hooks', 'running', 'hook', 'runn', 'runne', 'hooksRunning']);
  });
});
