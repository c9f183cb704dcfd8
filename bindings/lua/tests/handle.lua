-- SPDX-License-Identifier: GPL-2.0-or-later
-- The life of a handle, arguments, errors and events: what needs no
-- appliance.

local globals = {}
for name in pairs(_G) do globals[name] = true end
local guestfs = require "guestfs"
for name in pairs(_G) do assert(globals[name], name .. " is a new global") end

local check = require "check"
local is, fails = check.is, check.fails

-- internal_test with one argument replaced.
local function test(g, i, value)
  local args = { "a", "b", {}, true, 1, 1, "c", "d", "e" }
  args[i] = value
  return g:internal_test(args[1], args[2], args[3], args[4], args[5], args[6],
                         args[7], args[8], args[9], args[10])
end

-- ---- The module ----

is("description", guestfs._DESCRIPTION, "Lua binding to libguestfs")
assert(guestfs._VERSION:match("^libguestfs %d+%.%d+%.%d+"))
assert(guestfs._COPYRIGHT:match("^Copyright"))
is("the first event", guestfs.event_all[1], "close")
is("the fourth event", guestfs.event_all[4], "progress")

-- ---- Several handles, their properties ----

local g = guestfs.create()
local other = guestfs.create { environment = false, close_on_exit = false }
g:set_memsize(600)
other:set_memsize(700)
is("memsize", g:get_memsize(), 600)
is("memsize of another", other:get_memsize(), 700)
is("of the environment", g:get_append(), "of_the_environment=1")
is("no environment", other:get_append(), nil)
g:set_verbose(0)
is("0 is true in Lua", g:get_verbose(), true)
g:set_verbose(false)
g:set_path(".")
is("path", g:get_path(), ".")
is("version", g:version().major, "1")

-- ---- Optional arguments ----

g:internal_test_set_output("/dev/null")
g:add_drive("/dev/null", { readonly = true, format = "raw" })
g:add_drive_opts("/dev/null", { format = nil, unknown = "is ignored" })
g:add_drive("/dev/null", nil)
fails("table expected, got string", g.add_drive, g, "/dev/null", "raw")
fails("format must be a string, not table", g.add_drive, g, "/dev/null",
      { format = {} })
fails("oint does not fit into 32 bits", test, g, 10, { oint = 2147483648 })

-- ---- Types ----

fails("str must be a string, not nil", test, g, 1, nil)
fails("str must be a string, not boolean", test, g, 1, true)
fails("strlist must be a list of strings, not string", test, g, 3, "a")
fails("strlist must be a string, not table", test, g, 3, { "a", {} })
fails("integer must be an integer, not string", test, g, 5, "one")
fails("integer must be an integer of 64 bits", test, g, 5, 1.5)
fails("integer does not fit into 32 bits", test, g, 5, 2147483648)
fails("integer64 must be an integer", test, g, 6, "9223372036854775808")
fails("integer64 must be an integer", test, g, 6, 1e300)
fails("integer64 must be an integer", test, g, 6, "")
fails("bufferin must be a string", test, g, 9, {})
fails("guestfs handle", g.get_memsize, {})
fails("guestfs handle", g.get_memsize)
fails("str contains a NUL byte", test, g, 1, "a\0b")
fails("strlist contains a NUL byte", test, g, 3, { "a", "b\0" })
test(g, 1, 12)
test(g, 3, { 1, 2 })
test(g, 5, "-2147483648")
test(g, 6, "-9223372036854775808")
test(g, 9, "a\0b")

-- ---- Results ----

is("the greatest", g:internal_test_rint64("9223372036854775807"),
   "9223372036854775807")
is("the least", g:internal_test_rint64("-9223372036854775808"),
   "-9223372036854775808")
