-- SPDX-License-Identifier: GPL-2.0-or-later
-- What the tests of the module assert with.

local check = {}

local function fail(what, got, wanted)
  error(("%s: got %s, expected %s"):format(what, tostring(got),
                                           tostring(wanted)), 3)
end

function check.is(what, got, wanted)
  if got ~= wanted then fail(what, got, wanted) end
end

-- The error of a call that must fail: text that has the pattern.
function check.fails(pattern, call, ...)
  local ok, e = pcall(call, ...)
  if ok then fail("succeeded", nil, pattern) end
  if not tostring(e):find(pattern) then fail("error", e, pattern) end
  return e
end

-- The bytes that malloc has given out: see tests/lib/memory.c.
local function used(g)
  collectgarbage()
  collectgarbage()
  local size = tonumber(g:internal_test_rint64("memory"))
  return size > 0 and size or error("nothing counts memory")
end

-- Calls that take or free at most so many bytes.  What is lost is lost in each
-- round.
function check.no_growth(g, what, limit, work, ...)
  local grown
  for _ = 1, 5 do
    local before = used(g)
    work(...)
    grown = math.abs(used(g) - before)
    if grown <= limit then return end
  end
  fail(what .. ": bytes more or fewer each time", grown, limit)
end

return check
