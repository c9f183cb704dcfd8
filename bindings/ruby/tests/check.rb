# SPDX-License-Identifier: GPL-2.0-or-later
# What the tests in Ruby share: each line is a check, the program fails with
# the first that is not so.

require "guestfs"
require "stringio"

def is(what, got, expected)
  return if got == expected

  abort "#{caller(1, 1).first}: #{what}: got #{got.inspect}, " \
        "expected #{expected.inspect}"
end

def matches(what, got, regex)
  abort "#{caller(1, 1).first}: #{what}: #{got.inspect}" unless regex =~ got
end

# The exception, whose class must be this one.
def raises(what, kind, regex = //)
  yield
rescue Exception => e
  raise if e.is_a?(SystemExit) && kind != SystemExit
  is what, e.class, kind
  matches what, e.message.b, regex
  e
else
  abort "#{caller(1, 1).first}: #{what}: nothing was raised"
end

# What is written to $stderr meanwhile.
def capture
  saved = $stderr
  $stderr = StringIO.new
  yield
  $stderr.string
ensure
  $stderr = saved
end

# The bytes that malloc has given out: see tests/lib/memory.c.
def used(g)
  GC.start
  size = g.internal_test_rint64("memory")
  size.positive? ? size : abort("nothing counts memory")
end

# The block leaves about as many bytes as there were. What is lost is lost in
# each round; in one, the collector may free what others have used.
def no_growth(g, limit)
  grown = 0
  5.times do
    before = used(g)
    yield
    grown = (used(g) - before).abs
    return if grown <= limit
  end
  abort "#{grown} bytes more or fewer each time"
end

# Traces are events that need no appliance.
def traced(g)
  g.set_trace(true)
  g.get_memsize
  g.set_trace(false)
end

# A handle whose traces call the block.
def with_callback(&block)
  g = Guestfs::Guestfs.new
  g.set_event_callback(Guestfs::EVENT_TRACE, &block)
  g
end
