import fc from 'fast-check';
import { coveredShare } from './coverage.ts';
import { readLabelledSet } from './labelled-set.ts';
import { scoreRanking, type RankingScores } from './metrics.ts';
import { mineHistory, parseMinedLog, questionOf, writeHistorySet, type MinedCommit } from './mine-history.ts';
import { modeAccuracy } from './mode-accuracy.ts';
import { gate, type ScoredQuery } from './regression-gate.ts';

const at = (rank: number): RankingScores => scoreRanking(Array.from({ length: 20 }, (_, i) => (i + 1 === rank ? 'gold' : `x${i}`)), ['gold']);

describe('coveredShare', () => {
  const gold = new Map([['a.ts', [{ startLine: 1, endLine: 4 }, { startLine: 4, endLine: 5 }]], ['b.ts', [{ startLine: 10, endLine: 14 }]]]);
  it('counts each gold line once, and not where it is elided', () => {
    expect(coveredShare([], gold)).toBe(0);
    expect(coveredShare([{ path: 'a.ts', startLine: 1, endLine: 5 }, { path: 'a.ts', startLine: 3, endLine: 9 }], gold)).toBe(0.5);
    expect(coveredShare([{ path: 'a.ts', startLine: 1, endLine: 5, elided: [{ startLine: 2, endLine: 3 }] }], gold)).toBeCloseTo(0.3, 10);
    expect(coveredShare([{ path: 'c.ts', startLine: 1, endLine: 99 }], gold)).toBe(0);
    expect(coveredShare([], new Map())).toBeNull();
  });
});

describe('modeAccuracy', () => {
  it('leaves ties out and says what the choice cost', () => {
    const row = (chosen: string, ast: number, rag: number, hybrid: number) => ({ chosen, automatic: at({ ast, rag, hybrid }[chosen]!), forced: { ast: at(ast), rag: at(rag), hybrid: at(hybrid) } });
    const result = modeAccuracy([row('ast', 1, 5, 2), row('hybrid', 9, 1, 2), row('rag', 1, 1, 3), row('hybrid', 5, 4, 1)]);
    expect(result).toMatchObject({ decided: 3, right: 2 / 3, bestMRR: 1, confusion: { ast: { ast: 1 }, rag: { hybrid: 1 }, hybrid: { hybrid: 1 } } });
    expect(result.automatic.MRR).toBeCloseTo((1 + 0.5 + 1 + 1) / 4, 10);
  });
});

describe('gate', () => {
  const rows = (ranks: readonly number[]): ScoredQuery[] => ranks.map((rank, i) => ({ id: `q${i}`, scores: at(rank) }));
  const base = Array.from({ length: 60 }, (_, i) => 1 + (i % 4));

  it('passes what is the same and what differs by chance, in both directions', () => {
    expect(gate(rows(base), rows(base))).toMatchObject({ worse: [], better: [], queries: 60 });
    const noise = base.map((rank, i) => Math.max(1, rank + (i % 7 === 0 ? 1 : i % 7 === 3 ? -1 : 0)));
    expect(gate(rows(noise), rows(base)).worse).toEqual([]);
  });

  it('refuses what is worse beyond chance', () => {
    const worse = base.map((rank, i) => (i % 2 === 0 ? rank + 6 : rank));
    const result = gate(rows(worse), rows(base));
    expect(result.worse).toContain('MRR');
    expect(gate(rows(base), rows(worse)).better).toContain('MRR');
  });

  it('compares the queries of both runs alone', () => {
    expect(gate(rows(base), rows(base.slice(0, 30))).queries).toBe(30);
  });
});

