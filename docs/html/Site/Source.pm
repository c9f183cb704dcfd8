# SPDX-License-Identifier: GPL-2.0-or-later
# Manual pages in POD, cut into the pages of the site, and where each heading
# and item of them will be.

package Site::Source;

use strict;
use warnings;
use Exporter "import";

our @EXPORT_OK = qw(read_page plain slug slurp words);

# Longer pages become one page of the site for each chapter (=head1).
use constant LONG => 700;

# Chapters whose entries (=head2) are pages of their own: where these go, and
# the page that lists them.
my %entries = (
  "guestfs(3)/FUNCTIONS" => ["functions", "function"],
  "guestfs(3)/FUNCTIONS BY TOPIC" => ["functions", undef],
  "guestfish(1)/COMMANDS" => ["commands", "command"],
  "guestfish(1)/COMMANDS OF GUESTFISH" => ["commands", "command"],
);

# POD without its formatting codes, on one line.
sub plain {
  my ($text) = @_;
  my %char = (lt => "<", gt => ">", sol => "/", verbar => "|");

  1 while $text =~ s/[BCFIS](<<+)\s+([^<>]*?)\s+>>+/$2/
    || $text =~ s/[BCFIS]<([^<>]*)>/$1/
    || $text =~ s/L<(?:[^<>|]*\|)?([^<>]*)>/$1/
    || $text =~ s/[XZ]<[^<>]*>//;
  $text =~ s/E<(\w+)>/$char{$1} \/\/ "?"/ge;
  $text =~ s/\s+/ /g;
  return $text =~ s/^ | $//gr;
}

# Part of an address: lower case, digits, dashes.
sub slug {
  my ($text) = @_;

  return lc ($text =~ s/[^A-Za-z0-9]+/-/gr =~ s/^-|-$//gr) || "x";
}

# Names of the API and of commands stay as they are.
sub id_of {
  my ($text) = @_;

  return $text if $text =~ /^[A-Za-z0-9_.-]+$/ && $text =~ /[a-z]/;
  return slug ($text);
}

# The same words whatever their case, as the search compares them.
sub words {
  my ($text) = @_;

  return lc ($text) =~ s/[^\p{L}\p{N}]+/ /gr =~ s/^ | $//gr;
}

sub slurp {
  my ($file) = @_;

  open my $fh, "<:encoding(UTF-8)", $file or die "$file: $!\n";
  local $/;
  return scalar <$fh>;
}

# The text from each heading of this level to the next: ["", text before the
# first], [heading, text with its heading]…
sub cut {
  my ($pod, $level) = @_;
  my @pieces = (["", ""]);

  for my $paragraph (split /(?<=\n)\n+(?==head$level\s)/, $pod) {
    my ($heading) = $paragraph =~ /\A=head$level\s+(.*?)(?:\n\n|\n?\z)/s;
    push @pieces, [plain ($heading), "$paragraph\n\n"] if defined $heading;
    $pieces[0][1] .= "$paragraph\n\n" unless defined $heading;
  }
  return @pieces;
}

# The addresses of headings and items within a part, in their order.
sub find_ids {
  my ($part) = @_;
  my %seen;

  for ($part->{pod} =~ /^(=(?:head\d|item)\s+.*?)(?=\n\n|\n?\z)/gms) {
    my ($what, $text) = /^=(head\d|item)\s+(.*)/s;
    next if $what eq "item" && $text =~ /^(\*|\d+\.?)(\s|$)/;
    $text = plain ($text);
    my $id = id_of ($text);
    $id .= "-$seen{$id}" if $seen{$id}++;
    push @{$part->{ids}}, { what => $what, text => $text, id => $id };
  }
}

sub add_part {
  my ($page, %part) = @_;
  my $part = { page => $page, ids => [], %part };

  find_ids ($part);
  push @{$page->{parts}}, $part;
  return $part;
}

# Headings lead to their place, items where no heading has that name.
sub find_targets {
  my ($page) = @_;

  for my $what ("head", "item") {
    for my $part (@{$page->{parts}}) {
      for (grep { $_->{what} =~ /^$what/ } @{$part->{ids}}) {
        $page->{targets}{$_->{text}} //= "$part->{url}#$_->{id}";
      }
    }
  }
}

# A chapter of entries: each a page, and the list of them is made elsewhere.
sub add_entries {
  my ($page, $chapter, $pod) = @_;
  my ($dir, $kind) = @{$entries{"$page->{key}/$chapter"}};

  $page->{targets}{$chapter} = "$dir/index.html";
  for (cut ($pod, 2)) {
    my ($heading, $text) = @$_;
    next if $heading eq "";
    if ($kind) {
      add_part ($page, url => "$dir/" . ($heading =~ s/^guestfs_//r) . ".html",
                kind => $kind, title => $heading, level => 2, pod => $text,
                chapter => $chapter);
    } else {
      $page->{targets}{$heading} = "$dir/index.html#" . slug ($heading);
    }
  }
}

sub add_chapters {
  my ($page, @chapters) = @_;
  my ($first) = add_part ($page, url => $page->{url}, kind => "page",
                          title => $page->{name}, level => 0, pod => "");

  for (@chapters) {
    my ($heading, $pod) = @$_;
    if ($entries{"$page->{key}/$heading"}) {
      add_entries ($page, $heading, $pod);
    } elsif ($heading =~ /^(SYNOPSIS|DESCRIPTION|SEE ALSO)?$/) {
      $first->{pod} .= $pod;
    } else {
      add_part ($page, url => "$page->{name}/" . slug ($heading) . ".html",
                kind => "chapter", title => $heading, level => 1, pod => $pod);
    }
  }
  find_ids ($first);
}

# read_page ("docs/guestfs.full.pod", 3)
sub read_page {
  my ($file, $section) = @_;
  my ($name) = $file =~ m{([^/]+)\.full\.pod$} or die "$file: what page?\n";
  my $page = { name => $name, section => $section, key => "$name($section)",
               url => "$name.$section.html", parts => [], targets => {} };
  my $pod = slurp ($file) =~ s/^=for comment .*?\n\n//gmsr;
  my @chapters = cut ($pod, 1);

  for (@chapters) {
    next unless $_->[0] eq "NAME";
    ($page->{about}) = $_->[1] =~ /\n\n.*?\s+-\s+(.*?)\n\n/s
      or die "$file: NAME is not 'page - what it is about'\n";
    $page->{about} = plain ($page->{about});
  }
  @chapters = grep { $_->[0] ne "NAME" } @chapters;
  if ($name =~ /^(guestfs|guestfish)$/ || ($pod =~ tr/\n//) > LONG) {
    add_chapters ($page, @chapters);
  } else {
    add_part ($page, url => $page->{url}, kind => "page", title => $name,
              level => 0, pod => join ("", map { $_->[1] } @chapters));
  }
  find_targets ($page);
  $page->{targets}{$_} = $page->{url} for "", "NAME";
  return $page;
}

1;
