# SPDX-License-Identifier: GPL-2.0-or-later
# Handles and values that need no appliance.

use strict;
use warnings;

use Config;
use Errno qw(EINVAL);
use Scalar::Util qw(weaken);
use Test::More;
use Sys::Guestfs;

# dies WHAT, SUB, REGEX: and the message names this file.
sub dies {
    my ($what, $code, $regex) = @_;
    my $survived = eval { $code->(); 1 };
    return fail ("$what: survived") if $survived;
    like ($@, qr{$regex.* at .*handle\.pl line \d+\.\n\z}, $what);
    return;
}

# ---- Life cycle ----

{
    my $g = Sys::Guestfs->new ();
    isa_ok ($g, "Sys::Guestfs");
    ok ($g->{_g} && exists $g->{_flags}, "keys of the object");
    $g->{mine} = 1;
    $g->close ();
    is ($g->{mine}, 1, "keys of the program stay");
    ok (!$g->{_g}, "_g of a closed handle");
    dies ("method", sub { $g->get_memsize () },
          'Sys::Guestfs::get_memsize\(\): called on a closed handle');
    dies ("closed twice", sub { $g->close () },
          'Sys::Guestfs::close\(\): called on a closed handle');
    dies ("last_errno", sub { $g->last_errno () }, "closed handle");
    dies ("set_event_callback", sub { $g->set_event_callback (sub {}, 1) },
          "closed handle");
    dies ("delete_event_callback", sub { $g->delete_event_callback (0) },
          "closed handle");
}

dies ("no object", sub { Sys::Guestfs::get_memsize (1) },
      'get_memsize\(\): g is not a blessed HV reference');
dies ("another class's object", sub { Sys::Guestfs::get_memsize (bless []) },
      "blessed HV reference");
dies ("without a handle", sub { Sys::Guestfs::get_memsize (bless {}) },
      "closed handle");

{
    my @handles = map { Sys::Guestfs->new () } 1 .. 5;
    $handles[$_]->set_memsize (1000 + $_) foreach 0 .. 4;
    is_deeply ([map { $_->get_memsize () } @handles],
               [1000 .. 1004], "several handles");
}

{
    package Derived;
    our @ISA = "Sys::Guestfs";
    sub get_memsize { return "mine: " . $_[0]->SUPER::get_memsize () }
}
{
    my $g = Derived->new ();
    $g->set_memsize (1234);
    is ($g->get_memsize (), "mine: 1234", "derived class");
    isa_ok ($g->new (), "Derived", "constructor of an object");
}

{
    local $ENV{LIBGUESTFS_MEMSIZE} = 1111;
    is (Sys::Guestfs->new ()->get_memsize (), 1111, "with the environment");
    isnt (Sys::Guestfs->new (environment => 0)->get_memsize (), 1111,
          "without the environment");
    is (Sys::Guestfs->new (close_on_exit => 0)->get_memsize (), 1111,
        "close_on_exit");
}

# ---- Properties, names ----

my $g = Sys::Guestfs->new ();
is ($g->get_program (), "handle.pl", "name of the program");
foreach my $name (qw(autosync verbose recovery_proc network)) {
    my ($get, $set) = ("get_$name", "set_$name");
    $g->$set (1);
    is ($g->$get (), 1, $name);
    $g->$set (0);
    is ($g->$get (), 0, "not $name");
}
is ($g->get_path (), $ENV{LIBGUESTFS_PATH}, "path");
$g->set_path (undef);
isnt ($g->get_path (), $ENV{LIBGUESTFS_PATH}, "path by default");

can_ok ("Sys::Guestfs", qw(add_drive add_drive_opts mkfs mkfs_opts launch));
ok (!Sys::Guestfs->can ("no_such_action"), "can tells what is missing");
is (Sys::Guestfs->VERSION, "1.0", "version of the module");

# ---- Errors ----

dies ("an error", sub { $g->set_memsize (1) }, "^set_memsize: .*256");
is ($g->last_errno (), EINVAL, "its number");
dies ("too few", sub { $g->add_drive () },
      'Usage: Sys::Guestfs::add_drive\(g, filename, \.\.\.\)');
dies ("too many", sub { $g->get_memsize (1) },
      'Usage: Sys::Guestfs::get_memsize\(g\)');
