local json = require("cjson")
local util = require 'app.util'

local M = {}
M.version = "1.0"
LIMIT = 10

--- Adds two numbers.
-- @param a first
function M.add(a, b)
  local function inner() end
  return a + b
end

function M:run(times) end
local function hidden() end
function global_one() end
M.handler = function(x) return x end
local cb = function() end

local Class = {
  method = function(self) end,
  value = 1,
}

return M
