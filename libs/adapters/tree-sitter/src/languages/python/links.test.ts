import { importsOf, linksOf, referencesOf, usesOf } from '../../test-support/link-listing.ts';
import { analyzeText } from '../../test-support/sample-analysis.ts';

const links = async (text: string): Promise<ReturnType<typeof linksOf>> => linksOf(await analyzeText('a.py', text));
const uses = async (text: string): Promise<string[]> => usesOf(await links(text));

it('imports', async () => {
  expect(importsOf(await links('import os, a.b.c\nimport numpy as np\nfrom . import sib\nfrom ..pkg.mod import x as y, z\nfrom m import *\nif TYPE_CHECKING:\n    from app import App\n'))).toEqual([
    '1 import os: *>os', '1 import a.b.c:', '1 import a: *>a', '2 import numpy: *>np', '3 import .: sib>sib', '4 import ..pkg.mod: x>y, z>z', '5 import m: *>*', '7 import app: type App>App',
  ]);
});

it('what __all__ lists', async () => expect((await links('__all__ = ["a", \'b\']\na = 1\n')).exports).toEqual([{ local: 'a', exported: 'a' }, { local: 'b', exported: 'b' }]));

it('references with kind, place and the symbol around them', async () => {
  expect(referencesOf(await links('@deco(arg)\nclass A(Base, mod.Mixin, metaclass=Meta):\n    kind: str = LIMIT\n    def run(self, x: Item = D) -> Out:\n        self.total += other(x)\n        raise mod.Err(kind)\n'))).toEqual([
    '1:1 decorator deco @A', '1:6 read arg @A', '2:8 extends Base @A', '2:14 read mod @A', '2:18 extends mod.Mixin @A', '2:35 read Meta @A', '3:10 type str @A.kind', '3:16 read LIMIT @A.kind',
    '4:21 type Item @A.run', '4:28 read D @A.run', '4:34 type Out @A.run', '5:13 write self.total @A.run', '5:22 call other @A.run', '6:14 read mod @A.run', '6:18 call mod.Err @A.run', '6:22 read kind @A.run',
  ]);
});

it.each([
  ['parameters and locals', 'def f(a, b=c, *args, d: T, **kw):\n    e = a + b + d\n    (g, [h, *i]) = e, args, kw\n    return g, h, i, j\n', ['read c', 'type T', 'read j']],
  ['comprehensions and lambdas', 'def f():\n    return [x.y for x in z if x > w], {k: v for k, v in m}, lambda n: n + o\n', ['read x.y', 'read z', 'read w', 'read m', 'read o']],
  ['for, with, except, walrus', 'def f():\n    for a, b in c: a\n    with d() as e, g as h: e, h\n    try: pass\n    except (E1, m.E2) as e2: e2\n    if (w := i()): w\n', ['read c', 'call d', 'read g', 'read E1', 'read m', 'read m.E2', 'call i']],
  ['global and nonlocal', 'N = 1\ndef f():\n    global N\n    N = N + 1\n    def g():\n        nonlocal p\n        p = 2\n', ['write N', 'read N', 'write p']],
  ['names of a class are not seen in its methods', 'class A:\n    x = 1\n    y = x\n    def f(self): return x\n', ['read x', 'read x']],
  ['nested functions are symbols', 'def f():\n    def g(): return g()\n    g()\n', ['call g', 'call g']],
  ['patterns', 'def f(c):\n    match c:\n        case Point(x=0, y=yy): yy\n        case [1, *rest]: rest\n        case {"k": v}: v\n        case other: other\n', ['read Point']],
  ['keywords, keys and formats', 'f(key=val, *a, **b)\nd[k] = f"{x!r:>{w}}"\n', ['call f', 'read val', 'read a', 'read b', 'read d', 'read k', 'read x', 'read w']],
  ['type parameters', 'def gen[T: Bound](x: T) -> T: ...\ntype Al[K] = Dict[K, V]\n', ['type Bound', 'type Dict', 'type V']],
])('%s', async (_, text, expected) => expect(await uses(text)).toEqual(expected));

it('receivers with the types that the file tells', async () => {
  expect((await uses(`class A(B):
    cache = Cache()
    def __init__(self, store: "Store", n: Optional[Log] = None):
        super().__init__(n)
        self.store = store
        self.log: Logger = make()
        self.extra = Extra()
    @property
    def me(self) -> Store | None: ...
    async def run(self, items: list[Item]):
        self.store.get(); self.log.info(); self.extra.go(); self.cache.put(); self.me.do()
        a, b = Two(), pair(); a.x()
        q, r = pair(); r.z()
        with Session() as s: s.get()
        one = await self.get(); one.go(); items.append(1)
    async def get(self) -> mod.One: ...
def pair() -> tuple[A, B]: ...
`)).filter((line) => line.includes('.') && line.startsWith('call'))).toEqual([
    'call super.__init__', 'call self.store<Store>.get', 'call self.log<Logger>.info', 'call self.extra<Extra>.go', 'call self.cache<Cache>.put', 'call self.me<Store>.do', 'call a<Two>.x', 'call r<B>.z', 'call s<Session>.get',
    'call self.get', 'call one<mod.One>.go', 'call items<list>.append',
  ]);
});
