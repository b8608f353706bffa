import { importsOf, linksOf, usesOf } from '../../test-support/link-listing.ts';
import { analyzeText } from '../../test-support/sample-analysis.ts';

it('imports, calls with the types of their receivers, bases', async () => {
  const found = linksOf(await analyzeText('b.php', String.raw`<?php
namespace App\Web;
use App\Models\User as Person;
use App\{Store, Tools\Log};
require_once 'lib/helpers.php';
#[Route('x')]
final class B extends \Core\Base implements Runner {
    use Shared;
    private Store $store;
    public function __construct(private Log $log, int $n = LIMIT) { $this->extra = new Extra(); parent::__construct($n); }
    public function run(Request $in, ?Item ...$items): Out {
        $this->store->get($in->id()); $this->log->info(); $this->extra->go(); Person::find(1); self::make()->done();
        $s = new Server($n); $s->start(); helper($s); foreach ($items as $k => $i) { $i->use(); }
        try { } catch (IoError | E $e) { $e->print(); }
        return static::$cache[Person::TABLE] ?? fn($x) => $x->y($in);
    }
    public static function make(): Job { }
}
`));
  expect(found.packageName).toBe('App\\Web');
  expect(importsOf(found)).toEqual(['3 import App\\Models\\User: User>Person', '4 import App\\Store: Store>Store', '4 import App\\Tools\\Log: Log>Log', '5 include lib/helpers.php:']);
  expect(usesOf(found).filter((use) => /^(?:call|new|extends|implements|write|decorator)/.test(use))).toEqual([
    'decorator Route', 'extends Base', 'implements Runner', 'extends Shared', 'write $this.extra', 'new Extra', 'call parent.__construct', 'call $this.store<Store>.get', 'call $in<Request>.id', 'call $this.log<Log>.info', 'call $this.extra<Extra>.go', 'call Person.find', 'call self.make', 'call ?<Job>.done', 'new Server', 'call $s<Server>.start', 'call helper', 'call $i.use', 'call $e.print', 'call $x.y',
  ]);
});
