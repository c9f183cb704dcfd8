# SPDX-License-Identifier: GPL-2.0-or-later
# See tests/bindings/all-large.sh.

require "guestfs"

g = Guestfs::Guestfs.new
result = g.internal_test_rbufferout("y" * (2**31 + 15) << "z")
puts "result #{result.bytesize} #{result.byteslice(-1)}"
traced = +""
g.set_event_callback(proc { |_, _, text, _| traced << text },
                     Guestfs::EVENT_TRACE)
g.set_trace(true)
begin
  g.write("/f", result)
rescue Guestfs::Error
  puts "argument #{traced[/size (\d+)/, 1]}"
end
