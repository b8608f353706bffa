import { LineIndex } from '@twinmcp/workspaces';
import { enclosingLine } from './enclosing-lines.ts';

const of = (text: string, line: number) => enclosingLine(new LineIndex(text), line);

describe('enclosingLine', () => {
  const js = 'class Reply {\n  send (payload) {\n    const a = 1\n\n    if (a) {\n      work(a)\n    }\n    return a\n  }\n}\n';
  it('finds the function around, past conditions and blank lines', () => {
    expect(of(js, 8)).toEqual({ line: 2, text: '  send (payload) {' });
    expect(of(js, 6)).toEqual({ line: 2, text: '  send (payload) {' });
    expect(of(js, 2)).toEqual({ line: 1, text: 'class Reply {' });
  });

  it('finds none at the top level, nor on blank lines', () => {
    expect(of(js, 1)).toBeNull();
    expect(of(js, 4)).toBeNull();
    expect(of('', 1)).toBeNull();
    expect(of('a\nb\n', 2)).toBeNull();
  });

  it('goes by indentation alone, in any language', () => {
    expect(of('def run(x):\n    """Runs."""\n    for y in x:\n        go(y)\n', 4)).toEqual({ line: 1, text: 'def run(x):' });
    expect(of('\tfunc\n\t\tbody\n', 2)).toEqual({ line: 1, text: '\tfunc' });
  });

  it('reads a bounded part of a long file', () => {
    expect(of(`function far () {\n${'  x()\n'.repeat(50_000)}}\n`, 49_000)).toBeNull();
  });
});
