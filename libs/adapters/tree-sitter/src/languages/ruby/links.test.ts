import { importsOf, linksOf, usesOf } from '../../test-support/link-listing.ts';
import { analyzeText } from '../../test-support/sample-analysis.ts';

it('imports, calls with the types of their receivers, bases', async () => {
  const found = linksOf(await analyzeText('b.rb', `require 'json'
require_relative 'lib/tool'
module App
  LIMIT = base
  class B < Core::Base
    include Shared
    attr_reader :store
    def initialize(store, n = LIMIT, *rest, key: 1, **opts, &blk)
      @store = store
      super(n)
    end
    def run(items)
      s = Server.new(1); s.start; helper(s)
      a, b = Two.new, other
      a.go(b)
      items.each { |i| i.use(key: LIMIT) }
      items.map do |x, (y, z)| x + y + z end
      self.class.make.done
      Core::Util.open("#{items.size} #{free}") rescue nil
      begin; rescue IoError => e; e.print; end
      @store.get(&blk) unless a.nil?
    end
    def self.make; new; end
  end
end
`));
  expect(importsOf(found)).toEqual(['1 require json:', '2 require ./lib/tool:']);
  expect(usesOf(found).filter((use) => /^(?:call|extends)/.test(use))).toEqual([
    'call require', 'call require_relative', 'extends Core.Base', 'call include', 'call attr_reader', 'call Server.new', 'call s<Server>.start', 'call helper', 'call Two.new', 'call a<Two>.go', 'call items.each', 'call i.use', 'call items.map', 'call self.class', 'call ?.make', 'call ?.done', 'call Core.Util.open', 'call items.size', 'call e.print', 'call ?.get', 'call a<Two>.nil?',
  ]);
});
