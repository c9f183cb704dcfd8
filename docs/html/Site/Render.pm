# SPDX-License-Identifier: GPL-2.0-or-later
# HTML of a part of a manual page: Pod::Simple does the work; addresses, links
# and headings are ours.

package Site::Render;

use strict;
use warnings;
use parent "Pod::Simple::XHTML";

# Words of headings in capitals that are capitals by nature.
my %capitals = map { $_ => 1 } qw(API ACL CI FAQ FUSE HTML ISO JSON KVM LDM LUKS
  LVM NBD NTFS QEMU RAID SSH TCG TLS UUID URI XFS BSD GPT MBR C);
my %spelled = (libvirt => "libvirt", guestfish => "guestfish", fuse => "FUSE",
               windows => "Windows", linux => "Linux", btrfs => "Btrfs",
               debian => "Debian", ubuntu => "Ubuntu", ocaml => "OCaml");

# "REMOTE STORAGE" is what nroff likes; here it is "Remote storage".
sub title_of {
  my ($text) = @_;

  return $text if $text =~ /[a-z_]/ || $text !~ /[A-Z]{2}/;
  my @words = map { $capitals{$_} ? $_ : $spelled{lc $_} // lc $_ }
    split / /, $text;
  $words[0] = ucfirst $words[0] unless $spelled{$words[0]};
  return join " ", @words;
}

sub escape {
  my ($text) = @_;
  my %entity = ("<" => "&lt;", ">" => "&gt;", "&" => "&amp;", '"' => "&quot;");

  return $text =~ s/([<>&"])/$entity{$1}/gr;
}

# An address as a page in the same or another directory writes it.
sub relative {
  my ($from, $to) = @_;
  my ($page, $id) = $to =~ /^([^#]*)(#.*)?$/;

  return $id if defined $id && $page eq $from;
  return $from =~ m{/} ? "../$to" : $to;
}

# html_of (part, resolve): the HTML. resolve->(page, section) is an address, or
# undef when the page is none of ours.
sub html_of {
  my ($class, $part, $resolve) = @_;
  my $self = $class->new;
  my $html = "";

  $self->html_header ("");
  $self->html_footer ("");
  $self->html_charset ("UTF-8");
  $self->html_encode_chars ('<>&"');
  $self->output_string (\$html);
  $self->{part} = $part;
  $self->{resolve} = $resolve;
  $self->{left} = [@{$part->{ids}}];
  $self->no_errata_section (1);
  $self->parse_string_document ("=encoding utf8\n\n$part->{pod}");
  die "$part->{url}: $self->{left}[0]{text}: not where it was expected\n"
    if @{$self->{left}};
  # A single line can be broken where the screen ends.
  $html =~ s{<pre tabindex="0">(<code>[^\n]*</code></pre>)}
            {<pre class="line">$1}g;
  return $html =~ s/<dd>\s*<\/dd>\n*//gr;
}

sub next_id {
  my ($self) = @_;
  my $next = shift @{$self->{left}}
    or die "$self->{part}{url}: a heading or item without address\n";

  return $next;
}

# A part that begins with =head2 has its title there.
sub _end_head {
  my ($self) = @_;
  my $level = delete $self->{in_head};
  my $next = $self->next_id;
  my $text = $self->{scratch};
  my $first = $level == $self->{part}{level};

  delete $self->{htext};
  $text = escape (title_of ($next->{text})) if $text !~ /</;
  $self->{scratch} = "";
  return if $first && $self->{part}{level};  # the page has it as its title
  $level += 1 - $self->{part}{level};
  $self->{scratch} = qq{<h$level id="$next->{id}">$text }
    . qq{<a class="self" href="#$next->{id}" aria-label="Link to this section"}
    . qq{>#</a></h$level>};
  push @{$self->{part}{contents}},
    { level => $level, id => $next->{id}, text => title_of ($next->{text}) };
  $self->emit;
}

sub end_item_text {
  my ($self) = @_;
  my $id = $self->next_id->{id};
  my $text = $self->{scratch};
  my $open = $self->{in_dd}[$self->{dl_level}];

  $self->{scratch} = ($open ? "</dd>\n" : "")
    . qq{<dt id="$id">$text</dt>\n<dd>};
  $self->{in_dd}[$self->{dl_level}] = 1;
  $self->emit;
}

# The indented text of guestfs-errors(1) is messages, which are filled.
sub is_message { return $_[0]{part}{page}{name} eq "guestfs-errors" }

# Wide programs are scrolled, by keys, too.
sub start_Verbatim {
  my ($self) = @_;

  push @{$self->{in_code}}, "Verbatim";
  $self->{scratch} = $self->is_message ? qq{<pre class="message"><code>}
    : qq{<pre tabindex="0"><code>};
}

sub handle_code {
  my ($self, $text, $where) = @_;

  $text =~ s/^ //gm if $where eq "Verbatim";
  $text =~ s/(?<=\S)\n(?=\S)/ /g if $where eq "Verbatim" && $self->is_message;
  $self->{scratch} .= escape ($text);
}

# An indented paragraph is no list.
sub start_over_block {
  my ($self) = @_;

  $self->{scratch} = '<div class="indented">';
  $self->emit;
}

sub end_over_block {
  my ($self) = @_;

  $self->{scratch} .= "</div>";
  $self->emit;
}

sub start_L {
  my ($self, $flags) = @_;
  my ($type, $to, $section) = map { defined $flags->{$_} ? "$flags->{$_}" : "" }
    qw(type to section);
  my $url = $type eq "url" ? $to : $self->{resolve}->($self->{part}, $to,
                                                      $section);

  $section =~ s/\s+/ /g;
  push @{$self->{links}}, defined $url ? "</a>" : "</cite>";
  $url = relative ($self->{part}{url}, $url) if defined $url && $type ne "url";
  $self->{scratch} .= defined $url
    ? '<a href="' . escape ($url) . '">' : "<cite>";
  return unless $flags->{"content-implicit"} && $type ne "url";
  $self->{scratch} .= text_of_link ($to, $section);
  $self->{silent}++;
}

# Instead of '"ERRORS" in guestfs(3)'.
sub text_of_link {
  my ($to, $section) = @_;

  my $where = $to eq "" ? "" : " (" . escape ($to) . ")";

  return escape ($to) if $section eq "";
  return "<code>$section</code>" if $section =~ /^[a-z0-9_-]+$/;
  return escape (title_of ($section)) . $where;
}

sub end_L {
  my ($self) = @_;

  delete $self->{silent};
  $self->{scratch} .= pop @{$self->{links}};
}

sub handle_text {
  my ($self, @args) = @_;

  return if $self->{silent};
  return $self->SUPER::handle_text (@args);
}

1;
