(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Encrypted devices. *)

open Types
open Testing

(* Making a key takes ten seconds of an emulated processor, because that is
   what makes it hard to guess.  What runs cryptsetup next does it in a moment:
   the program is covered by one that uncovers it, and tells it so. *)
let next_key_is_quick =
  ok ["debug"; "sh";
      "'cd /tmp && printf \"%s\\n\" \"#!/bin/sh\" \
        \"umount -l /usr/sbin/cryptsetup\" \"exec cryptsetup \
        --pbkdf=pbkdf2 --pbkdf-force-iterations=1000 \\$*\" > quick && \
        chmod 700 quick && mount --bind quick /usr/sbin/cryptsetup'"]

let actions = [
  { defaults with
    name = "clevis_luks_unlock";
    where = Daemon 512;
    added = (1, 49, 3);
    ret = RErr;
    args = [ String (Device, "device");
             String (PlainString, "mapname") ];
    optional_group = Some "clevisluks";
    summary = "open an encrypted device with Clevis";
    doc = {|
Opens the LUKS device C<device> as F</dev/mapper/mapname> with a key that
Clevis fetches: from a network server (Tang) or from wherever else the device
was bound to. No key has to be given. If a server is needed, enable the network
of the appliance first with C<guestfs_set_network>.

C<guestfs_cryptsetup_close> closes it.|};
    tests = [
      example Encrypted
        [ (* nothing binds it to a server *)
          (["clevis_luks_unlock"; "/dev/sdc"; "map"], Fails);
          ["list_dm_devices"] ==> Is_empty ];
      test Blank
        [ fails "EINVAL" ["clevis_luks_unlock"; "/dev/sdc"; "a/b"] ];
    ] };

  { defaults with
    name = "cryptsetup_close";
    where = Daemon 509;
    added = (1, 43, 2);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "luks";
    summary = "close an encrypted device";
    doc = {|
Removes the mapping C<device>, F</dev/mapper/mapname>, that
C<guestfs_cryptsetup_open> made. Nothing on it may be mounted or otherwise in
use. Errno is C<EINVAL> if C<device> is something else.|};
    tests = [
      example Encrypted
        [ ok ["cryptsetup_open"; "/dev/sdc"; "secret"; "map"];
          ok ["cryptsetup_close"; "/dev/mapper/map"];
          ["list_dm_devices"] ==> Is_empty ];
      test Blank
        [ fails "EINVAL" ["cryptsetup_close"; "/dev/sdc"] ];
      test Encrypted
        [ ok ["cryptsetup_open"; "/dev/sdc"; "secret"; "map"];
          ok ["mkfs"; "ext2"; "/dev/mapper/map"];
          ok ["mount"; "/dev/mapper/map"; "/"];
          (["cryptsetup_close"; "/dev/mapper/map"], Fails);
          ok ["umount"; "/"];
          ok ["cryptsetup_close"; "/dev/mapper/map"] ];
    ] };

  { defaults with
    name = "cryptsetup_open";
    where = Daemon 508;
    added = (1, 43, 2);
    ret = RErr;
    args = [ String (Device, "device");
             String (Key, "key");
             String (PlainString, "mapname") ];
    optargs = [ 0, OBool "readonly";
                1, OString "crypttype";
                2, OString "cipher" ];
    optional_group = Some "luks";
    summary = "open an encrypted device";
    doc = {|
Opens the encrypted device C<device>: what is in it can then be used, in clear,
as F</dev/mapper/mapname>. C<key> is the passphrase, taken byte for byte; or
C<text:> and the passphrase, or C<base64:> and a key of any bytes in base64 (of
all functions that take a key). When volume groups are in it
C<guestfs_lvm_scan> finds them.

The optional arguments are:

=over 4

=item C<readonly>

nothing can be written

=item C<crypttype>

which kind of encryption it is: C<luks>, C<luks1>, C<luks2>, C<bitlk>
(BitLocker), C<fvault2> (FileVault 2), C<tcrypt> or C<plain>; otherwise LUKS,
BitLocker and FileVault 2 are told apart

=item C<cipher>

the cipher, for kinds that do not record it, such as C<plain>

=back

A wrong key is an error, except with C<plain>, where anything opens.
C<guestfs_cryptsetup_close> closes it.

The header of LUKS 2 may ask for a lot of memory to derive the key, often 1 GiB.
Errno is C<ENOMEM> if the appliance has less: see C<guestfs_set_memsize>.|};
    tests = [
      example Encrypted
        [ ok ["cryptsetup_open"; "/dev/sdc"; "secret"; "map"];
          ["list_dm_devices"] ==> Is_list ["/dev/mapper/map"];
          ok ["mkfs"; "ext2"; "/dev/mapper/map"];
          ["vfs_type"; "/dev/mapper/map"] ==> Is "ext2" ];
      test Encrypted
        [ (["cryptsetup_open"; "/dev/sdc"; "wrong"; "map"], Fails);
          ["list_dm_devices"] ==> Is_empty;
          ok ["cryptsetup_open"; "/dev/sdc"; "secret"; "map";
              "readonly:true"];
          ["blockdev_getro"; "/dev/mapper/map"] ==> Is_true;
          fails "EEXIST" ["cryptsetup_open"; "/dev/sdc"; "secret"; "map"];
          fails "EINVAL" ["cryptsetup_open"; "/dev/sdc"; "secret"; "../x"] ];
      test Encrypted
        [ (* all lines of a key count *)
          (["cryptsetup_open"; "/dev/sdc"; "two"; "map"], Fails);
          ok ["cryptsetup_open"; "/dev/sdc"; "two\nlines\n"; "map"] ];
      test Blank
        [ (* what is written is not in clear on the disk *)
          ok ["cryptsetup_open"; "/dev/sdc"; "secret"; "map";
              "crypttype:plain"; "cipher:aes-cbc-essiv:sha256"];
          ["pwrite_device"; "/dev/mapper/map"; "in the clear"; "0"]
          ==> Is_int 12;
          ok ["cryptsetup_close"; "/dev/mapper/map"];
          ["pread_device"; "/dev/sdc"; "12"; "0"]
          ==> C_expr "size == 12 && memcmp (ret, \"in the clear\", 12) != 0";
          ok ["cryptsetup_open"; "/dev/sdc"; "secret"; "map";
              "crypttype:plain"; "cipher:aes-cbc-essiv:sha256"];
          ["pread_device"; "/dev/mapper/map"; "12"; "0"]
          ==> Is_buffer "in the clear" ];
    ] };

  { defaults with
    name = "luks_add_key";
    where = Daemon 262;
    added = (1, 5, 2);
    ret = RErr;
    args = [ String (Device, "device");
             String (Key, "key");
             String (Key, "newkey");
             Int "keyslot" ];
    optional_group = Some "luks";
    summary = "let another key open an encrypted device";
    doc = {|
Lets C<newkey> open the LUKS device C<device> too, in key slot C<keyslot>,
which must be free. C<key> is one that opens it already.|};
    tests = [
      test Encrypted
        [ next_key_is_quick;
          ok ["luks_add_key"; "/dev/sdc"; "secret"; "third"; "2"];
          ok ["cryptsetup_open"; "/dev/sdc"; "third"; "map"] ];
      test Encrypted
        [ (["luks_add_key"; "/dev/sdc"; "wrong"; "third"; "2"], Fails);
          (["luks_add_key"; "/dev/sdc"; "secret"; "third"; "0"], Fails);
          fails "EINVAL"
            ["luks_add_key"; "/dev/sdc"; "secret"; "third"; "-1"];
          (["cryptsetup_open"; "/dev/sdc"; "third"; "map"], Fails) ];
      test Encrypted
        [ (* bytes 0, 1, 10, 255: no string could be this key *)
          next_key_is_quick;
          ok ["luks_add_key"; "/dev/sdc"; "text:secret"; "base64:AAEK/w==";
              "2"];
          next_key_is_quick;
          ok ["luks_add_key"; "/dev/sdc"; "base64:c2VjcmV0"; "text:text:"; "3"];
          ok ["cryptsetup_open"; "/dev/sdc"; "base64:AAEK/w=="; "map"];
          ok ["cryptsetup_close"; "/dev/mapper/map"];
          ok ["cryptsetup_open"; "/dev/sdc"; "base64:dGV4dDo="; "map"] ];
      test Encrypted
        [ fails "EINVAL"
            ["cryptsetup_open"; "/dev/sdc"; "base64:AAEK/w"; "map"];
          fails "EINVAL"
            ["luks_add_key"; "/dev/sdc"; "secret"; "base64:!"; "2"];
          fails "EACCES"
            ["cryptsetup_open"; "/dev/sdc"; "text:wrong"; "map"] ];
    ] };

  { defaults with
    name = "luks_close";
    where = Daemon 259;
    added = (1, 5, 1);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "luks";
    deprecated = Replaced_by "cryptsetup_close";
    summary = "close an encrypted device";
    doc = {|
What C<guestfs_cryptsetup_close> does.|};
    tests = [
      example Encrypted
        [ ok ["luks_open"; "/dev/sdc"; "secret"; "map"];
          ok ["luks_close"; "/dev/mapper/map"];
          ["list_dm_devices"] ==> Is_empty ];
    ] };

  { defaults with
    name = "luks_format";
    where = Daemon 260;
    added = (1, 5, 2);
    ret = RErr;
    args = [ String (Device, "device");
             String (Key, "key");
             Int "keyslot" ];
    optional_group = Some "luks";
    summary = "make an encrypted device";
    doc = {|
Makes C<device> an encrypted LUKS device that C<key> opens, in key slot
C<keyslot>, usually 0. Everything that was on C<device> is lost.

C<guestfs_cryptsetup_open> opens it, C<guestfs_luks_add_key> lets more keys do
so, and C<guestfs_luks_format_cipher> chooses the cipher.|};
    tests = [
      (* tests/actions/luks-memory.sh makes one with a key of usual cost. *)
      test Blank
        [ next_key_is_quick;
          ok ["luks_format"; "/dev/sdc"; "secret"; "0"];
          ["vfs_type"; "/dev/sdc"] ==> Is "crypto_LUKS";
          ok ["cryptsetup_open"; "/dev/sdc"; "secret"; "map"] ];
      test Blank
        [ fails "EINVAL" ["luks_format"; "/dev/sdb"; "secret"; "-1"];
          ["vfs_type"; "/dev/sdb"] ==> Is "" ];
    ] };

  { defaults with
    name = "luks_format_cipher";
    where = Daemon 261;
    added = (1, 5, 2);
    ret = RErr;
    args = [ String (Device, "device");
             String (Key, "key");
             Int "keyslot";
             String (PlainString, "cipher") ];
    optional_group = Some "luks";
    summary = "make an encrypted device with a cipher of choice";
    doc = {|
Does C<guestfs_luks_format>, with the cipher C<cipher> in the words of the
kernel, such as C<aes-xts-plain64>.|};
    tests = [
      (* also another slot *)
      test Blank
        [ next_key_is_quick;
          ok ["luks_format_cipher"; "/dev/sdc"; "secret"; "3";
              "aes-cbc-essiv:sha256"];
          ["pread_device"; "/dev/sdc"; "32768"; "0"]
          ==> C_expr "memmem (ret, size, \"aes-cbc-essiv:sha256\", 20)";
          (["luks_kill_slot"; "/dev/sdc"; "secret"; "0"], Fails);
          ok ["cryptsetup_open"; "/dev/sdc"; "secret"; "map"] ];
      test Blank
        [ (["luks_format_cipher"; "/dev/sdc"; "secret"; "0"; "nonsense"],
           Fails);
          ["vfs_type"; "/dev/sdc"] ==> Is "" ];
    ] };

  { defaults with
    name = "luks_kill_slot";
    where = Daemon 263;
    added = (1, 5, 2);
    ret = RErr;
    args = [ String (Device, "device");
             String (Key, "key");
             Int "keyslot" ];
    optional_group = Some "luks";
    summary = "take away a key of an encrypted device";
    doc = {|
Empties key slot C<keyslot> of the LUKS device C<device>: the key in it does
not open the device any more. C<key> is one of the others.|};
    tests = [
      example Encrypted
        [ ok ["luks_kill_slot"; "/dev/sdc"; "other"; "0"];
          (["cryptsetup_open"; "/dev/sdc"; "secret"; "map"], Fails);
          ok ["cryptsetup_open"; "/dev/sdc"; "other"; "map"] ];
      test Encrypted
        [ (["luks_kill_slot"; "/dev/sdc"; "wrong"; "0"], Fails);
          (["luks_kill_slot"; "/dev/sdc"; "secret"; "5"], Fails);
          ok ["cryptsetup_open"; "/dev/sdc"; "secret"; "map"] ];
    ] };

  { defaults with
    name = "luks_open";
    where = Daemon 257;
    added = (1, 5, 1);
    ret = RErr;
    args = [ String (Device, "device");
             String (Key, "key");
             String (PlainString, "mapname") ];
    optional_group = Some "luks";
    deprecated = Replaced_by "cryptsetup_open";
    summary = "open a LUKS device";
    doc = {|
Does C<guestfs_cryptsetup_open> for a LUKS device.|};
    tests = [
      example Encrypted
        [ ok ["luks_open"; "/dev/sdc"; "secret"; "map"];
          ["blockdev_getro"; "/dev/mapper/map"] ==> Is_false ];
    ] };

  { defaults with
    name = "luks_open_ro";
    where = Daemon 258;
    added = (1, 5, 1);
    ret = RErr;
    args = [ String (Device, "device");
             String (Key, "key");
             String (PlainString, "mapname") ];
    optional_group = Some "luks";
    deprecated = Replaced_by "cryptsetup_open";
    summary = "open a LUKS device for reading only";
    doc = {|
Does C<guestfs_cryptsetup_open> for a LUKS device, with C<readonly>.|};
    tests = [
      example Encrypted
        [ ok ["luks_open_ro"; "/dev/sdc"; "secret"; "map"];
          ["blockdev_getro"; "/dev/mapper/map"] ==> Is_true ];
    ] };

  { defaults with
    name = "luks_uuid";
    where = Daemon 507;
    leaves = Nothing;
    added = (1, 41, 9);
    ret = RString (RPlainString, "uuid");
    args = [ String (Device, "device") ];
    optional_group = Some "luks";
    summary = "get the UUID of an encrypted device";
    doc = {|
Returns the UUID of the LUKS device C<device>, which need not be open.|};
    tests = [
      example Encrypted
        [ ["luks_uuid"; "/dev/sdc"] ==> Matches "^[0-9a-f]{8}-[0-9a-f-]{27}$";
          ["luks_uuid"; "/dev/sdc"]
          ==> C_expr "({ char *u = guestfs_vfs_uuid (g, \"/dev/sdc\"); \
                      int same = u && strcmp (u, ret) == 0; \
                      free (u); same; })" ];
      test Blank
        [ (["luks_uuid"; "/dev/sdb"], Fails) ];
    ] };
]
