import { parseLog } from './parse-log.ts';

const id = (n: number) => String(n).padStart(40, '0');

describe('parseLog', () => {
  test('messages of several lines, control characters and paths with line ends', () => {
    const log = `${id(2)}\nsubject\n\nbody \u0001\u001e line\n\0\nM\0a\nb.ts\0A\0c.ts\0${id(1)}\nfirst\n\0\nA\0a\nb.ts\0`;
    expect(parseLog(log)).toEqual([
      { id: id(2), message: 'subject\n\nbody \u0001\u001e line', paths: ['a\nb.ts', 'c.ts'] },
      { id: id(1), message: 'first', paths: ['a\nb.ts'] },
    ]);
  });

  test('a rename gives earlier commits the later name, through several renames', () => {
    const log = `${id(4)}\nthird name\n\0\nR100\0two.ts\0three.ts\0${id(3)}\nedit\n\0\nM\0two.ts\0${id(2)}\nsecond name\n\0\nR090\0one.ts\0two.ts\0${id(1)}\nstart\n\0\nA\0one.ts\0`;
    expect(parseLog(log).map((commit) => commit.paths)).toEqual([['three.ts'], ['three.ts'], ['three.ts'], ['three.ts']]);
  });

  test('empty commits and an empty log', () => {
    expect(parseLog('')).toEqual([]);
    expect(parseLog(`${id(2)}\nempty\n\0${id(1)}\nnext\n\0\nM\0a.ts\0`).map((commit) => commit.paths)).toEqual([[], ['a.ts']]);
  });
});
