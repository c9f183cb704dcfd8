(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What takes long on Btrfs: balancing, scrubbing, replacing a device. *)

open Types
open Testing

(* A file system with a balance that is paused, mounted.  Its own program
   starts the balance in the background.  As much is written as this processor
   writes in a moment: to balance it takes long enough on each. *)
let paused_balance =
  [ ok ["debug"; "sh"; "timeout 0.2 dd if=/dev/zero of=/sysroot/file bs=1M \
                        count=100 2>/dev/null || [ $? = 124 ] && \
                        stat -c %s /sysroot/file >/tmp/size"];
    ok ["sync"];
    ok ["debug"; "sh"; "btrfs balance start --bg --full-balance /sysroot \
                        </dev/null >/dev/null 2>&1"];
    ["debug"; "sh"; "for i in $(seq 100); do \
                     btrfs balance status /sysroot | grep -q running && \
                     echo yes && break; sleep 0.05; done"] ==> Is "yes\n";
    ok ["btrfs_balance_pause"; "/"];
    (* The program notices, and does not hold the file system any more. *)
    ok ["debug"; "sh"; "while pgrep -x btrfs; do sleep 0.02; done"] ]

let is_whole =
  ok ["debug"; "sh"; "stat -c %s /sysroot/file | cmp - /tmp/size"]

let limit_scrub limit =
  "for f in /sys/fs/btrfs/*/devinfo/1/scrub_speed_max; do echo " ^ limit ^
  " > $f; done"

(* A file system of which a scrub is running that would take 12 seconds. *)
let slow_scrub =
  [ ok ["copy_device_to_file"; "/dev/sdb"; "/file"; "size:12000000"];
    ok ["sync"];
    ok ["debug"; "sh"; limit_scrub "1m"];
    ok ["btrfs_scrub_start"; "/"] ]

let until_scrubbed bytes =
  ["btrfs_scrub_status"; "/"]
  ==> C_expr (Printf.sprintf "({ struct guestfs_btrfsscrub *s; int done = 0; \
      for (int i = 0; i < 3000 && !done; ++i) { \
        s = guestfs_btrfs_scrub_status (g, \"/\"); \
        done = s && s->btrfsscrub_data_bytes_scrubbed >= %d; \
        guestfs_free_btrfsscrub (s); } \
      (void) ret; done; })" bytes)

(* One byte of a file is wrong on /dev/sda; not mounted.  Where it is there is
   in a file of the appliance. *)
let damaged_file profile devices =
  [ ok ["mkfs_btrfs"; devices; "datatype:" ^ profile];
    ok ["mount"; "/dev/sda"; "/"];
    ok ["fill"; "98"; "100000"; "/file"];
    ok ["sync"];
    ok ["debug"; "sh";
        "set -- $(filefrag -v /sysroot/file | tail -n 2 | head -n 1); \
         set -- $(btrfs-map-logical -l $((${4%..} * 4096)) /dev/sda | \
                  grep sda); \
         echo $6 >/tmp/where; test $6 -gt 0"];
    ok ["umount_all"];
    ok ["debug"; "sh"; "echo -n X | dd of=/dev/sda bs=1 \
                         seek=$(cat /tmp/where) conv=notrunc,fsync \
                         2>/dev/null"] ]
let damaged_byte =
  ["debug"; "sh"; "dd if=/dev/sda bs=1 count=1 skip=$(cat /tmp/where) \
                   2>/dev/null"]

