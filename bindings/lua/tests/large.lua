-- SPDX-License-Identifier: GPL-2.0-or-later
-- See tests/bindings/all-large.sh.

local g = require "guestfs".create()
local half = ("y"):rep(1073741824)
local result = g:internal_test_rbufferout(half .. half .. ("y"):rep(15) .. "z")

collectgarbage()
print("result " .. #result .. " " .. result:sub(-1))
local traced = ""
g:set_event_callback(function(_, _, _, _, text) traced = traced .. text end,
                     "trace")
g:set_trace(true)
if not pcall(g.write, g, "/f", result) then
  print("argument " .. traced:match("size (%d+)"))
end
