# SPDX-License-Identifier: LGPL-2.1-or-later
# Sys::Guestfs: the Perl half, and its manual; what is generated follows.

package Sys::Guestfs;

use strict;
use warnings;

# Of what this module offers to programs; $g->version is the library's.
our $VERSION = '1.0';

require XSLoader;
XSLoader::load ('Sys::Guestfs');

use constant {
    _NO_ENVIRONMENT => 1,
    _NO_CLOSE_ON_EXIT => 2,
};

sub new {
    my $proto = shift;
    my %options = (environment => 1, close_on_exit => 1, @_);
    my $flags = 0;

    $flags |= _NO_ENVIRONMENT unless $options{environment};
    $flags |= _NO_CLOSE_ON_EXIT unless $options{close_on_exit};
    my $self = bless { _flags => $flags }, ref $proto || $proto;
    $self->_create ($flags);
    Sys::Guestfs::set_program ($self, $1) if $0 =~ m{([^/\0]+)/*\z};
    return $self;
}

1;

__END__

=encoding utf8

=head1 NAME

Sys::Guestfs - open, inspect and change the disk images of virtual machines

=head1 SYNOPSIS

 use Sys::Guestfs;

 my $g = Sys::Guestfs->new ();
 $g->add_drive ("guest.img", format => "raw", readonly => 1);
 $g->launch ();
 foreach my $root ($g->inspect_os ()) {
     printf "%s: %s\n", $root, $g->inspect_get_product_name ($root);
 }
 $g->close ();

=head1 DESCRIPTION

The module has a method for each action of libguestfs. L<guestfs-perl(3)>
explains how it is used from Perl, with examples; L<guestfs(3)> explains the
library.

=head2 Arguments

Optional arguments are pairs of a name and a value at the end. A name that the
method does not have is an error.

A list is given as a reference to an array. A string must not contain a NUL
byte, unless it is the content of a file. The bytes of a string are used as they
are; of one that has characters beyond bytes (see L<perlunicode>), the UTF-8 of
them.

=head2 Results

A list of strings is returned as a list, pairs and structs as a list of keys and
values that makes a hash, and a list of structs as a list of references to
hashes. Strings are bytes: see L<Encode> for how to get characters.

=head2 Errors

A method that fails dies with the message of the library. C<eval> catches it;
L</last_errno> tells the number.

=head1 CLASS METHODS AND FUNCTIONS

=over 4

=item $g = Sys::Guestfs->new ([environment => 0] [, close_on_exit => 0]);

Makes a handle. With C<< environment => 0 >> the variables C<LIBGUESTFS_*> of
the environment are not read. With C<< close_on_exit => 0 >> the handle is not
closed when the program ends.

=item $names = Sys::Guestfs::event_to_string ($events);

The names of the events of a bit mask, with commas between them. This is a
function, not a method.

=back

=head1 METHODS OF HANDLES

=over 4

=item $g->close ();

Closes the handle and ends its appliance. That is also done when nothing refers
to the handle any more. Any other method then dies, as a second C<close> does.

=item $errno = $g->last_errno ();
X<last_errno>

The number of the last error, to be compared with the constants of L<Errno>; 0
if there is none.

=item $event_handle = $g->set_event_callback (\&cb, $events);

Has C<cb> called for each of the events, which are one or more of the scalars
below joined with C<|>:

 cb ($event, $event_handle, $buffer, \@array)

If C<cb> dies, the message is printed on standard error and the call goes on.

=item $g->delete_event_callback ($event_handle);

Undoes C<set_event_callback>.

=back

=head1 EVENTS