describe('mineHistory', () => {
  const commit = (more: Partial<MinedCommit> = {}): MinedCommit => ({ id: 'a'.repeat(40), parents: ['b'.repeat(40)], author: 'Ann <ann@example.org>', message: 'Keep the order of headers when they are copied', changes: [{ path: 'src/headers.ts', status: 'modified' }], ...more });
  const mined = (...commits: MinedCommit[]) => mineHistory('own', commits, 100);

  it('takes the message as the question and the source files as the answer', () => {
    const { set } = mined(commit({ message: 'Keep header order (#42)\n\nThey were sorted by name.\n\nFixes #41\nSigned-off-by: Ann <ann@example.org>\n', changes: [{ path: 'src/headers.ts', status: 'modified' }, { path: 'test/headers.test.ts', status: 'modified' }, { path: 'src/new.ts', status: 'added' }] }));
    expect(set.queries).toEqual([{ id: `own-${'a'.repeat(12)}`, query: 'Keep header order\nThey were sorted by name.', goldFiles: ['src/headers.ts'], parentCommit: 'b'.repeat(40), commit: 'a'.repeat(12), namesGoldFile: false }]);
    expect(mined(commit({ message: 'headers keep their order' })).set.queries[0]!.namesGoldFile).toBe(true);
  });

  it.each([
    ['merges', commit({ parents: ['b', 'c'] })],
    ['roots', commit({ parents: [] })],
    ['bots', commit({ author: 'dependabot[bot] <x@users.noreply.github.com>' })],
    ['bumps', commit({ message: 'Bump zod from 4.1 to 4.2 in /libs' })],
    ['releases', commit({ message: 'v1.2.3 is here and good' })],
    ['reverts', commit({ message: 'Revert "Keep the order of headers"' })],
    ['what says too little', commit({ message: 'fix it (#12)' })],
    ['sweeps', commit({ changes: Array.from({ length: 41 }, (_, i) => ({ path: `src/f${i}.ts`, status: 'modified' as const })) })],
    ['many source files', commit({ changes: Array.from({ length: 11 }, (_, i) => ({ path: `src/f${i}.ts`, status: 'modified' as const })) })],
    ['what only adds', commit({ changes: [{ path: 'src/a.ts', status: 'added' }] })],
    ['tests alone', commit({ changes: [{ path: 'test/a.test.ts', status: 'modified' }] })],
  ])('leaves out %s, and says so', (_, one) => {
    const { set, left, read } = mined(one);
    expect([set.queries.length, Object.values(left), read]).toEqual([0, [1], 1]);
  });

  it('takes a message once and no more than asked for', () => {
    const many = Array.from({ length: 9 }, (_, i) => commit({ id: String(i).repeat(40), message: `Keep the order of header number ${String.fromCharCode(97 + (i % 5))}${'x'.repeat(i % 5)}` }));
    expect(mineHistory('own', many, 3).set.queries).toHaveLength(3);
    expect(mineHistory('own', many, 100).left).toEqual({ 'message taken before': 4 });
  });

  it('reads the log of git, whatever names and messages hold', () => {
    const log = '\x1d1111\x1f2222 3333\x1fA\u00fc <a@b>\x1fsubject\n\nbody \x1f odd\x1e\0\nM\0src/a b.ts\0A\0"quoted"\n.ts\0\x1d4444\x1f\x1fB <b>\x1fother\x1e\0';
    expect(parseMinedLog(log)).toEqual([
      { id: '1111', parents: ['2222', '3333'], author: 'A\u00fc <a@b>', message: 'subject\n\nbody \x1f odd', changes: [{ status: 'modified', path: 'src/a b.ts' }, { status: 'added', path: '"quoted"\n.ts' }] },
      { id: '4444', parents: [], author: 'B <b>', message: 'other', changes: [] },
    ]);
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void parseMinedLog(text)));
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => questionOf(text).length <= 1_000));
  });

  it('writes a set that the command reads back', async () => {
    const { set } = mined(commit());
    const files = writeHistorySet(set);
    const back = await readLabelledSet(async (name) => files[name as 'set.json']);
    expect(back).toMatchObject({ kind: 'repository-history', name: 'own', queries: set.queries });
  });
});
