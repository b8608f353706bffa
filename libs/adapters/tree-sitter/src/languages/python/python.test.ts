import type { FileAnalysis } from '@twinmcp/syntax';
import { analyzeSource } from '../../analyze-source.ts';
import { GrammarRuntime } from '../../grammar-runtime.ts';

let runtime: GrammarRuntime;
beforeAll(async () => {
  runtime = await GrammarRuntime.start();
});
const analyze = (text: string): Promise<FileAnalysis> => analyzeSource('a.py', new TextEncoder().encode(text), { timeoutMs: 10_000, maxFileBytes: 1_000_000 }, runtime);
const outline = async (text: string): Promise<string[]> => (await analyze(text)).symbols.map((symbol) => `${symbol.exported ? '+' : '-'}${symbol.kind} ${symbol.qualifiedName}`);

describe('Python symbols', () => {
  it('are classes, functions, attributes and module variables', async () => {
    expect(await outline(`
LIMIT = 10
_cache: dict[str, int] = {}
a = b = 1
x, y = 1, 2
square = lambda v: v * v
type Pair = tuple[int, int]
class Server(Base):
    port = 80
    name: str
    __slots__ = ()
    def __init__(self, port): self.port = port
    async def serve(self):
        def helper(): pass
        local = 1
    @property
    def address(self): return 1
    @staticmethod
    def make(): pass
    def __hidden(self): pass
    class Inner:
        pass
if True:
    def conditional(): pass
try:
    import json
except ImportError:
    json = None
`)).toEqual([
      '+constant LIMIT', '-variable _cache', '+variable a', '+variable b', '+variable x', '+variable y', '+function square', '+type Pair', '+class Server', '+field Server.port', '+field Server.name', '+field Server.__slots__',
      '+constructor Server.__init__', '+method Server.serve', '-function Server.serve.helper', '+accessor Server.address', '+method Server.make', '-method Server.__hidden', '+class Server.Inner', '+function conditional', '+variable json',
    ]);
  });

  it('carry docstring, signature, decorators and modifiers', async () => {
    const { symbols, chunks } = await analyze('import x\n\n@deco(1)\nasync def run(\n    a: int,\n) -> None:\n    """Run it.\n\n    Twice.\n    """\n    return None\n');
    expect(symbols[0]).toMatchObject({ name: 'run', doc: 'Run it.\n\nTwice.', signature: 'async def run( a: int, ) -> None', modifiers: ['async'], range: { startLine: 3, endLine: 11 }, nameRange: { startLine: 4, startColumn: 10 } });
    expect(chunks.some((chunk) => chunk.text.includes('@deco(1)\nasync def run('))).toBe(true);
  });

  it('take the comment above when there is no docstring', async () => {
    expect((await analyze('# About f.\n# More.\ndef f(): pass\n\n# Not about g.\n\ndef g(): pass\n')).symbols.map((symbol) => symbol.doc)).toEqual(['About f.\nMore.', null]);
  });

  it('follow __all__', async () => {
    expect(await outline('__all__ = ["b"]\ndef a(): pass\ndef b(): pass\n')).toEqual(['-variable __all__', '-function a', '+function b']);
  });

  it('read Python 2 prints and half-written files', async () => {
    expect((await analyze('def a():\n    print "x"\n\ndef b(:\n    pass\n\ndef c():\n    pass\n')).symbols.map((symbol) => symbol.name)).toEqual(expect.arrayContaining(['a', 'c']));
  });
});
