# SPDX-License-Identifier: GPL-2.0-or-later
# How an action is called in each language: a line that shows its name, its
# arguments and where the optional ones go.

package Site::Calls;

use strict;
use warnings;
use Exporter "import";

our @EXPORT_OK = qw(calls %language);

our %language = (
  csharp => "C#", erlang => "Erlang", golang => "Go", haskell => "Haskell",
  java => "Java", lua => "Lua", node => "JavaScript", ocaml => "OCaml",
  perl => "Perl", php => "PHP", python => "Python", ruby => "Ruby",
  rust => "Rust",
);

sub list { return join ", ", grep { defined && $_ ne "" } @_ }
sub camel { return join "", map { ucfirst } split /_/, $_[0] }

# From arguments and optional arguments to the list of the call, where the
# optional ones are words of the language like  label: …
sub named {
  my ($a, $colon) = @_;

  return list (@{$a->{args}}, map { "$_$colon…" } @{$a->{optargs}});
}

# Likewise where they are one value: {label: …}
sub bundled {
  my ($a, $before, $colon, $after) = @_;
  my @o = map { "$_$colon…" } @{$a->{optargs}};

  return list (@{$a->{args}}, @o ? $before . join (", ", @o) . $after : "");
}

my %write = (
  csharp => sub { "g.$_[0]{name} (" . named ($_[0], ": ") . ");" },
  erlang => sub {
    my $a = $_[0];
    my @args = map { camel ($_) } @{$a->{args}};
    my @o = map { "{$_, …}" } @{$a->{optargs}};
    "guestfs:$a->{name}(" .
      list ("G", @args, @o ? "[" . join (", ", @o) . "]" : "") . ")";
  },
  golang => sub {
    my $a = $_[0];
    "g." . camel ($a->{name}) . "(" .
      list (@{$a->{args}}, @{$a->{optargs}}
            ? "&guestfs.Optargs" . camel ($a->{name}) . "{…}" : "") . ")";
  },
  haskell => sub {
    my $a = $_[0];
    join " ", "Guestfs.$a->{name}", "g", @{$a->{args}},
      @{$a->{optargs}} ? "optargs" : ();
  },
  java => sub {
    my $a = $_[0];
    "g.$a->{name} (" . list (@{$a->{args}}, @{$a->{optargs}} ? "Map.of (" .
      join (", ", map { "\"$_\", …" } @{$a->{optargs}}) . ")" : "") . ");";
  },
  lua => sub { "g:$_[0]{name}(" . bundled ($_[0], "{", " = ", "}") . ")" },
  node => sub {
    "await g.$_[0]{name}(" . bundled ($_[0], "{", ": ", "}") . ");"
  },
  ocaml => sub {
    my $a = $_[0];
    join " ", "Guestfs.$a->{name}", "g", (map { "~$_:…" } @{$a->{optargs}}),
      @{$a->{args}};
  },
  perl => sub {
    my $a = $_[0];
    "\$g->$a->{name} (" . list ((map { "\$$_" } @{$a->{args}}),
      map { "$_ => …" } @{$a->{optargs}}) . ");";
  },
  php => sub {
    my $a = $_[0];
    "guestfs_$a->{name}(" . list ("\$g", (map { "\$$_" } @{$a->{args}}),
      map { "$_: …" } @{$a->{optargs}}) . ");";
  },
  python => sub { "g.$_[0]{name}(" . named ($_[0], "=") . ")" },
  ruby => sub { "g.$_[0]{name}(" . named ($_[0], ": ") . ")" },
  rust => sub {
    my $a = $_[0];
    "g.$a->{name}(" . list (@{$a->{args}}, @{$a->{optargs}}
      ? camel ($a->{name}) . "OptArgs { … }" : "") . ")?;";
  },
);

# calls (action of actions.json, languages…): [language, line]…
sub calls {
  my ($action, @languages) = @_;
  my %a = (name => $action->{name},
           args => [map { $_->{name} } @{$action->{args}}],
           optargs => [map { $_->{name} } @{$action->{optargs}}]);

  return () if grep { $_->{c_type} } @{$action->{args}};  # for C only
  return map { [$_, $write{$_}->(\%a)] } grep { $write{$_} } @languages;
}

1;