dies ("odd", sub { $g->add_drive ("/dev/null", "readonly") },
      "expecting an even number of extra parameters");
dies ("unknown", sub { $g->add_drive ("/dev/null", color => 1) },
      "unknown optional argument 'color'");
dies ("twice", sub { $g->add_drive ("/dev/null", name => 1, name => 1) },
      "optional argument 'name' given more than once");
dies ("a list", sub { $g->set_backend_settings ("a") },
      'set_backend_settings\(\): settings: array reference expected');
dies ("a reference", sub { $g->set_program ({}) }, "must be a string");
dies ("NUL", sub { $g->set_program ("a\0b") }, "program: contains a NUL byte");
dies ("NUL in a list", sub { $g->set_backend_settings (["a\0b"]) },
      "settings: contains a NUL byte");
dies ("no number", sub { $g->set_memsize ("lots") },
      "memsize: must be a number");
dies ("33 bits", sub { $g->set_memsize (2**32) }, "not fit into 32 bits");
{
    my @w;
    local $SIG{__WARN__} = sub { push @w, @_ };
    is ($g->internal_test_rstring (undef), "", "undef is the empty string");
    like ("@w", qr/uninitialized/, "... with a warning");
}

# ---- Deprecated ----

{
    my @w;
    local $SIG{__WARN__} = sub { push @w, @_ };
    my $old = sub { eval { $g->stat ("/") } };
    $old->();
    like ("@w", qr/^Sys::Guestfs::stat is deprecated; use Sys::Guestfs::statns instead at .*handle.pl/,
          "deprecated");
    @w = ();
    { no warnings "deprecated"; eval { $g->stat ("/") } }
    is_deeply (\@w, [], "not if the program does not want to know");
    use warnings FATAL => "deprecated";
    dies ("deprecated is fatal", sub { $g->stat ("/") }, "is deprecated");
}

# ---- Values ----

# What internal_test prints of an argument.
sub printed {
    my ($index, @args) = @_;
    $g->internal_test_set_output ("printed");
    $g->internal_test (@args);
    $g->internal_test_close_output ();
    open my $f, "<", "printed" or die;
    my @lines = <$f>;
    chomp @lines;
    return $lines[$index];
}

sub int64 { return printed (5, "", undef, [], 0, 0, $_[0], "", "", "") }
sub bytes { return printed (8, "", undef, [], 0, 0, 0, "", "", $_[0]) }
sub str { return printed (0, $_[0], undef, [], 0, 0, 0, "", "", "") }
sub bool { return printed (3, "", undef, [], $_[0], 0, 0, "", "", "") }

my $max = "9223372036854775807";
my $min = "-9223372036854775808";
is (int64 ($max), $max, "2^63-1 as text");
is (int64 (9223372036854775807), $max, "2^63-1");
is (int64 ($min), $min, "-2^63 as text");
is (int64 (-9223372036854775807 - 1), $min, "-2^63");
is (int64 (2**40), 2**40, "a float");
is (int64 ("1e3"), 1000, "a float as text");
is (int64 (" 12"), 12, "after a space");
foreach my $big ("9223372036854775808", 9223372036854775808, 2**63, 1e30,
                 -1e30, "-9223372036854775809", "1e30", 9**9**9, -sin (9**9**9)) {
    dies ("too big: $big", sub { int64 ($big) }, "integer64: does not fit into 64 bits");
}
is ($g->internal_test_rint64 ($max), $max, "2^63-1 comes back");
is ($g->internal_test_rint64 ($min), $min, "-2^63 comes back");
is (bytes ("\0a\xff"), "<00><61><ff>", "bytes");
is (bytes (""), "", "no bytes");
is (str ("\xff/\xe4"), "\xff/\xe4", "a name that is not UTF-8");
is (str ("\x{20ac}"), "\xe2\x82\xac", "characters beyond bytes");
is (bool ($_->[0]), $_->[1], "as truth: $_->[0]")
    foreach [0, "false"], ["", "false"], [1, "true"], ["yes", "true"],
        [[], "true"];
