import { importsOf, linksOf, usesOf } from '../../test-support/link-listing.ts';
import { analyzeText } from '../../test-support/sample-analysis.ts';

const links = async (text: string): Promise<ReturnType<typeof linksOf>> => linksOf(await analyzeText('B.java', text));

it('imports, calls with the types of their receivers, bases', async () => {
  const found = await links(`package b;
import a.Server;
import a.tools.*;
import static a.U.helper;
@Entity class B extends a.Base<Req> implements I {
  private final Store store = new Store();
  B(Log log) { this.log = log; }
  Out run(Input in, int... n) throws Err {
    store.get(in.x()); this.store.put(); this.log.info();
    var s = new Server(); s.start(); make().go(); helper(1); Server.of();
    for (Item i : items) i.use(n);
    try (Conn c = open()) { c.q(); } catch (IOException e) { e.print(); }
    items.forEach(x -> x.y(LIMIT)); if (o instanceof Foo f) f.foo(); String t = (String) o; t.trim();
  }
  Out make() { return null; }
}
`);
  expect(importsOf(found)).toEqual(['2 import a.Server: Server>Server', '3 import a.tools: *>*', '4 import a.U.helper: helper>helper']);
  expect(usesOf(found).filter((use) => /^(?:call|new|extends|implements|write|decorator)/.test(use))).toEqual([
    'decorator Entity', 'extends Base', 'implements I', 'new Store', 'write this.log', 'call store<Store>.get', 'call in<Input>.x', 'call this.store<Store>.put', 'call this.log<Log>.info', 'new Server', 'call s<Server>.start', 'call make', 'call ?<Out>.go', 'call helper', 'call Server.of', 'call i<Item>.use', 'call open', 'call c<Conn>.q', 'call e.print', 'call items.forEach', 'call x.y', 'call f<Foo>.foo', 'call t<String>.trim',
  ]);
  expect(found.packageName).toBe('b');
});
