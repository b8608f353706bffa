import { importsOf, linksOf, usesOf } from '../../test-support/link-listing.ts';
import { analyzeText } from '../../test-support/sample-analysis.ts';

it('imports, calls with the types of their receivers, bases', async () => {
  const found = linksOf(await analyzeText('b.cpp', `#include "box.hpp"
#include <vector>
namespace app {
template <typename T> class Box : public core::Base, Mixin<T> {
 public:
  Box(int n, Store* s) : store_(s) {}
  void run(const http::Request& in, std::unique_ptr<Log> log);
 private:
  Store* store_; std::vector<Item> items_;
};
void Box::run(const http::Request& in, std::unique_ptr<Log> log) {
  store_->get(in.id()); log->info(LIMIT); this->shut();
  auto s = new Server(1); s->start(); Server t{2}; t.stop(); auto u = Thing(3); u.act();
  for (auto& i : items_) i.use();
  helper(1); core::open<G>(x); std::sort(a.begin(), b); total = 1; arr[i]++;
  auto f = [&](int a, B b) { return a + b.c() + free; };
  if (auto p = make()) p->q();
  static_cast<Foo*>(v)->bar();
}
}
`));
  expect(importsOf(found)).toEqual(['1 include box.hpp:', '2 include vector:']);
  expect(usesOf(found).filter((use) => /^(?:call|new|extends|implements|write|decorator)/.test(use))).toEqual([
    'extends core.Base', 'extends Mixin', 'call store_.get', 'call in<http::Request>.id', 'call log<Log>.info', 'call this.shut', 'new Server', 'call s<Server>.start', 'call t<Server>.stop', 'call Thing', 'call u<Thing>.act', 'call i.use', 'call helper', 'call core.open', 'call std.sort', 'call a.begin', 'write total', 'call b<B>.c', 'call make', 'call p.q', 'call static_cast', 'call ?.bar',
  ]);
});
