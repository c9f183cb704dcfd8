# SPDX-License-Identifier: GPL-2.0-or-later
# Handles, values and events that need no appliance.

require "check"
require "pathname"
require "rbconfig"
require "timeout"

# ---- Life cycle ----

g = Guestfs::Guestfs.new
is "closed?", g.closed?, false
is "close", g.close, nil
is "closed twice", g.close, nil
is "closed?", g.closed?, true
closed = /\Aget_memsize: used handle after closing it\z/
raises("method", ArgumentError, closed) { g.get_memsize }
raises("set_event_callback", ArgumentError, /after closing/) do
  g.set_event_callback(proc {}, 1)
end
raises("delete_event_callback", ArgumentError, /after closing/) do
  g.delete_event_callback(0)
end
raises("without a handle", ArgumentError, closed) do
  Guestfs::Guestfs.allocate.get_memsize
end
raises("new twice", ArgumentError) { Guestfs::Guestfs.new.send(:initialize) }
raises("dup", NoMethodError) { Guestfs::Guestfs.new.dup }

inside = nil
is "value of open", Guestfs::Guestfs.open { |h| inside = h; 17 }, 17
is "closed by open", inside.closed?, true
raises("an exception in open", RuntimeError, /inside/) do
  Guestfs::Guestfs.open { |h| inside = h; raise "inside" }
end
is "closed by open", inside.closed?, true
is "open without a block", Guestfs::Guestfs.open.closed?, false
is "closed in open", Guestfs::Guestfs.open(&:close), nil
is "create", Guestfs.create.class, Guestfs::Guestfs

handles = (0..4).map { Guestfs::Guestfs.new }
handles.each_with_index { |h, i| h.set_memsize(1000 + i) }
is "several handles", handles.map(&:get_memsize), [*1000..1004]

class Derived < Guestfs::Guestfs
  def get_memsize = "mine: #{super}"
  alias size get_memsize
end
derived = Derived.new
derived.set_memsize(1234)
is "derived class", derived.get_memsize, "mine: 1234"
is "alias", derived.size, "mine: 1234"
class Guestfs::Guestfs
  alias memory get_memsize
end
is "alias of an action", derived.memory, 1234

ENV["LIBGUESTFS_MEMSIZE"] = "1111"
is "with the environment", Guestfs::Guestfs.new.get_memsize, 1111
without = Guestfs::Guestfs.new(:environment => false)
is "without", without.get_memsize == 1111, false
is "close_on_exit",
   Guestfs::Guestfs.new({ close_on_exit: false }).get_memsize, 1111
ENV.delete("LIBGUESTFS_MEMSIZE")
raises("two arguments", ArgumentError) { Guestfs::Guestfs.new({}, {}) }

# ---- Properties, names ----

g = Guestfs::Guestfs.new
%w[autosync verbose recovery_proc network].each do |name|
  [[true, 1], [false, 0], [0, 1], [nil, 0]].each do |value, number|
    g.send("set_#{name}", value)
    is "#{name} #{value.inspect}", g.send("get_#{name}"), number
  end
end
g.set_verbose(false)
is "path", g.get_path.b, ENV["LIBGUESTFS_PATH"].b
g.set_path(nil)
is "path by default", g.get_path == ENV["LIBGUESTFS_PATH"], false
is "has mkfs_opts", g.respond_to?(:mkfs_opts), true
is "has no such action", g.respond_to?(:no_such_action), false
is "EVENT_CLOSE", Guestfs::EVENT_CLOSE, 1
is "EVENT_ALL", Guestfs::EVENT_ALL & 1, 1
is "event_to_string",
   Guestfs.event_to_string(Guestfs::EVENT_CLOSE | Guestfs::EVENT_TRACE),
   "close,trace"

# ---- Errors ----

e = raises("an error", Guestfs::Error, /\Aset_memsize: .*256/) do
  g.set_memsize(1)
