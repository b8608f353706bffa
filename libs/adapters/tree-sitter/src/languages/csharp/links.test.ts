import { importsOf, linksOf, usesOf } from '../../test-support/link-listing.ts';
import { analyzeText } from '../../test-support/sample-analysis.ts';

const links = async (text: string): Promise<ReturnType<typeof linksOf>> => linksOf(await analyzeText('B.cs', text));

it('imports, calls with the types of their receivers, bases', async () => {
  const found = await links(`using App.Core;
using J = Newtonsoft.Json;
namespace Web.Api;
[Route("x")]
class B<T> : Base<Req>, IRunner where T : Item {
  private readonly Store _store = new Store();
  public Log Log { get; set; }
  public async Task<Out> Run(Input input, List<Item> items, int n = LIMIT) {
    _store.Get(input.X()); this._store.Put(); Log.Info(); J.Json.Parse();
    var s = new Server(); s.Start(); (await Make()).Go(); Helper(1); Server.Of<G>();
    foreach (Item i in items) i.Use(n);
    items.Where(y => y.Z()); a?.b?.c(); if (o is Foo f) f.Bar(); var t = (Thing)o; t.Act(); Total = 1;
  }
  Task<Out> Make() => null;
}
`);
  expect(importsOf(found)).toEqual(['1 import App.Core: *>*', '2 import Newtonsoft.Json: *>J']);
  expect(usesOf(found).filter((use) => /^(?:call|new|extends|implements|write|decorator)/.test(use))).toEqual([
    'decorator Route', 'extends Base', 'implements IRunner', 'new Store', 'call _store<Store>.Get', 'call input<Input>.X', 'call this._store<Store>.Put', 'call Log<Log>.Info', 'call J.Json.Parse', 'new Server', 'call s<Server>.Start', 'call Make', 'call ?<Out>.Go', 'call Helper', 'call Server.Of', 'call i<Item>.Use', 'call items<List>.Where', 'call y.Z', 'call ?.c', 'call f<Foo>.Bar', 'call t<Thing>.Act', 'write Total',
  ]);
  expect(found.packageName).toBe('Web.Api');
});
