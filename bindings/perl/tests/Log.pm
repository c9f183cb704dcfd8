# SPDX-License-Identifier: GPL-2.0-or-later
# Prints results as the logs of all languages have them.

package Log;

use strict;
use warnings;

use Exporter "import";
use Sys::Guestfs;

our @EXPORT = qw($g $scratch step show_ok show_bool show_number show_text
    show_text_or_null show_texts show_pairs show_bytes show_struct
    show_structs);
our $scratch = $ARGV[0];
our $g = Sys::Guestfs->new ();

$| = 1;

sub show_ok { die "@_" if @_; return "ok" }
sub show_bool { return $_[0] ? "true" : "false" }
sub show_number { return "$_[0]" }
sub show_text { return "\"$_[0]\"" }
sub show_text_or_null { return defined $_[0] ? show_text (@_) : "null" }
sub show_texts { return "[" . join (", ", map { show_text ($_) } @_) . "]" }

sub show_pairs {
    my %h = @_;
    return "{" . join (", ", map { show_text ($_) . ": " . show_text ($h{$_}) }
                             sort keys %h) . "}";
}

sub show_bytes {
    return join "", map { sprintf "<%02x>", ord } split //, $_[0];
}

sub show_field { return $_[0] =~ /\A-?\d{1,20}\z/ ? $_[0] : show_text ($_[0]) }

# These make a function that shows these fields.
sub show_struct {
    my @fields = @_;
    return sub {
        my %h = @_;
        return "{" . join (", ", map { "$_: " . show_field ($h{$_}) } @fields)
            . "}";
    };
}

sub show_structs {
    my $show = show_struct (@_);
    return sub { return "[" . join (", ", map { $show->(%$_) } @_) . "]" };
}

sub step {
    my ($title, $call, $show) = @_;
    my @result = eval { $call->() };
    my $error = $@;
    $error =~ s/^(.*) at .*? line \d+\.\n\z/$1/s;
    my $shown = $error
        ? sprintf "error: %s (%d)", $error, $g->last_errno ()
        : $show->(@result);
    print "$title\n$shown\n";
    return;
}

1;
