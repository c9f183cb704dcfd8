# SPDX-License-Identifier: GPL-2.0-or-later
# Events of a call that takes long, how it is stopped, and threads.

require "check"
require "timeout"

g = Guestfs::Guestfs.new
g.disk_create("disk", "raw", 1 << 30)
g.add_drive("disk", format: "raw")

# Others run while a thread waits.
turns = 0
launching = Thread.new { g.launch }
turns += 1 until launching.join(0.01)
is "turns while another thread launches", turns > 3, true

seen = []
eh = g.set_event_callback(Guestfs::EVENT_PROGRESS) { |*args| seen << args }
is "a call that takes long", g.debug("progress", ["2"]), "ok"
event, handle, text, numbers = seen.last
is "event", event, Guestfs::EVENT_PROGRESS
is "its handle", handle, eh
is "no text", text, ""
is "four numbers", numbers.size, 4
is "position and total", numbers[2] <= numbers[3], true
g.delete_event_callback(eh)

def cancelled(g, what)
  e = raises(what, Guestfs::Error, /\Adownload: .*cancel/) do
    g.download("/dev/sda", "/dev/null")
  end
  is "errno of what was stopped by #{what}", e.errno, Errno::EINTR::Errno
end
eh = g.set_event_callback(Guestfs::EVENT_PROGRESS) { g.user_cancel }
cancelled(g, "a callback")
g.delete_event_callback(eh)
# A call that has not begun cannot be cancelled.
other = Thread.new { loop { sleep 0.05; g.user_cancel } }
cancelled(g, "another thread")
other.kill.join

raises("Timeout", Timeout::Error) do
  Timeout.timeout(0.05) { g.download("/dev/sda", "/dev/null") }
end
killed = Thread.new { g.download("/dev/sda", "/dev/null") }
sleep 0.05
killed.kill
is "killed", killed.join(60), killed
eh = g.set_event_callback(Guestfs::EVENT_PROGRESS) { raise Interrupt }
raises("Interrupt in a callback", Interrupt) do
  g.download("/dev/sda", "/dev/null")
end
g.delete_event_callback(eh)

# Two threads, one handle; then one closes it while the other is in a call.
g.mkfs("ext2", "/dev/sda")
g.mount("/dev/sda", "/")
g.mkdir("/a")
counts = %w[b c].map do |name|
  Thread.new { 50.times { |i| g.write("/a/#{name}#{i}", "#{name}#{i}") }; 50 }
end
is "files that two threads made", counts.sum(&:value), g.ls("/a").size
is "what is in one", g.cat("/a/c7"), "c7"

g.touch("/caf\xe9")
is "a name that is not UTF-8", g.ls("/").include?("caf\xe9".b), true
e = raises("UTF-8 in messages", Guestfs::Error,
           %r{\Acat: /\xc3\xa4: No such file}n) { g.cat("/\u00e4") }
is "errno of the appliance", e.errno, Errno::ENOENT::Errno
long = "\0\xff".b * 1_000_000
g.write("/long", long)
is "two million bytes", g.read_file("/long") == long, true

entered = Queue.new
g.set_event_callback(Guestfs::EVENT_ENTER) { entered << true }
busy = Thread.new { g.debug("progress", ["1"]) }
entered.pop
g.close
is "closed while another thread is in a call", busy.value, "ok"
raises("closed", ArgumentError) { g.ls("/") }