let actions = [
  { defaults with
    name = "btrfs_balance_cancel";
    where = Daemon 439;
    added = (1, 29, 22);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSBalanceCancel";
    summary = "cancel a running or paused balance";
    doc = {|
Ends the balance that is running or paused on the Btrfs file system that
C<path> is on. What was moved stays where it is now. If there is none, this is
an error with errno C<ENOTCONN>.|};
    tests = [
      test Btrfs
        (paused_balance @
        [ ["btrfs_balance_status"; "/"]
          ==> C_expr "strcmp (ret->btrfsbalance_status, \"paused\") == 0 \
                      && ret->btrfsbalance_total >= 2 \
                      && ret->btrfsbalance_balanced < ret->btrfsbalance_total \
                      && ret->btrfsbalance_considered >= 1 \
                      && ret->btrfsbalance_left >= 1 \
                      && ret->btrfsbalance_left <= 100";
          fails "EINPROGRESS" ["btrfs_filesystem_balance"; "/"];
          ok ["btrfs_balance_cancel"; "/"];
          ["btrfs_balance_status"; "/"]
          ==> Has_fields [ "btrfsbalance_status", "none" ];
          fails "ENOTCONN" ["btrfs_balance_resume"; "/"];
          fails "ENOTCONN" ["btrfs_balance_cancel"; "/"];
          is_whole ]);
    ] };

  { defaults with
    name = "btrfs_balance_pause";
    where = Daemon 438;
    added = (1, 29, 22);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSBalancePause";
    summary = "pause a running balance";
    doc = {|
Pauses the balance that is running on the Btrfs file system that C<path> is on,
until C<guestfs_btrfs_balance_resume>. If none is running, this is an error
with errno C<ENOTCONN>.

A balance runs within the call that starts it. One that is found running is one
that a machine did not finish; the kernel takes it up when the file system is
mounted, unless the mount option C<skip_balance> is given, which leaves it
paused. C<guestfs_umount> pauses it again.|};
    tests = [
      test Btrfs
        (paused_balance @
        [ ["debug"; "sh"; "btrfs balance status /sysroot; true"]
          ==> Matches "is paused";
          fails "ENOTCONN" ["btrfs_balance_pause"; "/"];
          (* The kernel takes it up by itself, and nothing is kept busy. *)
          ok ["umount_all"];
          ok ["mount"; "/dev/sda"; "/"];
          ["btrfs_balance_status"; "/"]
          ==> Has_fields [ "btrfsbalance_status", "running" ];
          ok ["umount_all"];
          ok ["mount_ro"; "/dev/sda"; "/"];
          ["btrfs_balance_status"; "/"]
          ==> Has_fields [ "btrfsbalance_status", "paused" ];
          ok ["remount"; "/"; "rw:true"];
          ["btrfs_balance_status"; "/"]
          ==> Has_fields [ "btrfsbalance_status", "running" ];
          ok ["umount_all"];
          ok ["mount_options"; "skip_balance"; "/dev/sda"; "/"];
          is_whole ]);
      test Btrfs
        [ fails "ENOTCONN" ["btrfs_balance_pause"; "/"] ];
    ] };

  { defaults with
    name = "btrfs_balance_resume";
    where = Daemon 440;
    added = (1, 29, 22);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    optional_group = Some "btrfs";
    also_cancellable = true;
    camel_name = Some "BTRFSBalanceResume";
    summary = "go on with a paused balance";
    doc = {|
Goes on with the balance that is paused on the Btrfs file system that C<path>
is on, and returns when it is done. If there is none, this is an error with
errno C<ENOTCONN>.

When the call is cancelled (C<guestfs_user_cancel>), so is the balance.|};
    tests = [
      test Btrfs
        (paused_balance @
        [ ok ["umount_all"];
          ok ["mount_options"; "skip_balance"; "/dev/sda"; "/"];
          ["btrfs_balance_status"; "/"]
          ==> Has_fields [ "btrfsbalance_status", "paused" ];
          ok ["btrfs_balance_resume"; "/"];
          ["debug"; "sh"; "btrfs balance status /sysroot"]
          ==> Matches "No balance" ]);
    ] };

  { defaults with
    name = "btrfs_balance_status";
    where = Daemon 448;
    leaves = Nothing;
    added = (1, 29, 26);
    ret = RStruct ("status", "btrfsbalance");
    args = [ String (Pathname, "path") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSBalanceStatus";
    summary = "get how far a balance is";
    doc = {|
Returns what is known of the balance of the Btrfs file system that C<path> is
on:

=over 4

=item C<btrfsbalance_status>

C<running>, C<paused>, or C<none>: then all else is 0.

=item C<btrfsbalance_total>

How many chunks are to be moved, as far as is known.

=item C<btrfsbalance_balanced>

How many have been moved.

=item C<btrfsbalance_considered>

How many were looked at, also those that need not be moved.

=item C<btrfsbalance_left>

Per cent that are yet to be moved.

=back|};
    tests = [
      example Btrfs
        [ ["btrfs_balance_status"; "/"]
          ==> Has_fields [ "btrfsbalance_status", "none";
                           "btrfsbalance_total", "0";
                           "btrfsbalance_left", "0" ] ];
    ] };

  { defaults with
    name = "btrfs_filesystem_balance";
    where = Daemon 328;
    added = (1, 17, 35);
    ret = RErr;
    args = [ String (Pathname, "fs") ];
    optional_group = Some "btrfs";
    also_cancellable = true;
    camel_name = Some "BTRFSFilesystemBalance";
    fish_alias = [ "btrfs-balance" ];
    summary = "spread a Btrfs file system over its devices";
    doc = {|
Writes all data and metadata of the Btrfs file system that C<fs> is on anew, so
that they are spread evenly over its devices. This is what to do after adding a
device; it takes long. The call returns when it is done.

When the call is cancelled (C<guestfs_user_cancel>), so is the balance: what
was moved stays where it is, and nothing is lost.|};
    tests = [
      example Btrfs
        [ ok ["fill_pattern"; "abc"; "10000000"; "/file"];
          ok ["btrfs_device_add"; "/dev/sdb"; "/"];
          ["debug"; "sh"; "btrfs device usage /sysroot | sed -n /sdb/,\\$p"]
          ==> C_expr "strstr (ret, \"Data\") == NULL";
          ok ["btrfs_filesystem_balance"; "/"];
          ["debug"; "sh"; "btrfs device usage /sysroot | sed -n /sdb/,\\$p"]
          ==> Matches "Data";
          ["filesize"; "/file"] ==> Is_int 10000000 ];
      test Filesystem
        [ fails "EINVAL" ["btrfs_filesystem_balance"; "/"] ];
    ] };

  { defaults with
    name = "btrfs_replace";
    where = Daemon 455;
    added = (1, 29, 48);
    ret = RErr;
    args = [ String (Device, "srcdev");
             String (Device, "targetdev");
             String (Pathname, "mntpoint") ];
    optional_group = Some "btrfs";
    also_cancellable = true;
    camel_name = Some "BTRFSReplace";
    summary = "replace a device of a Btrfs file system";
    doc = {|
Copies what the device C<srcdev> of the Btrfs file system that is mounted on
C<mntpoint> has to the device C<targetdev>, which takes its place; C<srcdev>
does not belong to the file system any more then. The call returns when all is
copied.

What is on C<targetdev> is lost. It must not be smaller than C<srcdev>, nor be
in use.

When the call is cancelled (C<guestfs_user_cancel>), C<srcdev> stays in its
place.|};
    tests = [
      example Blank
        [ ok ["mkfs_btrfs"; "/dev/sda /dev/sdb"; "datatype:raid1";
              "metadata:raid1"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["write"; "/file"; "content"];
          ok ["btrfs_replace"; "/dev/sdb"; "/dev/sdd"; "/"];
          ["btrfs_filesystem_show"; "/dev/sda"]
          ==> Is_list ["/dev/sda"; "/dev/sdd"];
          ["vfs_type"; "/dev/sdb"] ==> Is "";
          (* What is on the new one is all there. *)
          ok ["umount_all"];
          ok ["wipefs"; "/dev/sda"];
          ok ["mount_options"; "degraded,ro"; "/dev/sdd"; "/"];
          ["cat"; "/file"] ==> Is "content" ];
      test Blank
        [ ok ["mkfs"; "ext2"; "/dev/sdd"];
          ok ["mkfs_btrfs"; "/dev/sda"];
          ok ["mount"; "/dev/sda"; "/"];
          fails "EINVAL" ["btrfs_replace"; "/dev/sdb"; "/dev/sdd"; "/"];
          fails "EINVAL" ["btrfs_replace"; "/dev/sda"; "/dev/sdc"; "/"];
          fails "EBUSY" ["btrfs_replace"; "/dev/sda"; "/dev/sda"; "/"];
          ["vfs_type"; "/dev/sdd"] ==> Is "ext2";
          ok ["btrfs_replace"; "/dev/sda"; "/dev/sdd"; "/"];
          ok ["umount_all"];
          ["vfs_type"; "/dev/sdd"] ==> Is "btrfs";
          ok ["mount"; "/dev/sdd"; "/"] ];
      test Btrfs
        (slow_scrub @
        [ fails "EBUSY" ["btrfs_replace"; "/dev/sda"; "/dev/sdd"; "/"] ]);
    ] };

  { defaults with
    name = "btrfs_scrub_cancel";
    where = Daemon 436;
    added = (1, 29, 22);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSScrubCancel";
    summary = "stop a running scrub";
    doc = {|
Stops the scrub that is running on the Btrfs file system that C<path> is on.
C<guestfs_btrfs_scrub_resume> goes on with it. If none is running, this is an
error with errno C<ENOTCONN>.|};
    tests = [
      test Btrfs
        (slow_scrub @
        [ ok ["btrfs_scrub_cancel"; "/"];
          fails "ENOTCONN" ["btrfs_scrub_cancel"; "/"];
          (* The kernel says that none is running now, as it does not replace
             a device meanwhile; that is limited likewise, but not for long. *)
          ok ["debug"; "sh"; "(sleep 2; " ^ limit_scrub "0" ^ ") </dev/null \
                              >/dev/null 2>&1 &"];
          ok ["btrfs_replace"; "/dev/sda"; "/dev/sdd"; "/"] ]);
    ] };

  { defaults with
    name = "btrfs_scrub_full";
    where = Daemon 518;
    added = (1, 55, 12);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    optargs = [ 0, OBool "readonly" ];
    optional_group = Some "btrfs";
    also_cancellable = true;
    camel_name = Some "BTRFSScrubFull";
    summary = "scrub a Btrfs file system and wait for it";
    doc = {|
Reads all data and metadata of the Btrfs file system that C<path> is on, with
all copies that it has, and compares them with their checksums. What is wrong
is written anew from another copy. The call returns when this is done;
C<guestfs_btrfs_scrub_status> says afterwards what was found.

If something is wrong that cannot be corrected, this is an error with errno
C<EIO>.

With C<readonly>, nothing is changed, and anything that is wrong is such an
error.

When the call is cancelled (C<guestfs_user_cancel>), the scrub is stopped.|};
    tests = [
      example Btrfs
        [ ok ["fill_pattern"; "abc"; "1048576"; "/file"];
          ok ["sync"];
          ok ["btrfs_scrub_full"; "/"; "readonly:true"];
          ["btrfs_scrub_status"; "/"]
          ==> Has_fields [ "btrfsscrub_data_bytes_scrubbed", "1048576";
                           "btrfsscrub_uncorrectable_errors", "0" ] ];
      (* One of two copies is damaged. *)
      test Blank
        (damaged_file "raid1" "/dev/sda /dev/sdb" @
        [ ok ["mount"; "/dev/sda"; "/"];
          fails "EIO" ["btrfs_scrub_full"; "/"; "readonly:true"];
          damaged_byte ==> Is "X";
          ok ["btrfs_scrub_full"; "/"];
          ["btrfs_scrub_status"; "/"]
          ==> Has_fields [ "btrfsscrub_csum_errors", "1";
                           "btrfsscrub_corrected_errors", "1";
                           "btrfsscrub_uncorrectable_errors", "0" ];
          ok ["btrfs_scrub_full"; "/"; "readonly:true"];
          ok ["umount_all"];
          damaged_byte ==> Is "b" ]);
      (* The only copy is damaged. *)
      test Blank
        (damaged_file "single" "/dev/sda" @
        [ ok ["mount_ro"; "/dev/sda"; "/"];
          fails "EROFS" ["btrfs_scrub_full"; "/"];
          fails "EIO" ["btrfs_scrub_full"; "/"; "readonly:true"];
          ok ["umount_all"];
          ok ["mount"; "/dev/sda"; "/"];
          fails "EIO" ["btrfs_scrub_full"; "/"];
          ["btrfs_scrub_status"; "/"]
          ==> Has_fields [ "btrfsscrub_uncorrectable_errors", "1" ] ]);
    ] };

  { defaults with
    name = "btrfs_scrub_resume";
    where = Daemon 437;
    added = (1, 29, 22);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSScrubResume";
    summary = "go on with a scrub that was stopped";
    doc = {|
Goes on with the scrub of the Btrfs file system that C<path> is on from where
it was stopped, in the background. If none was stopped since the appliance was
launched, this is an error with errno C<ENOTCONN>.|};
    tests = [
      test Btrfs
        (slow_scrub @
        [ ok ["umount_all"];
          ok ["mount"; "/dev/sda"; "/"];
          fails "ENOTCONN" ["btrfs_scrub_cancel"; "/"];
          ok ["btrfs_scrub_resume"; "/"];
          (* Not slow any more, and from where it was. *)
          until_scrubbed 12000000;
          ["btrfs_scrub_status"; "/"]
          ==> C_expr "ret->btrfsscrub_data_bytes_scrubbed < 30000000" ]);
      test Btrfs
        [ fails "ENOTCONN" ["btrfs_scrub_resume"; "/"];
          ok ["btrfs_scrub_full"; "/"];
          fails "ENOTCONN" ["btrfs_scrub_resume"; "/"] ];
    ] };

  { defaults with
    name = "btrfs_scrub_start";
    where = Daemon 435;
    added = (1, 29, 22);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSScrubStart";
    summary = "scrub a Btrfs file system in the background";
    doc = {|
Starts to do what C<guestfs_btrfs_scrub_full> does, and returns at once. See
C<guestfs_btrfs_scrub_status> for how far it is, C<guestfs_btrfs_scrub_cancel>
for how to stop it.

If one is running on the file system that C<path> is on, this is an error with
errno C<EINPROGRESS>.

A scrub does not keep the file system from being unmounted: it is stopped then,
and can be resumed (C<guestfs_btrfs_scrub_resume>) after it has been mounted
again. Closing the handle stops it as well.|};
    tests = [
      example Btrfs
        [ ok ["fill_pattern"; "abc"; "1048576"; "/file"];
          ok ["sync"];
          ok ["btrfs_scrub_start"; "/"];
          until_scrubbed 1048576 ];
      test Btrfs
        (slow_scrub @
        [ fails "EINPROGRESS" ["btrfs_scrub_start"; "/"];
          fails "EINPROGRESS" ["btrfs_scrub_full"; "/"];
          ok ["btrfs_subvolume_create"; "/sub"];
          ok ["umount"; "/"];
          (* Nothing holds the device. *)
          ok ["mkfs"; "ext2"; "/dev/sda"] ]);
      (* What is mounted elsewhere may be unmounted, and it goes on. *)
      test Btrfs
        (slow_scrub @
        [ ok ["mkdir"; "/mnt"];
          ok ["mount"; "/dev/sda"; "/mnt"];
          ok ["umount"; "/mnt"];
          ok ["btrfs_scrub_cancel"; "/"] ]);
      test Filesystem
        [ fails "EINVAL" ["btrfs_scrub_start"; "/"] ];
    ] };

  { defaults with
    name = "btrfs_scrub_status";
    where = Daemon 449;
    leaves = Nothing;
    added = (1, 29, 26);
    ret = RStruct ("status", "btrfsscrub");
    args = [ String (Pathname, "path") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSScrubStatus";
    summary = "get how far a scrub is and what it has found";
    doc = {|
Returns the numbers of the scrub that is running, or was the last to run since
the appliance was launched, on the Btrfs file system that C<path> is on. They
are those of all its devices together, and 0 if there was none.

The fields are the counters of the kernel: extents and bytes of data and of
trees (metadata) that were read; errors of reading, checksums, verification
(trees only), superblocks and memory; blocks without a checksum and checksums
without a block; how many errors could be corrected and how many not, and how
many did not occur again; and how far on the devices it is, in bytes.|};
    tests = [
      example Blank
        [ ok ["mkfs_btrfs"; "/dev/sda /dev/sdb"; "metadata:raid1";
              "datatype:raid1"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["fill_pattern"; "abc"; "1048576"; "/file"];
          ok ["sync"];
          ["btrfs_scrub_status"; "/"]
          ==> Has_fields [ "btrfsscrub_tree_bytes_scrubbed", "0";
                           "btrfsscrub_last_physical", "0" ];
          ok ["btrfs_scrub_full"; "/"];
          ["btrfs_scrub_status"; "/"]
          ==> C_expr "ret->btrfsscrub_data_bytes_scrubbed == 2097152 \
                      && ret->btrfsscrub_data_extents_scrubbed >= 2 \
                      && ret->btrfsscrub_tree_bytes_scrubbed >= 65536 \
                      && ret->btrfsscrub_csum_errors == 0" ];
      test Btrfs
        (slow_scrub @
        [ ["btrfs_scrub_status"; "/"]
          ==> C_expr "ret->btrfsscrub_data_bytes_scrubbed < 12000000" ]);
    ] };
]
