import { importsOf, linksOf, referencesOf, usesOf } from '../../test-support/link-listing.ts';
import { analyzeText } from '../../test-support/sample-analysis.ts';

const links = async (text: string): Promise<ReturnType<typeof linksOf>> => linksOf(await analyzeText('a.go', text));
const uses = async (text: string): Promise<string[]> => usesOf(await links(`package a\n\n${text}`));

it('package and imports', async () => {
  const found = await links('package web\n\nimport (\n\t"fmt"\n\tstr "strings"\n\t. "dot"\n\t_ "side"\n\t"gopkg.in/yaml.v3"\n\t"example.com/mod/v2"\n)\n');
  expect(found.packageName).toBe('web');
  expect(importsOf(found)).toEqual(['4 import fmt: *>fmt', '5 import strings: *>str', '6 import dot: *>*', '7 import side:', '8 import gopkg.in/yaml.v3: *>yaml', '9 import example.com/mod/v2: *>mod']);
});

it('references with kind, place and the symbol around them', async () => {
  expect(referencesOf(await links('package a\n\ntype S[T any] struct {\n\t*Base\n\thttp.Handler\n\tlogs map[Key]*Log\n}\n\ntype R interface {\n\tio.Closer\n\tRead(p []byte) error\n}\n\nfunc (s *S[T]) Run(c ctx.C) {\n\ts.count++\n\ttotal = Max\n}\n'))).toEqual([
    '3:9 type any @S', '4:2 extends Base @S', '5:1 read http @S.Handler', '5:6 extends http.Handler @S', '6:10 type Key @S.logs', '6:15 type Log @S.logs', '10:1 read io @R', '10:4 extends io.Closer @R', '11:10 type byte @R.Read', '11:16 type error @R.Read',
    '14:9 type S @S.Run', '14:11 type T @S.Run', '14:21 read ctx @S.Run', '14:25 type ctx.C @S.Run', '15:3 write s<S>.count @S.Run', '16:1 write total @S.Run', '16:9 read Max @S.Run',
  ]);
});

it.each([
  ['parameters and locals', 'func f(a, b int, c ...T) (n error) { d, e := a, b; var g, h = d, e; const i = 1; return g + h + i + j + c + n }', ['type int', 'type T', 'type error', 'read j']],
  ['blocks', 'func f() { if x := g(); x { y := x; y() }; for i, v := range l { v(i) }; for k = range m {}; y() }', ['call g', 'read l', 'write k', 'read m', 'call y']],
  ['switches and channels', 'func f() { switch t := v.(type) { case *A: t() }; select { case m := <-ch: m() } }', ['read v', 'type A', 'read ch']],
  ['labels and fields of literals', 'func f() { l: for { break l }; _ = S{name: v, p.T{}}; _ = map[K]V{key: 1}; _ = []E{{x: y}} }', ['new S', 'read v', 'read p', 'new p.T', 'type K', 'type V', 'read key', 'type E', 'read y']],
  ['type parameters', 'func Map[K comparable, V Num](k K) V { return v[K](k) }', ['type comparable', 'type Num', 'type v']],
])('%s', async (_, text, expected) => expect(await uses(text)).toEqual(expected));

it('receivers with the types that the file tells', async () => {
  expect((await uses(`type S struct { store Store; logs []*Log }
func New() (*S, error) { return &S{}, nil }
func (s *S) Run(r http.Request, w io.Writer) {
	s.store.Get(); r.Body(); w.Write()
	a, err := New(); a.Run(); err.Error()
	b := &S{}; b.Run()
	var c = New2(); c.Go()
	var d Thing = x; d.Do()
	if e, ok := s.any.(Other); ok { e.Go() }
}
func New2() *Two { return nil }
`)).filter((line) => line.includes('.') && line.startsWith('call'))).toEqual([
    'call s.store<Store>.Get', 'call r<http.Request>.Body', 'call w<io.Writer>.Write', 'call a<S>.Run', 'call err<error>.Error', 'call b<S>.Run', 'call c<Two>.Go', 'call d<Thing>.Do', 'call e<Other>.Go',
  ]);
});
