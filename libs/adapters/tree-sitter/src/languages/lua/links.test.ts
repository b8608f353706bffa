import { importsOf, linksOf, usesOf } from '../../test-support/link-listing.ts';
import { analyzeText } from '../../test-support/sample-analysis.ts';

it('imports, calls and writes; locals are none', async () => {
  const found = linksOf(await analyzeText('b.lua', `local util = require 'lib.util'
local M = {}
require("side")
local a, b = 1, other
function M.add(x, ...)
  local y = x + b
  util.pad(y, LIMIT):trim()
  self.count = total
  for i, v in ipairs(list) do v:use(i) end
  for n = 1, max do print(n) end
  global_one = { key = val, [k] = x }
  local function inner(z) return inner(z) end
  M.add(inner)
  goto done
  ::done::
end
function M:run() self:go() end
return M
`));
  expect(importsOf(found)).toEqual(['1 require lib.util: *>util', '3 require side:']);
  expect(usesOf(found).filter((use) => /^(?:call|write)/.test(use))).toEqual([
    'call require', 'call require', 'call util.pad', 'call ?.trim', 'write self.count', 'call ipairs', 'call v.use', 'call print', 'write global_one', 'call inner', 'call M.add', 'call self.go',
  ]);
});
