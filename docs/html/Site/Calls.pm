# SPDX-License-Identifier: GPL-2.0-or-later
# How an action is called in each language: a line that shows its name, its
# arguments and where the optional ones go.

package Site::Calls;

use strict;
use warnings;
use utf8;
use Exporter "import";

our @EXPORT_OK = qw(calls %language);

our %language = (
  csharp => "C#", erlang => "Erlang", golang => "Go", haskell => "Haskell",
  java => "Java", lua => "Lua", node => "JavaScript", ocaml => "OCaml",
  perl => "Perl", php => "PHP", python => "Python", ruby => "Ruby",
  rust => "Rust",
);

sub list { return join ", ", grep { defined && $_ ne "" } @_ }

# Words of C# that are also arguments.
my %of_csharp = map { $_ => 1 } qw(base fixed readonly unsafe);

sub in_csharp {
  my ($a) = @_;
  my %c = %$a;

  $c{$_} = [map { $of_csharp{$_} ? "\@$_" : $_ } @{$a->{$_}}]
    for "args", "optargs";
  return \%c;
}

# What shows an optional argument; of many the first ones are enough.
use constant SHOWN => 3;

sub options {
  my ($a, $how) = @_;
  my @names = @{$a->{optargs}};
  my @shown = @names > SHOWN ? @names[0 .. SHOWN - 1] : @names;

  return (map { $how->($_) } @shown), @names > SHOWN ? "…" : ();
}

# From arguments and optional arguments to the list of the call, where the
# optional ones are words of the language like  label: …
sub named {
  my ($a, $colon) = @_;

  return list (@{$a->{args}}, options ($a, sub { "$_[0]$colon…" }));
}

# Likewise where they are one value: {label: …}
sub bundled {
  my ($a, $before, $colon, $after) = @_;
  my @o = options ($a, sub { "$_[0]$colon…" });

  return list (@{$a->{args}}, @o ? $before . join (", ", @o) . $after : "");
}

my %write = (
  csharp => sub {
    "g.$_[0]{name} (" . named (in_csharp ($_[0]), ": ") . ");"
  },
  erlang => sub {
    my $a = $_[0];
    my @args = map { ucfirst } @{$a->{args}};
    my @o = options ($a, sub { "{$_[0], …}" });
    "guestfs:$a->{name}(" .
      list ("G", @args, @o ? "[" . join (", ", @o) . "]" : "") . ")";
  },
  golang => sub {
    my $a = $_[0];
    my $name = ucfirst $a->{name};
    "g.$name(" . list (@{$a->{args}}, @{$a->{optargs}}
                       ? "&guestfs.Optargs$name\{…}" : "") . ")";
  },
  haskell => sub {
    my $a = $_[0];
    join " ", "Guestfs.$a->{name}", "g", @{$a->{args}},
      @{$a->{optargs}} ? "optargs" : ();
  },
  java => sub {
    my $a = $_[0];
    "g.$a->{name} (" . list (@{$a->{args}}, @{$a->{optargs}} ? "Map.of (" .
      join (", ", options ($a, sub { "\"$_[0]\", …" })) . ")" : "") . ");";
  },
  lua => sub { "g:$_[0]{name}(" . bundled ($_[0], "{", " = ", "}") . ")" },
  node => sub {
    "await g.$_[0]{name}(" . bundled ($_[0], "{", ": ", "}") . ");"
  },
  ocaml => sub {
    my $a = $_[0];
    join " ", "Guestfs.$a->{name}", "g", options ($a, sub { "~$_[0]:…" }),
      @{$a->{args}};
  },
  perl => sub {
    my $a = $_[0];
    "\$g->$a->{name} (" . list ((map { "\$$_" } @{$a->{args}}),
      options ($a, sub { "$_[0] => …" })) . ");";
  },
  php => sub {
    my $a = $_[0];
    "guestfs_$a->{name}(" . list ("\$g", (map { "\$$_" } @{$a->{args}}),
      options ($a, sub { "$_[0]: …" })) . ");";
  },
  python => sub { "g.$_[0]{name}(" . named ($_[0], "=") . ")" },
  ruby => sub { "g.$_[0]{name}(" . named ($_[0], ": ") . ")" },
  rust => sub {
    my $a = $_[0];
    "g.$a->{name}(" . list (@{$a->{args}}, @{$a->{optargs}}
      ? "$a->{camel}OptArgs { … }" : "") . ")?;";
  },
);

# calls (action of actions.json, languages…): [language, line]…
sub calls {
  my ($action, @languages) = @_;
  my %a = (name => $action->{name}, camel => $action->{camel_name},
           args => [map { $_->{name} } @{$action->{args}}],
           optargs => [map { $_->{name} } @{$action->{optargs}}]);

  return () if grep { $_->{c_type} } @{$action->{args}};  # for C only
  return map { [$_, $write{$_}->(\%a)] } grep { $write{$_} } @languages;
}

1;
