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

-- The resident memory of this process, in KiB.
function check.memory()
  collectgarbage()
  collectgarbage()
  for line in io.lines("/proc/self/status") do
    local size = line:match("^VmRSS:%s*(%d+)")
    if size then return tonumber(size) end
  end
end

return check