end
is "its errno", e.errno, Errno::EINVAL::Errno
is "its class", Guestfs::Error.superclass, StandardError
raises("too few", ArgumentError, /expecting 1 or 2 arguments/) { g.add_drive }
raises("too many", ArgumentError, /expecting 0 arguments, not 1/) do
  g.get_memsize(1)
end
raises("no Hash", TypeError) { g.add_drive("/dev/null", 1) }
matches "unknown", capture { g.add_drive("/dev/null", color: 1) },
        /unknown optional argument, ignored: :color/
matches "a text as name", capture { g.add_drive("/dev/null", "name" => "x") },
        /ignored: "name"/
raises("no list", TypeError) { g.set_backend_settings("a") }
raises("no text", TypeError) { g.set_program(1) }
raises("no text in a list", TypeError) { g.set_backend_settings([1]) }
raises("nil as text", TypeError) { g.set_program(nil) }
raises("NUL", ArgumentError, /program: string contains null byte/) do
  g.set_program("a\0b")
end
raises("NUL in a list", ArgumentError) { g.set_backend_settings(["a\0b"]) }
raises("no number", TypeError) { g.set_memsize("1000") }
raises("33 bits", RangeError) { g.set_memsize(2**32) }

out = capture { raises("deprecated", Guestfs::Error) { g.stat("/") } }
matches "deprecated", out,
        /handle.rb:\d+: warning: Guestfs#stat is deprecated; use #statns instead/

# ---- Values ----

# What internal_test prints of an argument.
def printed(index, *args)
  g = Guestfs::Guestfs.new
  g.internal_test_set_output("printed")
  g.internal_test(*args)
  g.internal_test_close_output
  File.binread("printed").split("\n", -1)[index]
ensure
  g.close
end

def int64(n) = printed(5, "", nil, [], 0, 0, n, "", "", "")
def bytes(s) = printed(8, "", nil, [], 0, 0, 0, "", "", s)
def str(s) = printed(0, s, nil, [], 0, 0, 0, "", "", "")
def optional(options) =
  printed(12, "", nil, [], 0, 0, 0, "", "", "", options)

max = 2**63 - 1
is "2^63-1", int64(max), max.to_s
is "-2^63", int64(-2**63), (-2**63).to_s
raises("2^63", RangeError) { int64(2**63) }
raises("-2^63-1", RangeError) { int64(-2**63 - 1) }
is "2^63-1 comes back", g.internal_test_rint64(max.to_s), max
is "-10 comes back", g.internal_test_rint64("-10"), -10
is "bytes", bytes("\0a\xff"), "<00><61><ff>"
is "no bytes", bytes(""), ""
is "a name that is not UTF-8", str("\xff/\xe4"), "\xff/\xe4".b
is "UTF-8", str("\u20ac"), "\u20ac".b
is "a path", str(Pathname.new("/a/b")), "/a/b"
is "an optional text", optional(ostring: "x"), "ostring: x"
is "nil is unset", optional(ostring: nil), "ostring: unset"
is "bytes back", g.internal_test_rbufferout("\xe4"), "\xe4".b
is "encoding", g.internal_test_rstring("\u00e4").encoding, Encoding::BINARY
is "an empty list", g.internal_test_rstringlist("0"), []
is "no pairs", g.internal_test_rhashtable("0"), {}
is "true", g.internal_test_rbool("true"), 1
is "nil", g.internal_test_rconstoptstringerr, nil
pv = g.internal_test_rstruct("")
is "struct", pv.values_at("pv_name", "pv_size"), ["pv0", 0]
is "structs", g.internal_test_rstructlist("3").map { |s| s["pv_size"] },
   [0, 1, 2]
is "a long list", g.internal_test_rstringlist("100000").size, 100_000

# ---- Events ----

seen = []
eh = g.set_event_callback(proc { |*args| seen << args }, Guestfs::EVENT_TRACE)
traced(g)
is "a traced call",
   seen.include?([Guestfs::EVENT_TRACE, eh, "get_memsize", []]), true