is_deeply ([$g->internal_test_rbufferout ("\xe4")], ["\xe4"], "bytes back");
ok (!utf8::is_utf8 ($g->internal_test_rstring ("\xc3\xa4")), "bytes, too");
is_deeply ([$g->internal_test_rstringlist (0)], [], "an empty list");
is_deeply ({ $g->internal_test_rhashtable (0) }, {}, "no pairs");
is ($g->internal_test_rconstoptstringerr (), undef, "undef");
{
    my %pv = $g->internal_test_rstruct ("");
    is ($pv{pv_uuid}, "12345678901234567890123456789012", "UUID");
    my @pvs = $g->internal_test_rstructlist (3);
    is_deeply ([map { $_->{pv_size} } @pvs], [0, 1, 2], "list of structs");
}

# Values that run code of their own.
{
    package Tied;
    sub TIESCALAR { return bless [$_[1]] }
    sub FETCH { my $v = $_[0][0]; return ref $v ? $v->() : $v }
}
{
    package Path;
    use overload '""' => sub { return "/path/" . ${$_[0]} };
}
tie my $tied, "Tied", "text";
is (str ($tied), "text", "tied");
tie my $bad, "Tied", sub { die "in FETCH\n" };
eval { str ($bad) };
is ($@, "in FETCH\n", "tied, and it dies");
is (str (bless \(my $name = "x"), "Path"), "/path/x", "overloaded");
is (scalar (my @many = $g->internal_test_rstringlist (100_000)), 100_000,
    "a long list");

# ---- Events ----

# capture SUB: what is printed on standard error.
sub capture {
    my ($code) = @_;
    open my $saved, ">&", \*STDERR or die;
    open STDERR, ">", "stderr" or die;
    $code->();
    open STDERR, ">&", $saved or die;
    open my $f, "<", "stderr" or die;
    local $/;
    return scalar <$f>;
}

like (Sys::Guestfs::event_to_string ($Sys::Guestfs::EVENT_CLOSE
                                     | $Sys::Guestfs::EVENT_TRACE),
      qr/^close,trace$/, "event_to_string");
is ($Sys::Guestfs::EVENT_ALL & 1, 1, "EVENT_ALL");

# Traces are events that need no appliance.
sub traced {
    my ($h) = @_;
    $h->set_trace (1);
    $h->get_memsize ();
    $h->set_trace (0);
    return;
}
{
    my @seen;
    my $h = Sys::Guestfs->new ();
    my $eh = $h->set_event_callback (sub { push @seen, [@_] },
                                     $Sys::Guestfs::EVENT_TRACE);
    traced ($h);
    ok ((grep { $_->[0] == $Sys::Guestfs::EVENT_TRACE && $_->[1] == $eh
                && $_->[2] eq "get_memsize" && ref $_->[3] eq "ARRAY" } @seen),
        "a traced call");
    $h->delete_event_callback ($eh);
    @seen = ();
    capture (sub { traced ($h) });
    is_deeply (\@seen, [], "deleted");
    eval { $h->delete_event_callback (1000) };
    is ($@, "", "deleting what is not there");
}
{
    no warnings "uninitialized";
    dies ("no callback", sub { $g->set_event_callback (undef, 1) },
          "code reference expected");
}
{
    my @closed;
    my $h = Sys::Guestfs->new ();
    $h->set_event_callback (sub { push @closed, $_[0] },
                            $Sys::Guestfs::EVENT_CLOSE);
    undef $h;
    is_deeply (\@closed, [$Sys::Guestfs::EVENT_CLOSE], "close by GC");
}
{
    my $token = {};
    my $h = Sys::Guestfs->new ();
    { my $captured = $token;
      $h->set_event_callback (sub { $captured }, $Sys::Guestfs::EVENT_TRACE); }
    weaken ($token);
    ok ($token, "a callback lives as long as the handle");
    $h->close ();
    ok (!$token, "... and not longer");
}

