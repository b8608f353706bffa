import { understandQuery } from '../query/understand-query.ts';
import type { PackCandidate } from './model.ts';
import { weighPlaces } from './weigh-places.ts';

const place = (path: string, score: number, text: string): PackCandidate => ({ path, language: 'javascript', symbol: null, startLine: 1, endLine: 1, score, sources: ['lexical'], text, commit: null, dirty: false, fileHash: null });
const order = (query: string, places: PackCandidate[]) => weighPlaces(places, understandQuery(query)).map(({ path }) => path);

describe('weighPlaces', () => {
  it('prefers among equals the place that has the words', () => {
    expect(order('where are hooks sorted', [place('a.js', 0.8, 'nothing\n'), place('b.js', 0.8, 'sorts the hooks\n')])).toEqual(['b.js', 'a.js']);
  });

  it('leaves in front the file that the question points at: its name stands in those that import it', () => {
    expect(order('lib/hooks.js', [place('lib/hooks.js', 0.8, 'function run () {}\n'), place('index.js', 0.75, "require('./lib/hooks.js')\n")])).toEqual(['lib/hooks.js', 'index.js']);
  });

  it('counts tests in full where it is asked how something is tested', () => {
    expect(order('how is `run` tested?', [place('lib/a.js', 0.7, 'run\n'), place('test/a.test.js', 0.8, 'run\n')])[0]).toBe('test/a.test.js');
    expect(order('how does `run` work?', [place('lib/a.js', 0.7, 'run\n'), place('test/a.test.js', 0.8, 'run\n')])[0]).toBe('lib/a.js');
  });
});