g.delete_event_callback(eh)
seen.clear
g.get_memsize
is "deleted", seen, []
is "deleting what is not there", g.delete_event_callback(1000), nil
callable = Class.new { def call(*) = $called = true }.new
h = Guestfs::Guestfs.new
h.set_event_callback(callable, Guestfs::EVENT_CLOSE)
h.close
is "anything with call, and close", $called, true
raises("nothing with call", TypeError) { g.set_event_callback(1, 1) }
raises("too few", ArgumentError) { g.set_event_callback(proc {}) }

h = with_callback { raise "oops" }
out = capture { traced(h) }
matches "a callback that raises", out,
        /^Guestfs: callback of the event trace: oops \(RuntimeError\)$/
n = 0
itself = with_callback {}
itself.set_event_callback(Guestfs::EVENT_TRACE) do |_, number|
  n += 1
  itself.delete_event_callback(number)
end
traced(itself)
is "a callback that deletes itself", n, 1

h = with_callback { raise Interrupt, "stop" }
raises("Interrupt in a callback", Interrupt, /stop/) { traced(h) }
is "throw in a callback",
   catch(:done) { traced(with_callback { throw :done, 5 }) }, 5
raises("exit in a callback", SystemExit) { traced(with_callback { exit 3 }) }

inside = nil
h = with_callback do
  next if inside
  inside = true
  inside = h.get_memsize
  h.close
end
raises("closed in a callback", ArgumentError, /after closing/) { traced(h) }
is "a call in a callback", inside.class, Integer

# Callbacks live as long as the handle, which they may refer to.
h = with_callback { seen << "alive" }
GC.start
traced(h)
is "after garbage collection", seen.uniq, ["alive"]

def leave_handles
  50.times do
    h = with_callback { h }
    h.set_event_callback(Guestfs::EVENT_CLOSE) { abort "called by GC" }
  end
  nil
end
leave_handles
GC.start
count = ObjectSpace.each_object(Guestfs::Guestfs).count
is "handles that refer to themselves are collected", count < 40, true
GC.stress = true
traced(with_callback { |*| [] })
g.internal_test_rstructlist("2")
GC.stress = false

# ---- Processes and threads ----

pid = fork { h = nil; GC.start; exit!(g.get_memsize.positive? ? 0 : 1) }
Process.wait(pid)
is "a child", $?.exitstatus, 0
is "after it", g.get_memsize.positive?, true

def leaves(code)
  out = IO.popen([RbConfig.ruby, "-rguestfs", "-e", code], err: %i[child out],
                 &:read)
  "#{out}, #{$?.exitstatus}"
end
is "exit with an open handle", leaves(
  "$g = Guestfs::Guestfs.new; $g.set_event_callback(1) { puts 1 }; exit 4"
), ", 4"
is "exit in a callback of close", leaves(
  "$stdout.sync = true; g = Guestfs::Guestfs.new; " \
  "g.set_event_callback(1) { puts 1; exit 4 }; g.close; puts 2"
), "1\nGuestfs: callback of the event close: exit (SystemExit)\n2\n, 0"

many = (1..4).map do |i|
  Thread.new { 500.times { g.internal_test_rstring(i.to_s) == i.to_s or abort } }
end
many.each(&:join)
racing = (1..50).map do
  h = Guestfs::Guestfs.new
  [Thread.new { h.close }, Thread.new do
    10.times { h.get_memsize }
  rescue ArgumentError
    nil
  end]
end
racing.flatten.each(&:join)

# ---- Memory ----

def use_memory(g)
  10_000.times do
    g.internal_test_rstructlist("10")
    g.internal_test_rhashtable("10")
    begin
      g.internal_test_rstringerr
    rescue Guestfs::Error
      nil
    end
    begin
      g.set_backend_settings(%W[a b\0c])
    rescue ArgumentError
      nil
    end
    g.delete_event_callback(g.set_event_callback(Guestfs::EVENT_TRACE) {})
  end
end
use_memory(g)
no_growth(g, 100_000) { use_memory(g) }