# with_callback SUB: a handle whose traces call it.
sub with_callback {
    my ($cb) = @_;
    my $h = Sys::Guestfs->new ();
    $h->set_event_callback ($cb, $Sys::Guestfs::EVENT_TRACE);
    return $h;
}
{
    my $h = with_callback (sub { die "oops\n" });
    local $@ = "before";
    my $out = capture (sub { traced ($h) });
    like ($out, qr/^Sys::Guestfs: callback of the event trace: oops$/m,
          "a callback that dies");
    is ($@, "before", '... leaves $@ alone');
    local $SIG{__WARN__} = sub { die "warned" };
    eval { capture (sub { traced ($h) }) };
    is ($@, "", "... also if warnings are fatal");
}
{
    no warnings "exiting";
    my $h = with_callback (sub { last });
    my $out = capture (sub { foreach (1) { traced ($h); ok (1, "no exit") } });
    like ($out, qr/Can't "last" outside a loop block/, "last in a callback");
}
{
    my $h = with_callback (sub {});
    my ($eh, $n);
    $eh = $h->set_event_callback (
        sub { ++$n; $h->delete_event_callback ($eh) },
        $Sys::Guestfs::EVENT_TRACE);
    traced ($h);
    is ($n, 1, "a callback that deletes itself");
}
{
    my ($h, $inside);
    $h = with_callback (sub { return if $inside;
                              $inside = 1;
                              $inside += $h->get_memsize ();
                              $h->close (); });
    eval { traced ($h) };
    like ($@, qr/called on a closed handle/, "closed in a callback");
    cmp_ok ($inside, ">", 1, "a call in a callback");
}
{
    my ($h, $n);
    $h = with_callback (sub { ++$n; undef $h });
    $h->set_trace (1);
    eval { $h->get_memsize () };
    ok ($n, "the last reference goes in a callback");
}

# ---- Processes and threads ----

{
    my $h = with_callback (sub {});
    my $closed = 0;
    $h->set_event_callback (sub { ++$closed }, $Sys::Guestfs::EVENT_CLOSE);
    my $pid = fork // die "fork: $!";
    if ($pid == 0) { undef $h; require POSIX; POSIX::_exit ($closed) }
    waitpid $pid, 0;
    is ($h->get_memsize () > 0, 1, "usable after a child has closed its copy");
}

# leaves COMMAND: how another perl ends.
sub leaves {
    my ($code) = @_;
    local $ENV{PERL5LIB} = join ":", @INC;
    open my $f, "-|", $^X, "-MSys::Guestfs", "-we",
        "\$SIG{ALRM} = 'DEFAULT'; alarm 60; our \$h; $code" or die;
    local $/;
    my $out = <$f> // "";
    close $f;
    return "$out, status $?";
}
is (leaves ('$h = Sys::Guestfs->new; $h->set_event_callback (sub { print "closed" }, $Sys::Guestfs::EVENT_CLOSE)'),
    "closed, status 0", "a global handle is closed at exit");
is (leaves ('$h = Sys::Guestfs->new; $h->set_event_callback (sub { exit 3 }, $Sys::Guestfs::EVENT_TRACE); $h->set_trace (1); $h->get_memsize'),
    ", status " . (3 << 8), "exit in a callback");
SKIP: {
    skip "this perl has no threads", 1 unless $Config{useithreads};
    is (leaves ('use threads; $h = Sys::Guestfs->new; print threads->create (sub { eval { $h->get_memsize }; $@ })->join; print $h->get_memsize > 0'),
        "Sys::Guestfs::get_memsize(): called on a closed handle at -e line 1.\n1, status 0",
        "a copy in another thread is closed");
}

# ---- Memory ----

# The bytes that malloc has given out: see tests/lib/memory.c.
sub used {
    return $g->internal_test_rint64 ("memory")
        || die "nothing counts memory";
}

# Calls take or free at most so many bytes. What is lost is lost in each round.
sub no_growth {
    my ($what, $limit, $work) = @_;
    my $grown;

    foreach (1 .. 5) {
        my $before = used ();
        $work->();
        $grown = abs (used () - $before);
        last if $grown <= $limit;
    }
    cmp_ok ($grown, "<=", $limit, "bytes that $what take or free");
    return;
}

sub use_memory {
    foreach (1 .. 10_000) {
        my @l = $g->internal_test_rstructlist (10);
        my %h = $g->internal_test_rhashtable (10);
        eval { $g->internal_test_rstringerr () };
        eval { $g->set_backend_settings (["a", "b\0c"]) };
        $g->delete_event_callback (
            $g->set_event_callback (sub { %h }, $Sys::Guestfs::EVENT_TRACE));
    }
    return;
}

sub use_handles {
    foreach (1 .. 500) {
        my $h = with_callback (sub { $_ });
        $h->get_memsize ();
    }
    return;
}
use_memory ();
no_growth ("10,000 rounds of calls", 100_000, \&use_memory);
no_growth ("500 handles", 20_000, \&use_handles);

done_testing ();
