import { importsOf, linksOf, usesOf } from '../../test-support/link-listing.ts';
import { analyzeText } from '../../test-support/sample-analysis.ts';

const links = async (text: string): Promise<ReturnType<typeof linksOf>> => linksOf(await analyzeText('a.rs', text));

it('imports, calls with the types of their receivers, bases', async () => {
  const found = await links(`use crate::net::{self, dial, Conn as C};
pub use super::types::*;
struct S { store: Store, n: u32 }
impl Runner for S {
    fn run(&self, c: &Conn, v: Vec<Item>) -> Result<Out, Err> {
        self.store.get(c.id)?; c.send(v);
        let s = Server::new(1); s.start(); let mut t = T { n: 1, m }; t.go();
        match v { Some(a) if a > 1 => a.b(), Color::Red => dial(), other => net::close(other) }
        if let Some(q) = opt { q.z() }
        let f = |a, b: B| a.m(b); inner::<G>(f); self.helper().done();
    }
}
impl S { fn helper(&self) -> Helper { Self::make().x() } fn make() -> Self { S { n: 0 } } }
`);
  expect(importsOf(found)).toEqual(['1 import crate::net: *>net, dial>dial, Conn>C', '2 reexport super::types: *>*>*']);
  expect(usesOf(found).filter((use) => /^(?:call|new|extends|implements|write|decorator)/.test(use))).toEqual([
    'implements Runner', 'call self.store<Store>.get', 'call c<Conn>.send', 'call Server.new', 'call s<Server>.start', 'new T', 'call t<T>.go', 'call a.b', 'call dial', 'call net.close', 'call q.z', 'call a.m', 'call inner', 'call self.helper', 'call ?<Helper>.done', 'call Self.make', 'call ?<S>.x', 'new S',
  ]);
  expect(found.references.filter(({ kind }) => kind === 'implements').map(({ symbol }) => found.symbols[symbol]!.name)).toEqual(['S']); // whose `impl` it is
});
