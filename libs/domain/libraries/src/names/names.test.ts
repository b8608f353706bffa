import fc from 'fast-check';
import { withoutGluedAffixes } from './affixes.ts';
import { editDistance, editSimilarity } from './edit-distance.ts';
import { explainName } from './explain-name.ts';
import { mineAliases } from './mine-aliases.ts';
import { nameForms, nameVariants, registryName } from './name-forms.ts';
import { flatName, nameTokens } from './split-name.ts';

const plain = fc.stringMatching(/^[a-z0-9]{1,20}$/);

describe('names', () => {
  it('are split at separators, humps and digits', () => {
    expect(nameTokens('Flask_AndRedis2')).toEqual(['flask', 'and', 'redis', '2']);
    expect(nameTokens('@scope/HTTPParser.js')).toEqual(['scope', 'http', 'parser', 'js']);
    expect(nameTokens('Größe—naïve')).toEqual(['große', 'naive'].map((word) => word.normalize('NFC')));
    expect(flatName('socket.io')).toBe('socketio');
    expect(nameTokens('')).toEqual([]);
  });

  it('are the same where their registry says so', () => {
    expect(registryName('pypi', 'Ruamel.YAML__x')).toBe('ruamel-yaml-x');
    expect(registryName('npm', ' React ')).toBe('react');
    expect(registryName('cargo', 'serde_json')).toBe('serde-json');
    expect(registryName('go', 'github.com/BurntSushi/toml')).toBe('github.com/BurntSushi/toml');
  });

  it('have variants: scope, types, language, modules of Go', () => {
    expect(nameVariants('npm', '@types/babel__core')).toEqual(expect.arrayContaining(['@babel/core', 'babel__core']));
    expect(nameVariants('npm', '@fastify/cors')).toEqual(expect.arrayContaining(['cors', 'fastify-cors']));
    expect(nameVariants('npm', 'moment.js')).toContain('moment');
    expect(nameVariants('pypi', 'pyzmq')).toContain('zmq');
    expect(nameVariants('pypi', 'dnspython')).toContain('dns');
    expect(nameVariants('go', 'github.com/go-chi/chi/v5')).toEqual(expect.arrayContaining(['chi', 'go-chi/chi']));
    expect(withoutGluedAffixes('py')).toEqual([]);
  });

  it('have initials', () => {
    expect(nameForms('Global Game Jam').acronym).toBe('ggj');
    expect(nameForms('lodash').acronym).toBe('');
  });
});

describe('editDistance', () => {
  it('costs less for what fingers and eyes do', () => {
    const cost = (a: string, b: string) => editDistance(a, b);
    expect(cost('axois', 'axios')).toBeLessThan(cost('axxxs', 'axios')); // swapped
    expect(cost('requezts', 'requests')).toBeLessThan(cost('requepts', 'requests')); // neighbouring key
    expect(cost('rrequests', 'requests')).toBeLessThan(cost('prequests', 'requests')); // doubled
    expect(cost('1odash', 'lodash')).toBeLessThan(cost('bodash', 'lodash')); // look-alike
    expect(cost('prompt-tool-kit', 'prompt-toolkit')).toBeLessThan(0.2);
    expect(cost('my.package', 'my-package')).toBeLessThan(0.2);
  });

  it('is a distance: zero for the same, the same both ways, never more than rewriting', () => {
    fc.assert(fc.property(plain, plain, (a, b) => {
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBeCloseTo(editDistance(b, a), 9);
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length) + Math.abs(a.length - b.length) + 1);
      if (a !== b) expect(editDistance(a, b)).toBeGreaterThan(0);
    }));
  });

  it('gives up only what is beyond the limit', () => {
    fc.assert(fc.property(plain, plain, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, least) => {
      const whole = editSimilarity(a, b);
      const bounded = editSimilarity(a, b, least);
      if (whole > least + 1e-9) expect(bounded).toBeCloseTo(whole, 9);
      else expect(bounded).toBeLessThanOrEqual(whole + 1e-9);
    }));
  });
});

describe('explainName', () => {
  const even = () => 1;
  it('reads a query as words of a name: left out, shortened, turned round', () => {
    expect(explainName('clonevirtualenv', ['virtualenv', 'clone'], even).ofQuery).toBeGreaterThan(0.85);
    expect(explainName('sklearn', ['scikit', 'learn'], even)).toMatchObject({ ofQuery: expect.closeTo((0.6 * 1 + 5) / 7, 1) as number });
    expect(explainName('djangoredis', ['django', 'redis', 'cache'], even)).toEqual({ ofQuery: 1, ofName: expect.closeTo(2 / 3, 5) as number });
    expect(explainName('xyz', ['virtualenv'], even).ofQuery).toBe(0);
  });

  it('never explains more than there is', () => {
    fc.assert(fc.property(plain, fc.array(plain, { maxLength: 6 }), (query, tokens) => {
      const { ofQuery, ofName } = explainName(query, tokens, even);
      for (const share of [ofQuery, ofName]) expect(share >= 0 && share <= 1 + 1e-9).toBe(true);
    }));
  });
});

describe('mineAliases', () => {
  it('believes what has to do with the name', () => {
    expect(mineAliases(['global-game-jam'], '', 'The Global Game Jam (GGJ) is an annual event.')).toEqual(['GGJ']);
    expect(mineAliases(['sdk'], 'A software development kit (SDK) is a set of tools.', '')).toEqual(['software development kit']);
    expect(mineAliases(['golang'], 'Go, also known as Golang or GoLang, is a language.', '')).toEqual([]);
    expect(mineAliases(['postgresql'], 'PostgreSQL, also known as Postgres, is a database (DBMS).', '')).toEqual(['Postgres']);
  });

  it('ends on any text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2_000, unit: 'binary' }), (text) => { expect(mineAliases(['x'], text, text).length).toBeLessThanOrEqual(6); }));
  });
});
