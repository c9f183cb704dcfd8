(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Linux software RAID (MD). *)

open Types
open Testing

let actions = [
  { defaults with
    name = "list_md_devices";
    where = Daemon 300;
    leaves = Nothing;
    added = (1, 15, 4);
    ret = RStringList (RDevice, "devices");
    summary = "list the MD arrays";
    doc = {|
Returns the devices of the Linux software RAID arrays that are running, such
as F</dev/md127>, sorted.|};
    tests = [
      example Blank
        [ ["list_md_devices"] ==> Is_empty ];
      test ~needs:["mdadm"] Blank
        [ ok ["md_create"; "r1test"; "/dev/sda /dev/sdb"];
          ["list_md_devices"] ==> Is_list ["/dev/md127"];
          ok ["md_stop"; "/dev/md127"];
          ["list_md_devices"] ==> Is_empty ];
    ] };

  { defaults with
    name = "md_create";
    where = Daemon 299;
    added = (1, 15, 6);
    ret = RErr;
    args = [ String (PlainString, "name");
             StringList (Device, "devices") ];
    optargs = [ 0, OInt64 "missingbitmap";
                1, OInt "nrdevices";
                2, OInt "spare";
                3, OInt64 "chunk";
                4, OString "level" ];
    optional_group = Some "mdadm";
    camel_name = Some "MDCreate";
    summary = "create an MD array";
    doc = {|
Creates a Linux software RAID array from C<devices>. Whatever was on them is
lost. Its device is F</dev/md/name>; C<name> may also be a device such as
F</dev/md1>.

The optional arguments are:

=over 4

=item C<missingbitmap>

Members that are not there (yet): if bit N is set, the word C<missing>
takes the place of member N, counted from 0, and C<devices> fill the
other places in order. The default is 0: none is missing.

=item C<nrdevices>

The number of members that hold data or parity, missing ones included. The
default is all but the spare ones.

=item C<spare>

The number of spare devices, which come last. The default is 0.

=item C<chunk>

The size of a chunk in bytes, a multiple of 1024. The default is that of
mdadm(8).

=item C<level>

The level as mdadm(8) has it: C<linear>, C<raid0>, C<raid1>, C<raid4>,
C<raid5>, C<raid6>, C<raid10>. The default is C<raid1>.

=back|};
    tests = [
      example ~needs:["mdadm"] Blank
        [ ok ["md_create"; "r1test"; "/dev/sda /dev/sdb"];
          ok ["mkfs"; "ext2"; "/dev/md/r1test"];
          ok ["mount"; "/dev/md/r1test"; "/"];
          ok ["write"; "/f"; "on RAID"];
          ["cat"; "/f"] ==> Is "on RAID";
          ok ["umount"; "/"];
          ok ["md_stop"; "/dev/md/r1test"] ];
      test ~needs:["mdadm"] Blank
        [ ok ["md_create"; "/dev/md5"; "/dev/sda /dev/sdb"; "missingbitmap:0x4";
              "level:raid5"; "chunk:65536"];
          ["md_detail"; "/dev/md5"]
          ==> Has_pairs [ "level", "raid5"; "devices", "3" ];
          ok ["md_stop"; "/dev/md5"];
          fails "EINVAL" ["md_create"; "x"; "/dev/sda /dev/sdb"; "chunk:1000"];
          fails "EINVAL" ["md_create"; "x"; "/dev/sda"; "nrdevices:0"];
          fails "EINVAL" ["md_create"; "x"; "/dev/sda /dev/sdb"; "spare:2"] ];
    ] };

  { defaults with
    name = "md_detail";
    where = Daemon 301;
    leaves = Nothing;
    added = (1, 15, 6);
    ret = RHashtable (RPlainString, RPlainString, "info");
    args = [ String (Device, "md") ];
    optional_group = Some "mdadm";
    summary = "get the properties of an MD array";
    doc = {|
Returns what C<mdadm --detail --export> prints about the array C<md>, with
names in lower case and without their common start. Usually there are
C<level>, C<devices>, C<metadata>, C<uuid> and C<name>.|};
    tests = [
      example ~needs:["mdadm"] Blank
        [ ok ["md_create"; "r1test"; "/dev/sda /dev/sdb"];
          ["md_detail"; "/dev/md/r1test"]
          ==> Has_pairs [ "level", "raid1"; "devices", "2"; "metadata", "1.2" ];
          ok ["md_stop"; "/dev/md/r1test"] ];
    ] };

  { defaults with
    name = "md_stat";
    where = Daemon 316;
    leaves = Nothing;
    added = (1, 17, 21);
    ret = RStructList ("devices", "mdstat");
    args = [ String (Device, "md") ];
    optional_group = Some "mdadm";
    summary = "get the members of an MD array";
    doc = {|
Returns the devices of which the array C<md> consists, with these fields:

=over 4

=item B<mdstat_device>

The device.

=item B<mdstat_index>

Its place in the array.

=item B<mdstat_flags>

Letters as in F</proc/mdstat>: C<F> for faulty, C<S> for spare, C<W> for
write-mostly, or the empty string.

=back|};
    tests = [
      example ~needs:["mdadm"] Blank
        [ ok ["md_create"; "r1test"; "/dev/sda /dev/sdb /dev/sdd"; "spare:1"];
          ["md_stat"; "/dev/md/r1test"] ==> Has_length 3;
          ok ["md_stop"; "/dev/md/r1test"] ];
      test ~needs:["mdadm"] Blank
        [ ok ["md_create"; "r1test"; "/dev/sda /dev/sdb /dev/sdd"; "spare:1"];
          ["md_stat"; "/dev/md/r1test"]
          ==> C_expr "ret->len == 3 && \
                      strlen (ret->val[0].mdstat_device) == 8 && \
                      strlen (ret->val[0].mdstat_flags) + \
                      strlen (ret->val[1].mdstat_flags) + \
                      strlen (ret->val[2].mdstat_flags) == 1";
          ok ["md_stop"; "/dev/md/r1test"];
          fails "EINVAL" ["md_stat"; "/dev/sda"] ];
    ] };

  { defaults with
    name = "md_stop";
    where = Daemon 302;
    added = (1, 15, 6);
    ret = RErr;
    args = [ String (Device, "md") ];
    optional_group = Some "mdadm";
    summary = "stop an MD array";
    doc = {|
Stops the array C<md>: its device disappears and the members can be used
for something else. What is in it is kept. It must not be in use.|};
    tests = [
      example ~needs:["mdadm"] Blank
        [ ok ["md_create"; "r1test"; "/dev/sda /dev/sdb"];
          ok ["md_stop"; "/dev/md/r1test"];
          ["list_md_devices"] ==> Is_empty ];
    ] };
]