is("no string", g:internal_test_rconstoptstringerr(), nil)
is("bytes that are not UTF-8", g:internal_test_rstring("\255\254"), "\255\254")
is("size in bytes", g:internal_test_rstruct("").pv_size, "0")
is("nothing", select("#", g:set_memsize(800)), 0)
local size = 1000000
is("a long string", #g:internal_test_rstring(("x"):rep(size)), size)

local whole = math.type and guestfs.create { integers = true }
if whole then
  is("an integer", whole:internal_test_rint64("9223372036854775807"),
     math.maxinteger)
  is("an integer of a struct", whole:version().major, 1)
  is("still a string", whole:internal_test_rstring("1"), "1")
  whole:close()
else
  fails("since 5.3", guestfs.create, { integers = true })
end

-- ---- Errors ----

local e = fails("^set_memsize: ", g.set_memsize, g, 0)
is("errno", e.code, 22)
is("the message in msg", e.msg:match("^set_memsize: memory size"),
   "set_memsize: memory size")
e = fails("^internal_test_rinterr: error$", g.internal_test_rinterr, g)
is("no errno", e.code, 0)
e.msg, e.code = "open", 2
is("what errno means", tostring(e), "open: No such file or directory")
e.msg = "open: No such file or directory"
is("only once", tostring(e), e.msg)
is("other errors are strings",
   type(fails("must be", g.set_path, g, {})), "string")

-- ---- Events ----

local seen = {}
local function note(handle, event, eh, flags, buf, array)
  seen[#seen + 1] = event
  assert(handle == g and type(eh) == "number" and flags == 0)
  assert(type(buf) == "string" and #array == 0)
end
local eh = g:set_event_callback(note, "trace")
g:set_trace(true)
g:get_memsize()
assert(#seen >= 2 and seen[1] == "trace")

-- One that fails is printed and does not disturb the call.
local bad = g:set_event_callback(function() error("in callback") end, "trace")
is("a callback that fails", g:get_memsize(), 800)
g:delete_event_callback(bad)
bad = g:set_event_callback(function()
  other:internal_test_rinterr()
end, "trace")
is("a callback whose call fails", g:get_memsize(), 800)
g:delete_event_callback(bad)

-- One that deletes itself, and one in a coroutine.
local once, times = nil, 0
once = g:set_event_callback(function()
  times = times + 1
  g:delete_event_callback(once)
  collectgarbage()
end, { "trace", "library" })
g:get_memsize()
is("deleted in itself", times, 1)
local co = coroutine.create(function()
  g:set_event_callback(function() times = times + 1 end, "trace")
  g:get_memsize()
end)
assert(coroutine.resume(co))
co = nil
collectgarbage()
local before = times
g:get_memsize()
assert(times > before, "the callback of a coroutine that is gone")

-- Changing a list while the library has it.
local list = { "a", "b" }
local emptied = g:set_event_callback(function()
  list[1], list[2] = nil, nil
  collectgarbage()
end, "trace")
test(g, 3, list)
is("emptied by a callback", #list, 0)
g:delete_event_callback(emptied)

g:delete_event_callback(eh)
g:delete_event_callback(12345)
local count = #seen
g:get_memsize()
is("deleted", #seen, count)
fails("there is no event nonsense", g.set_event_callback, g, note, "nonsense")
fails("there is no event number", g.set_event_callback, g, note, 1)
fails("function expected", g.set_event_callback, g, "note", "trace")
g:set_trace(false)

-- ---- Closing ----

local closed = 0
g:set_event_callback(function() closed = closed + 1 end, "close")
g:close()
is("event close", closed, 1)
g:close()
is("closed twice", closed, 1)
fails("Guestfs.get_memsize: handle is closed$", g.get_memsize, g)
is("an error of Lua", type(fails("is closed", g.mount, g)), "string")
fails("is closed$", g.set_event_callback, g, note, "trace")
fails("is closed$", g.delete_event_callback, g, 1)

-- In a callback, the handle is closed when the call is over.
g = guestfs.create()
g:set_trace(true)
g:set_event_callback(function(handle) handle:close() end, "trace")
g:set_event_callback(function() closed = closed + 1 end, "close")
g:get_memsize()
is("closed in a callback", closed, 2)
fails("is closed$", g.get_memsize, g)

-- Nothing refers to it but its own callback.
g = guestfs.create()
do
  local mine = g
  mine:set_event_callback(function()
    closed = closed + 1
    later = mine
  end, "close")
end
g = nil
collectgarbage()
collectgarbage()
is("collected", closed, 3)
fails("is closed$", later.get_memsize, later)
later:close()

if _VERSION >= "Lua 5.4" then
  assert(load([[
    local guestfs, count = ...
    local g <close> = guestfs.create()
    g:set_event_callback(count, "close")
  ]]))(guestfs, function() closed = closed + 1 end)
  is("a variable that is closed", closed, 4)
end

-- ---- Memory ----

g = guestfs.create()
g:internal_test_set_output("/dev/null")
local long = { ("x"):rep(10000), ("y"):rep(10000) }
local function work(n)
  for _ = 1, n do
    test(g, 3, long)
    g:internal_test_rstructlist("10")
    g:internal_test_rhashtable("10")
    g:internal_test_rbufferout(long[1])
    pcall(g.internal_test_rstringerr, g)
    pcall(test, g, 3, { "a", long[1], {} })
    g:delete_event_callback(g:set_event_callback(work, "trace"))
  end
end
local function create(n)
  for _ = 1, n do guestfs.create() end
end
work(500)
check.no_growth(g, "10,500 calls", 20000, work, 1500)
create(20)
check.no_growth(g, "200 handles", 20000, create, 200)

-- Left open: Lua closes it at the end.
other:set_event_callback(function() print "closed at exit" end, "close")
