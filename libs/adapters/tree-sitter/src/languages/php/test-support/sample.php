<html><body>
<?php
declare(strict_types=1);

namespace Demo\Shop;

use Demo\Base\{Store, Item as Thing};
use function Demo\helper;
use Other\Klass;

require_once __DIR__ . '/boot.php';

const LIMIT = 10;
define('GLOBAL_LIMIT', 20);
$counter = 0;

/**
 * Keeps orders.
 */
#[Entity]
final class OrderBook extends Base implements Store, \Countable
{
    use Logs;

    public const MAX = 5;
    private static int $count = 0;
    protected ?string $name, $other;

    public function __construct(private readonly int $size, int $plain) {}

    /** Adds one. */
    #[Pure]
    public static function add(Order $order): bool
    {
        $local = function () { return 1; };
        function nested() {}
        return true;
    }

    abstract protected function draw(): void;
    private function secret() {}
    function open() {}
}

interface Store { const KIND = 'x'; public function close(): void; }
trait Logs { public function log() {} }
enum State: string { case Open = 'o'; case Paid = 'p'; public function label(): string { return ''; } }

function &helper(int $a): int { return $a; }
if (!function_exists('late')) {
    function late() {}
}
?>
<p>function not_code() {}</p>
<?= helper(1) ?>
<? function short_tag() {} ?>
</body></html>
