# SPDX-License-Identifier: LGPL-2.1-or-later
"""Open, inspect and change the disk images of virtual machines.

    import guestfs

    with guestfs.GuestFS() as g:
        g.add_drive("disk.img", format="raw", readonly=True)
        g.launch()
        for root in g.inspect_os():
            print(root, g.inspect_get_product_name(root))

guestfs-python(3) explains the module, guestfs(3) the library behind it.
"""

import os
import sys

import libguestfsmod
from libguestfsmod import ClosedHandle, Error

__all__ = ["GuestFS", "Error", "ClosedHandle", "event_to_string"]

_CREATE_NO_ENVIRONMENT = 1
_CREATE_NO_CLOSE_ON_EXIT = 2

for _name in dir(libguestfsmod):
    if _name.startswith("EVENT_"):
        globals()[_name] = getattr(libguestfsmod, _name)
        __all__.append(_name)

EVENT_ALL = 0
for _name in __all__:
    if _name.startswith("EVENT_"):
        EVENT_ALL |= globals()[_name]
__all__.append("EVENT_ALL")
del _name


def event_to_string(events):
    """The names of the events in a mask of EVENT_*, with commas."""
    return libguestfsmod.event_to_string(events)


def _pointer(o):
    """The address of a C object that another module made, as libvirt's."""
    return o.c_pointer() if hasattr(o, "c_pointer") else o


class GuestFS:
    """A handle: the drives of one appliance, and what is done to them.

    It is a context manager.  Several threads may use it, one call at a time;
    a call lets other threads run while it waits.
    """

    def __init__(self, python_return_dict=False, environment=True,
                 close_on_exit=True):
        """Make a handle.

        python_return_dict: methods that return pairs return a dict instead
        of a list of tuples.
        environment: read the LIBGUESTFS_* variables of the environment.
        close_on_exit: close the handle when the program ends.
        """
        flags = 0
        if not environment:
            flags |= _CREATE_NO_ENVIRONMENT
        if not close_on_exit:
            flags |= _CREATE_NO_CLOSE_ON_EXIT
        self._python_return_dict = python_return_dict
        self._o = libguestfsmod.create(flags)
        program = os.path.basename((sys.argv or [""])[0])
        if program:
            libguestfsmod.set_program(self._o, program)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        try:
            self.close()
        except ClosedHandle:
            pass

    def close(self):
        """Close the handle, and end its appliance.

        It is also closed when nothing refers to it any more.  Any other
        method raises ClosedHandle afterwards, and so does a second close.
        """
        libguestfsmod.close(self._o)

    def set_event_callback(self, cb, event_bitmask):
        """Have cb(event, event_handle, buf, array) called on events.

        event_bitmask is one or more EVENT_* joined with |.  Returns a number
        for delete_event_callback.  An exception in cb is printed and goes no
        further.
        """
        return libguestfsmod.set_event_callback(self._o, cb, event_bitmask)

    def delete_event_callback(self, event_handle):
        """Undo set_event_callback."""
        libguestfsmod.delete_event_callback(self._o, event_handle)

    def _pairs(self, pairs):
        return dict(pairs) if self._python_return_dict else pairs
# Generated from generator/actions; do not edit.
# SPDX-License-Identifier: LGPL-2.1-or-later
# The methods of class GuestFS.


    def acl_delete_def_file(self, dir):
        """Remove the default ACL of a directory.

        Removes the default access control list of the directory dir, so that
        new files in it get their permissions from the umask again. It is not
        an error if there is none.

        This needs the optional group acl: g.feature_available tells if it is
        there.

        (Since 1.19.63)
        """
        libguestfsmod.acl_delete_def_file(self._o, dir)

    def acl_get_file(self, path, acltype):
        """Get the POSIX ACL of a file.

        Returns the POSIX access control list of path in the long text form of
        acl(5), one entry a line. acltype is access for the list that decides
        who may use the file, or default for the list that new files in a
        directory get. A file that only has a mode has an access list of the
        same meaning; a directory without a default list gives an empty
        string.

        Users and groups are numbers, because those of the guest have other
        names than the appliance knows. Rights that the mask takes away are
        pointed out in a comment, #effective:.

        This needs the optional group acl: g.feature_available tells if it is
        there.

        (Since 1.19.63)
        """
        return libguestfsmod.acl_get_file(self._o, path, acltype)

    def acl_set_file(self, path, acltype, acl):
        """Set the POSIX ACL of a file.

        Gives path the POSIX access control list acl, instead of what it had.
        acltype is access, or default for what new files in a directory get.

        acl is in the long or short text form of acl(5), with entries on lines
        of their own or with commas between them. It must be complete: with
        entries for the owner, the group and others and, as soon as another
        user or group is named, a mask. Give users and groups as numbers.

        Errno is EINVAL if acl is not such a list, and ENOTSUP if the file
        system has no ACLs.

        This needs the optional group acl: g.feature_available tells if it is
        there.

        (Since 1.19.63)
        """
        libguestfsmod.acl_set_file(self._o, path, acltype, acl)

    def add_cdrom(self, filename):
        """Add a CD-ROM image.

        Adds the image as a read-only disk, as g.add_drive_ro does: the
        appliance sees a disk, not a CD-ROM drive. ISO images can be mounted
        from it.

        Deprecated: new programs should use g.add_drive_ro.

        This must be called before g.launch.

        (Since 0.0.3)
        """
        libguestfsmod.add_cdrom(self._o, filename)

    def add_drive(self, filename, readonly=None, format=None, iface=None,
                  name=None, label=None, protocol=None, server=None,
                  username=None, secret=None, cachemode=None, discard=None,
                  copyonread=None, blocksize=None):
        """Add a disk image as a drive.

        Adds the disk image filename, a file or block device of the host or
        something on a network server, as a drive of the appliance. The first
        drive is /dev/sda, the second /dev/sdb and so on.

        Usually drives are added before g.launch; adding one later plugs it
        into the running appliance.

        Never write to a disk that a running virtual machine uses, nor to a
        mounted disk of the host: that destroys what is on it. Use readonly
        for those.

        A filename of /dev/null stands for an empty raw disk of 4096 bytes.

        The optional arguments are:

        readonly
            If true, the image is only read. The appliance can still write to
            the drive, but all of that goes into a temporary file and is
            forgotten. The image may be in use by a virtual machine meanwhile;
            what is read from it can then be inconsistent.

        format
            The format of the image: raw, qcow2 or another that QEMU knows. If
            it is not given it is guessed at launch. Guessing is not safe for
            raw images that a guest has written to: what it wrote may look
            like a format which names other files of the host. So there is a
            warning event when an image that can be written to is guessed to
            be raw.

        iface
            Ignored, apart from a check that it could be the name of an
            interface.

        name
            The name of the drive in the guest it comes from, /dev/vdb for
            instance: a hint for inspection.

        label
            A name for the drive, of 1 to 20 letters and digits. See
            g.list_disk_labels and g.remove_drive.

        protocol
            Where the image is:

            file
                In a local file or device. This is the default.

            ftp, ftps, http, https
                On a server of that kind; filename is the path part of the
                URL. These can only be read, so readonly must be given.

            gluster
                In a file of a GlusterFS volume; filename is VOLUME/PATH.

            iscsi
                In an iSCSI target; filename is its name, followed by / and
                the number of the unit (LUN) if that is not 0.

            nbd
                On an NBD server; filename is the name of the export, "" for
                the default.

            rbd
                In Ceph; filename is POOL/IMAGE. server lists the monitors;
                without it the configuration of the host is used.

            ssh
                In a file on another machine, read and written through SFTP;
                filename is an absolute path there. The key must come from an
                authentication agent.

            Names of exports, volumes and targets may have a slash in front,
            as in URIs; it is left out. QEMU's drivers for all of these but
            file and nbd may be in a package of their own; if it is not
            installed the error names it. sheepdog and tftp were dropped by
            QEMU and are refused.

        server
            The servers for protocol: HOST, HOST:PORT, [IPV6]:PORT and, for
            nbd and gluster, unix:SOCKET. All protocols but rbd take exactly
            one.

        username
            The name to log in with, for ftp, ftps, http, https, iscsi, rbd
            and ssh.

        secret
            The password, or for rbd the key in base64, for all of these but
            ssh. It never appears on a command line.

        cachemode
            writeback, the default: writes go through the host's page cache,
            and when the appliance flushes they reach the disk. unsafe:
            flushes are ignored, which is faster; if the host crashes the disk
            may be destroyed, so use it for disks that can be thrown away.
            Other modes are refused: the appliance always flushes, so they
            would be slower and no safer.

        discard
            What happens to space that the appliance discards: disable, the
            default, keeps it; enable gives it back to the host, and is an
            error for drives that cannot do so; besteffort does it where it is
            possible.

        copyonread
            If true, what is read from the backing file of the image, or by a
            readonly drive, is kept nearby, so that reading it again is
            faster. Useful for images on slow networks.

        blocksize
            The sector size of the drive in bytes: 512 (the default) or 4096.

        Secrets are kept out of traces and debug messages.

        (Since 0.0.3)
        """
        libguestfsmod.add_drive(self._o, filename, readonly, format, iface,
                                name, label, protocol, server, username,
                                secret, cachemode, discard, copyonread,
                                blocksize)

    add_drive_opts = add_drive

    def add_drive_ro(self, filename):
        """Add a disk image as a read-only drive.

        Adds a drive as g.add_drive does with readonly set: what is written to
        it is forgotten at the end, and the image is never changed.

        This must be called before g.launch.

        (Since 1.0.38)
        """
        libguestfsmod.add_drive_ro(self._o, filename)

    def add_drive_ro_with_if(self, filename, iface):
        """Add a read-only drive on an interface.

        Adds a drive as g.add_drive_ro does. The interface is ignored.

        Deprecated: new programs should use g.add_drive.

        This must be called before g.launch.

        (Since 1.0.84)
        """
        libguestfsmod.add_drive_ro_with_if(self._o, filename, iface)

    def add_drive_scratch(self, size, name=None, label=None, blocksize=None):
        """Add a temporary drive.

        Adds an empty drive of size bytes that is deleted when the handle is
        closed or the appliance shut down. It is a sparse file in the
        temporary directory: see g.set_tmpdir.

        The optional arguments mean the same as those of g.add_drive.

        (Since 1.23.10)
        """
        libguestfsmod.add_drive_scratch(self._o, size, name, label, blocksize)

    def add_drive_with_if(self, filename, iface):
        """Add a drive on an interface.

        Adds a drive as g.add_drive does. The interface is ignored.

        Deprecated: new programs should use g.add_drive.

        This must be called before g.launch.

        (Since 1.0.84)
        """
        libguestfsmod.add_drive_with_if(self._o, filename, iface)

    def aug_clear(self, augpath):
        """Take the value of an Augeas node away.

        Take the value of the node augpath away. The node stays, and is
        created if it is not there yet. It is an error if the path matches
        more than one node.

        (Since 1.3.4)
        """
        libguestfsmod.aug_clear(self._o, augpath)

    def aug_close(self):
        """Forget the Augeas tree.

        Forget the tree and free what it takes. Changes that g.aug_save has
        not written are lost. Before the next use of Augeas call g.aug_init
        again; without a tree the errno is EINVAL.

        (Since 0.0.7)
        """
        libguestfsmod.aug_close(self._o)

    def aug_defnode(self, name, expr, val):
        """Define an Augeas variable, creating its node if need be.

        Let the variable name stand for the nodes that expr matches. If it
        matches none, a node with the value val is created, as by g.aug_set,
        and the variable stands for that.

        In the result the field i is the number of nodes and b is 1 if one was
        created, else 0.

        (Since 0.0.7)
        """
        return libguestfsmod.aug_defnode(self._o, name, expr, val)

    def aug_defvar(self, name, expr):
        """Define an Augeas variable.

        Let the variable name stand for the value of the path expression expr;
        later expressions use it as $name. If expr is NULL the variable is
        removed.

        The result is the number of nodes the variable stands for, 0 if the
        value of expr is not a set of nodes.

        (Since 0.0.7)
        """
        return libguestfsmod.aug_defvar(self._o, name, expr)

    def aug_get(self, augpath):
        """The value of an Augeas node.

        Return the value of the one node that augpath matches, the empty
        string if it has no value. If nothing matches the errno is ENOENT; if
        more than one node does it is EINVAL.

        (Since 0.0.7)
        """
        return libguestfsmod.aug_get(self._o, augpath)

    def aug_init(self, root, flags):
        """Read the guest's configuration files into an Augeas tree.

        Read the configuration files below the directory root of the guest,
        usually /, into a tree, which the other aug_ actions look at and
        change. There is one tree for each handle: one that was there before
        is forgotten. The files must stay mounted while the tree is loaded or
        saved.

        flags is the sum of some of these:

        1
            Keep the original of a changed file, with .augsave added to its
            name.

        2
            Write a changed file under its name with .augnew added, and leave
            the original alone. This wins over 1.

        4
            Check the types of the lenses. This takes very long.

        8
            Do not look for lenses in the usual directories.

        16
            g.aug_save writes nothing, and only records what would have
            changed.

        32
            Do not read the files: do it later, with g.aug_load.

        64
            Do not load all lenses. Nothing is read except what
            g.aug_transform names, which is much quicker.

        Links in the guest lead to where they lead in the guest.

        A file that cannot be parsed is not an error here: what is wrong with
        it is below /augeas/files in the tree, in a node called error.

        (Since 0.0.7)
        """
        libguestfsmod.aug_init(self._o, root, flags)

    def aug_insert(self, augpath, label, before):
        """Insert a sibling of an Augeas node.

        Create a node called label next to the one node that augpath matches:
        in front of it if before is true, else after it. label is a plain name
        and not a path.

        (Since 0.0.7)
        """
        libguestfsmod.aug_insert(self._o, augpath, label, before)

    def aug_label(self, augpath):
        """The name of an Augeas node.

        Return the label, which is the last component of the path, of the one
        node that augpath matches.

        (Since 1.23.14)
        """
        return libguestfsmod.aug_label(self._o, augpath)

    def aug_load(self):
        """Read configuration files into the Augeas tree again.

        Read the files that the nodes below /augeas/load name into the tree.
        Changes of the tree that have not been saved are lost.

        This is needed after g.aug_init with flag 32, after g.aug_transform,
        or when files were changed in another way.

        (Since 0.0.7)
        """
        libguestfsmod.aug_load(self._o)

    def aug_ls(self, augpath):
        """List what is below an Augeas node.

        Return the full paths of the nodes right below augpath, sorted by byte
        value. It is g.aug_match of augpath with /* added, so augpath must not
        end with a slash unless it is /.

        (Since 0.0.8)
        """
        return libguestfsmod.aug_ls(self._o, augpath)

    def aug_match(self, augpath):
        """The Augeas nodes that match a path expression.

        Return the full paths of all nodes that the path expression augpath
        matches, in the order of the tree. Each of them, used as an
        expression, matches just that node. It is no error if there are none.

        (Since 0.0.7)
        """
        return libguestfsmod.aug_match(self._o, augpath)

    def aug_mv(self, src, dest):
        """Move an Augeas node.

        Move the one node that src matches, and all below it, to dest. If
        there is a node already its value and what was below it are lost. dest
        must not be below src.

        (Since 0.0.7)
        """
        libguestfsmod.aug_mv(self._o, src, dest)

    def aug_rm(self, augpath):
        """Remove Augeas nodes.

        Remove all nodes that augpath matches and all below them. The result
        is how many nodes that were, those below counted too.

        (Since 0.0.7)
        """
        return libguestfsmod.aug_rm(self._o, augpath)

    def aug_save(self):
        """Write changes of the Augeas tree to the guest's files.

        Write the files whose part of the tree has changed. The flags of
        g.aug_init say whether originals are kept.

        If a file cannot be written, or its part of the tree does not fit the
        format of the file, it is left as it was and this fails; a node called
        error below /augeas/files tells more.

        (Since 0.0.7)
        """
        libguestfsmod.aug_save(self._o)

    def aug_set(self, augpath, val):
        """Set the value of an Augeas node.

        Set the value of the node augpath to val. A node that is not there is
        created, with those above it; if the path matches more than one node
        the errno is EINVAL.

        To take a value away use g.aug_clear: an empty val is a value.

        (Since 0.0.7)
        """
        libguestfsmod.aug_set(self._o, augpath, val)

    def aug_setm(self, base, sub, val):
        """Set the values of many Augeas nodes.

        For each node that base matches set the nodes that sub matches, seen
        from there, to val; they are created where there are none. If sub is
        NULL the nodes of base themselves are set. The result is how many
        nodes were set.

        (Since 1.23.14)
        """
        return libguestfsmod.aug_setm(self._o, base, sub, val)

    def aug_transform(self, lens, file, remove=None):
        """Say which Augeas lens reads a file.

        Let the lens lens, for example Hosts.lns, read file, which may be a
        shell pattern. If the optional flag remove is true the lens does not
        read it any more. It takes effect with the next g.aug_load.

        (Since 1.35.2)
        """
        libguestfsmod.aug_transform(self._o, lens, file, remove)

    def available(self, groups):
        """Test if optional groups of functions are available.

        Succeeds if all of groups are available in this appliance, and fails
        with an error that names the first that is not. AVAILABILITY in
        guestfs(3) lists the groups. The errno is ENOTSUP for a group that is
        not available, and EINVAL for a name that is not a group.

        To ask without an error, use g.feature_available; to ask for a file
        system, g.filesystem_available.

        (Since 1.0.80)
        """
        libguestfsmod.available(self._o, groups)

    def available_all_groups(self):
        """List all optional groups.

        Returns the names of all optional groups that this release knows,
        sorted, whether they are available or not: see g.available.

        (Since 1.3.15)
        """
        return libguestfsmod.available_all_groups(self._o)

    def base64_in(self, base64file, filename):
        """Upload a file that is encoded in base64.

        Decode the local file base64file and write the result to the file
        filename in the guest. White space in the input is ignored; anything
        else that is not base64 gives the errno EINVAL.

        It stops early when g.user_cancel is called.

        (Since 1.3.5)
        """
        libguestfsmod.base64_in(self._o, base64file, filename)

    def base64_out(self, filename, base64file):
        """Download a file and encode it in base64.

        Write the file filename of the guest to the local file base64file,
        encoded in base64 with lines of 76 characters.

        It stops early when g.user_cancel is called.

        (Since 1.3.5)
        """
        libguestfsmod.base64_out(self._o, filename, base64file)

    def blkdiscard(self, device):
        """Discard all blocks of a device.

        Tells the disk that nothing on device is needed any more. If the drive
        was added with discard enabled, the space is given back to the host.
        What is read afterwards is not defined.

        This needs the optional group blkdiscard: g.feature_available tells if
        it is there.

        (Since 1.25.44)
        """
        libguestfsmod.blkdiscard(self._o, device)

    def blkdiscardzeroes(self, device):
        """Test if discarded blocks read as zeroes.

        Returns true if the kernel promises that blocks read as zeroes after
        g.blkdiscard. Kernels since 4.12 never do: use g.zero_device.

        This needs the optional group blkdiscardzeroes: g.feature_available
        tells if it is there.

        (Since 1.25.44)
        """
        return libguestfsmod.blkdiscardzeroes(self._o, device)

    def blkid(self, device):
        """List what is known about the contents of a device.

        Returns attributes of what was found on device, by the names that
        blkid(8) has for them. Usually there are:

        TYPE
            The type of the file system or of other contents, as in
            g.vfs_type.

        USAGE
            What it is for: filesystem, raid, crypto or other.

        LABEL, UUID, VERSION
            If it has them.

        PART_ENTRY_NUMBER, PART_ENTRY_OFFSET, PART_ENTRY_SIZE, …
            If the device is a partition: what the partition table says of it.
            Offset and size are in units of 512 bytes.

        LOGICAL_SECTOR_SIZE, PHYSICAL_SECTOR_SIZE, …
            Sizes that the disk has or prefers, in bytes.

        (Since 1.15.9)
        """
        return self._pairs(libguestfsmod.blkid(self._o, device))

    def blockdev_flushbufs(self, device):
        """Write a device's cached data out and forget it.

        Writes what the appliance's kernel still holds in memory for device to
        the disk, and drops its cache of the device.

        (Since 1.9.3)
        """
        libguestfsmod.blockdev_flushbufs(self._o, device)

    def blockdev_getbsz(self, device):
        """Get the block size of a device.

        Returns the size in bytes of the blocks in which the kernel reads and
        writes device. It is a property of the running kernel and has nothing
        to do with the block size of a file system on the device, nor with its
        sector size (g.blockdev_getss).

        (Since 1.9.3)
        """
        return libguestfsmod.blockdev_getbsz(self._o, device)

    def blockdev_getro(self, device):
        """Test if a device is read-only.

        Returns true if the kernel refuses to write to device, whether because
        the drive was added read-only or because of g.blockdev_setro.

        (Since 1.9.3)
        """
        return libguestfsmod.blockdev_getro(self._o, device)

    def blockdev_getsize64(self, device):
        """Get the size of a device in bytes.

        Returns the size of device in bytes. See also g.blockdev_getsz.

        (Since 1.9.3)
        """
        return libguestfsmod.blockdev_getsize64(self._o, device)

    def blockdev_getss(self, device):
        """Get the sector size of a device.

        Returns the size in bytes of the logical sectors of device: usually
        512, and 4096 for some disks.

        This is not the unit of g.blockdev_getsz, which is always 512 bytes.

        (Since 1.9.3)
        """
        return libguestfsmod.blockdev_getss(self._o, device)

    def blockdev_getsz(self, device):
        """Get the size of a device in units of 512 bytes.

        Returns the size of device in units of 512 bytes, whatever its real
        sector size is. g.blockdev_getsize64 returns it in bytes.

        (Since 1.9.3)
        """
        return libguestfsmod.blockdev_getsz(self._o, device)

    def blockdev_rereadpt(self, device):
        """Read the partition table again.

        Makes the kernel read the partition table of device again and returns
        when the devices of its partitions are there. Only needed when a
        partition table was written as plain data: the g.part_* calls do it
        themselves.

        It is an error if a partition of the disk is in use.

        (Since 1.9.3)
        """
        libguestfsmod.blockdev_rereadpt(self._o, device)

    def blockdev_setbsz(self, device, blocksize):
        """Set the block size of a device.

        This call does nothing. The block size that g.blockdev_getbsz returns
        belongs to an open device and is forgotten as soon as the device is
        closed, so setting it could have no effect.

        To choose the block size of a file system use the optional arguments
        of g.mkfs.

        (Since 1.9.3)
        """
        libguestfsmod.blockdev_setbsz(self._o, device, blocksize)

    def blockdev_setra(self, device, sectors):
        """Set how much of a device is read ahead.

        Sets how far the kernel reads ahead when device is read sequentially,
        in units of 512 bytes. 0 switches reading ahead off.

        (Since 1.29.10)
        """
        libguestfsmod.blockdev_setra(self._o, device, sectors)

    def blockdev_setro(self, device):
        """Make a device read-only.

        Makes the kernel refuse to write to device until g.blockdev_setrw or
        g.shutdown. What is mounted already is not affected.

        (Since 1.9.3)
        """
        libguestfsmod.blockdev_setro(self._o, device)

    def blockdev_setrw(self, device):
        """Make a device writable.

        Undoes g.blockdev_setro. A drive that was added read-only cannot be
        made writable.

        (Since 1.9.3)
        """
        libguestfsmod.blockdev_setrw(self._o, device)

    def btrfs_balance_cancel(self, path):
        """Cancel a running or paused balance.

        Ends the balance that is running or paused on the Btrfs file system
        that path is on. What was moved stays where it is now. If there is
        none, this is an error with errno ENOTCONN.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.22)
        """
        libguestfsmod.btrfs_balance_cancel(self._o, path)

    def btrfs_balance_pause(self, path):
        """Pause a running balance.

        Pauses the balance that is running on the Btrfs file system that path
        is on, until g.btrfs_balance_resume. If none is running, this is an
        error with errno ENOTCONN.

        A balance runs within the call that starts it. One that is found
        running is one that a machine did not finish; the kernel takes it up
        when the file system is mounted, unless the mount option skip_balance
        is given, which leaves it paused. g.umount pauses it again.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.22)
        """
        libguestfsmod.btrfs_balance_pause(self._o, path)

    def btrfs_balance_resume(self, path):
        """Go on with a paused balance.

        Goes on with the balance that is paused on the Btrfs file system that
        path is on, and returns when it is done. If there is none, this is an
        error with errno ENOTCONN.

        When the call is cancelled (g.user_cancel), so is the balance.

        It stops early when g.user_cancel is called.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.22)
        """
        libguestfsmod.btrfs_balance_resume(self._o, path)

    def btrfs_balance_status(self, path):
        """Get how far a balance is.

        Returns what is known of the balance of the Btrfs file system that
        path is on:

        btrfsbalance_status
            running, paused, or none: then all else is 0.

        btrfsbalance_total
            How many chunks are to be moved, as far as is known.

        btrfsbalance_balanced
            How many have been moved.

        btrfsbalance_considered
            How many were looked at, also those that need not be moved.

        btrfsbalance_left
            Per cent that are yet to be moved.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.26)
        """
        return libguestfsmod.btrfs_balance_status(self._o, path)

    def btrfs_device_add(self, devices, fs):
        """Add devices to a Btrfs file system.

        Adds each of devices to the Btrfs file system that is mounted on fs.
        What is on them is lost. New data goes to them as well from now on;
        what is there already is spread over them by
        g.btrfs_filesystem_balance.

        An empty list does nothing.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.17.35)
        """
        libguestfsmod.btrfs_device_add(self._o, devices, fs)

    def btrfs_device_delete(self, devices, fs):
        """Remove devices from a Btrfs file system.

        Removes each of devices from the Btrfs file system that is mounted on
        fs. What is stored on them is moved to the others first, which may
        take long; there must be room for it, and as many devices must stay as
        the profiles of data and metadata need.

        When the call is cancelled (g.user_cancel), the device stays.

        It stops early when g.user_cancel is called.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.17.35)
        """
        libguestfsmod.btrfs_device_delete(self._o, devices, fs)

    def btrfs_filesystem_balance(self, fs):
        """Spread a Btrfs file system over its devices.

        Writes all data and metadata of the Btrfs file system that fs is on
        anew, so that they are spread evenly over its devices. This is what to
        do after adding a device; it takes long. The call returns when it is
        done.

        When the call is cancelled (g.user_cancel), so is the balance: what
        was moved stays where it is, and nothing is lost.

        It stops early when g.user_cancel is called.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.17.35)
        """
        libguestfsmod.btrfs_filesystem_balance(self._o, fs)

    def btrfs_filesystem_defragment(self, path, flush=None, compress=None):
        """Defragment a file or directory on Btrfs.

        Writes the file path anew, in fewer pieces. If path is a directory,
        this does it for the metadata of the subvolume that it is in, not for
        the files in the directory.

        flush
            Write to the disk before returning.

        compress
            Compress the file on this occasion. The way to do it is zlib, lzo
            or zstd.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.22)
        """
        libguestfsmod.btrfs_filesystem_defragment(self._o, path, flush,
                                                  compress)

    def btrfs_filesystem_resize(self, mountpoint, size=None):
        """Make a Btrfs file system larger or smaller.

        Changes the size of the Btrfs file system that is mounted on
        mountpoint.

        With size, it takes that many bytes of its device; less than is stored
        in it, or than 256 MiB, is an error. Without, it becomes as large as
        its device is.

        On several devices, size is what it takes of the first of them (that
        with the lowest number), and without size all of them are used to the
        end.

        When the call is cancelled (g.user_cancel), the size stays.

        It stops early when g.user_cancel is called.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.11.17)
        """
        libguestfsmod.btrfs_filesystem_resize(self._o, mountpoint, size)

    def btrfs_filesystem_show(self, device):
        """List the devices of a Btrfs file system.

        Returns all devices of the Btrfs file system that is on device, in the
        order of their numbers in it. It need not be mounted.

        If some of its devices are not there, this is an error with errno
        ENODEV.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.33.29)
        """
        return libguestfsmod.btrfs_filesystem_show(self._o, device)

    def btrfs_filesystem_sync(self, fs):
        """Write what is cached of a Btrfs file system.

        Writes everything that has been changed in the Btrfs file system that
        fs is on to its devices.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.17.35)
        """
        libguestfsmod.btrfs_filesystem_sync(self._o, fs)

    def btrfs_fsck(self, device, superblock=None, repair=None):
        """Check a Btrfs file system.

        Checks the structure of the Btrfs file system on device, which must
        not be mounted, with btrfs check. An error says what was found.

        superblock
            Start from this copy of the superblock, 0 to 2.

        repair
            Change what is wrong. This may do harm as well: have a copy.

        g.btrfs_scrub_full, on a file system that can be mounted, compares
        also the contents of files with their checksums.

        Deprecated: new programs should use g.btrfs_scrub_full.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.17.43)
        """
        libguestfsmod.btrfs_fsck(self._o, device, superblock, repair)

    def btrfs_image(self, source, image, compresslevel=None):
        """Make an image of the metadata of Btrfs.

        Writes the metadata of the Btrfs file system on the devices source to
        the file image, for whoever is to find out what is wrong with it. The
        contents of files are left out, their names are not.

        The program btrfs-image makes a file system of such an image again.
        One of the devices of a file system is enough; if more are given, they
        must all be of the same one.

        compresslevel is 0 (the default: do not compress) to 9.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.32)
        """
        libguestfsmod.btrfs_image(self._o, source, image, compresslevel)

    def btrfs_qgroup_assign(self, src, dst, path):
        """Put a quota group into another.

        Puts the quota group src into dst, which must be of a higher level:
        what is counted for src is counted for dst as well. path is any path
        on the Btrfs file system.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.17)
        """
        libguestfsmod.btrfs_qgroup_assign(self._o, src, dst, path)

    def btrfs_qgroup_create(self, qgroupid, subvolume):
        """Create a quota group.

        Creates the quota group qgroupid, a level and a number with a slash
        between them, such as 1/100. Those of level 0 are made by the file
        system: 0/256 counts what is in subvolume 256. Those of higher levels
        are for putting others into them: see g.btrfs_qgroup_assign.

        subvolume is any path on the Btrfs file system, on which quotas must
        be enabled.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.17)
        """
        libguestfsmod.btrfs_qgroup_create(self._o, qgroupid, subvolume)

    def btrfs_qgroup_destroy(self, qgroupid, subvolume):
        """Destroy a quota group.

        Destroys the quota group qgroupid, which must not have others in it.
        subvolume is any path on the Btrfs file system.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.17)
        """
        libguestfsmod.btrfs_qgroup_destroy(self._o, qgroupid, subvolume)

    def btrfs_qgroup_limit(self, subvolume, size):
        """Limit the size of a subvolume.

        From now on, the subvolume that subvolume is in cannot have more than
        size bytes; writing more fails with EDQUOT. -1 takes the limit away.
        Quotas must be enabled: see g.btrfs_quota_enable.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.17)
        """
        libguestfsmod.btrfs_qgroup_limit(self._o, subvolume, size)

    def btrfs_qgroup_remove(self, src, dst, path):
        """Take a quota group out of another.

        Takes the quota group src out of dst again: see g.btrfs_qgroup_assign.
        path is any path on the Btrfs file system.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.17)
        """
        libguestfsmod.btrfs_qgroup_remove(self._o, src, dst, path)

    def btrfs_qgroup_show(self, path):
        """List quota groups and what they count.

        Lists all quota groups of the Btrfs file system that path is on, by
        level and number. For each, there is its name (such as 0/256), how
        many bytes it refers to, and how many of them nothing else refers to.
        If quotas are not enabled, this is an error with errno ENOTCONN.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.17)
        """
        return libguestfsmod.btrfs_qgroup_show(self._o, path)

    def btrfs_quota_enable(self, fs, enable):
        """Enable or disable quotas on Btrfs.

        Enables quotas on the Btrfs file system fs, or disables them if enable
        is false. fs is a path on it, or the device of one that need not be
        mounted.

        What is there already is counted in the background then:
        g.btrfs_quota_rescan waits for it.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.17)
        """
        libguestfsmod.btrfs_quota_enable(self._o, fs, enable)

    def btrfs_quota_rescan(self, fs):
        """Count anew what is in each quota group.

        Forgets what has been counted for the quota groups of the Btrfs file
        system fs, a path or a device, and counts anew. The call returns when
        this is done; if it is being done already, it waits for that.

        It stops early when g.user_cancel is called.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.17)
        """
        libguestfsmod.btrfs_quota_rescan(self._o, fs)

    def btrfs_replace(self, srcdev, targetdev, mntpoint):
        """Replace a device of a Btrfs file system.

        Copies what the device srcdev of the Btrfs file system that is mounted
        on mntpoint has to the device targetdev, which takes its place; srcdev
        does not belong to the file system any more then. The call returns
        when all is copied.

        What is on targetdev is lost. It must not be smaller than srcdev, nor
        be in use.

        When the call is cancelled (g.user_cancel), srcdev stays in its place.

        It stops early when g.user_cancel is called.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.48)
        """
        libguestfsmod.btrfs_replace(self._o, srcdev, targetdev, mntpoint)

    def btrfs_rescue_chunk_recover(self, device):
        """Rebuild the chunk tree of Btrfs.

        Searches the whole of each device of the Btrfs file system on device
        for its chunks, and writes their tree anew. This is for a file system
        that cannot be mounted because that tree is damaged; it takes as long
        as reading all of the devices.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.22)
        """
        libguestfsmod.btrfs_rescue_chunk_recover(self._o, device)

    def btrfs_rescue_super_recover(self, device):
        """Restore superblocks of Btrfs.

        Writes the superblocks of the Btrfs file system on device that are
        damaged anew, from a copy that is not. If all are good, nothing is
        done.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.22)
        """
        libguestfsmod.btrfs_rescue_super_recover(self._o, device)

    def btrfs_scrub_cancel(self, path):
        """Stop a running scrub.

        Stops the scrub that is running on the Btrfs file system that path is
        on. g.btrfs_scrub_resume goes on with it. If none is running, this is
        an error with errno ENOTCONN.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.22)
        """
        libguestfsmod.btrfs_scrub_cancel(self._o, path)

    def btrfs_scrub_full(self, path, readonly=None):
        """Scrub a Btrfs file system and wait for it.

        Reads all data and metadata of the Btrfs file system that path is on,
        with all copies that it has, and compares them with their checksums.
        What is wrong is written anew from another copy. The call returns when
        this is done; g.btrfs_scrub_status says afterwards what was found.

        If something is wrong that cannot be corrected, this is an error with
        errno EIO.

        With readonly, nothing is changed, and anything that is wrong is such
        an error.

        When the call is cancelled (g.user_cancel), the scrub is stopped.

        It stops early when g.user_cancel is called.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.55.12)
        """
        libguestfsmod.btrfs_scrub_full(self._o, path, readonly)

    def btrfs_scrub_resume(self, path):
        """Go on with a scrub that was stopped.

        Goes on with the scrub of the Btrfs file system that path is on from
        where it was stopped, in the background. If none was stopped since the
        appliance was launched, this is an error with errno ENOTCONN.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.22)
        """
        libguestfsmod.btrfs_scrub_resume(self._o, path)

    def btrfs_scrub_start(self, path):
        """Scrub a Btrfs file system in the background.

        Starts to do what g.btrfs_scrub_full does, and returns at once. See
        g.btrfs_scrub_status for how far it is, g.btrfs_scrub_cancel for how
        to stop it.

        If one is running on the file system that path is on, this is an error
        with errno EINPROGRESS.

        A scrub does not keep the file system from being unmounted: it is
        stopped then, and can be resumed (g.btrfs_scrub_resume) after it has
        been mounted again. Closing the handle stops it as well.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.22)
        """
        libguestfsmod.btrfs_scrub_start(self._o, path)

    def btrfs_scrub_status(self, path):
        """Get how far a scrub is and what it has found.

        Returns the numbers of the scrub that is running, or was the last to
        run since the appliance was launched, on the Btrfs file system that
        path is on. They are those of all its devices together, and 0 if there
        was none.

        The fields are the counters of the kernel: extents and bytes of data
        and of trees (metadata) that were read; errors of reading, checksums,
        verification (trees only), superblocks and memory; blocks without a
        checksum and checksums without a block; how many errors could be
        corrected and how many not, and how many did not occur again; and how
        far on the devices it is, in bytes.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.26)
        """
        return libguestfsmod.btrfs_scrub_status(self._o, path)

    def btrfs_set_seeding(self, device, seeding):
        """Make a Btrfs file system a seed, or not.

        Does what g.btrfstune_seeding does.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.17.43)
        """
        libguestfsmod.btrfs_set_seeding(self._o, device, seeding)

    def btrfs_subvolume_create(self, dest, qgroupid=None):
        """Create a Btrfs subvolume.

        Creates the empty subvolume dest on a Btrfs file system. It looks like
        a directory, and can be mounted on its own: see g.list_filesystems.

        With qgroupid, such as 1/100, it belongs to this quota group from the
        start.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.17.35)
        """
        libguestfsmod.btrfs_subvolume_create(self._o, dest, qgroupid)

    btrfs_subvolume_create_opts = btrfs_subvolume_create

    def btrfs_subvolume_delete(self, subvolume):
        """Delete a Btrfs subvolume.

        Deletes the subvolume or snapshot subvolume with all files in it. It
        must not have other subvolumes in it, nor be mounted, nor be the
        default one. Its space becomes free a little later.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.17.35)
        """
        libguestfsmod.btrfs_subvolume_delete(self._o, subvolume)

    def btrfs_subvolume_get_default(self, fs):
        """Get the default subvolume of Btrfs.

        Returns the number of the subvolume that is mounted when none is
        named. This is 5, the top of the file system, unless it was changed by
        g.btrfs_subvolume_set_default.

        fs is a path on a Btrfs file system, or the device of one that need
        not be mounted.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.17)
        """
        return libguestfsmod.btrfs_subvolume_get_default(self._o, fs)

    def btrfs_subvolume_list(self, fs):
        """List the subvolumes of a Btrfs file system.

        Lists all subvolumes and snapshots of the Btrfs file system fs, in the
        order of their numbers. fs is a path on it, or the device of one that
        need not be mounted. For each, there is:

        btrfssubvolume_id
            Its number.

        btrfssubvolume_top_level_id
            The number of the subvolume that it is in; 5 is the top of the
            file system.

        btrfssubvolume_path
            Where it is, from the top of the file system, without a slash in
            front.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.17.35)
        """
        return libguestfsmod.btrfs_subvolume_list(self._o, fs)

    def btrfs_subvolume_set_default(self, id, fs):
        """Set the default subvolume of Btrfs.

        From now on, mounting the Btrfs file system that fs is on without
        naming a subvolume mounts that with the number id (see
        g.btrfs_subvolume_list). 5, or 0, is the top of the file system.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.17.35)
        """
        libguestfsmod.btrfs_subvolume_set_default(self._o, id, fs)

    def btrfs_subvolume_show(self, subvolume):
        """Get all that is known of a Btrfs subvolume.

        Returns what is known of the subvolume subvolume, in pairs. The names
        are those of btrfs subvolume show: path (from the top of the file
        system), Name, UUID, Parent UUID (of what it is a snapshot of),
        Received UUID, Creation time, Subvolume ID, Generation, Gen at
        creation, Parent ID, Top level ID, Flags (readonly or nothing), Send
        transid, Send time, Receive transid, Receive time, and Snapshot(s)
        (the paths of those that were made of it, with commas between them).

        If quotas are enabled there are Quota group, Limit referenced, Limit
        exclusive, Usage referenced and Usage exclusive as well, in bytes.

        What does not apply is an empty string. Times are in UTC.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.17)
        """
        return self._pairs(libguestfsmod.btrfs_subvolume_show(self._o,
                                                              subvolume))

    def btrfs_subvolume_snapshot(self, source, dest, ro=None, qgroupid=None):
        """Make a snapshot of a Btrfs subvolume.

        Makes the subvolume dest, with the same contents as the subvolume
        source has now. They share their space until one of them is changed.
        Subvolumes in source are empty directories in it.

        If dest is a directory, the snapshot is made in it, under the name of
        source.

        ro
            Make a snapshot that cannot be changed.

        qgroupid
            Put it into this quota group, such as 1/100.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.17.35)
        """
        libguestfsmod.btrfs_subvolume_snapshot(self._o, source, dest, ro,
                                               qgroupid)

    btrfs_subvolume_snapshot_opts = btrfs_subvolume_snapshot

    def btrfstune_enable_extended_inode_refs(self, device):
        """Allow more hard links on Btrfs.

        Switches on, for the Btrfs file system on device, which must not be
        mounted, that one file may have more than a few hundred hard links in
        one directory. New file systems have this.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.29)
        """
        libguestfsmod.btrfstune_enable_extended_inode_refs(self._o, device)

    def btrfstune_enable_skinny_metadata_extent_refs(self, device):
        """Store metadata of Btrfs in less space.

        Switches on, for the Btrfs file system on device, which must not be
        mounted, that references to extents of metadata take less space. New
        file systems have this.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.29)
        """
        libguestfsmod.btrfstune_enable_skinny_metadata_extent_refs(self._o,
                                                                   device)

    def btrfstune_seeding(self, device, seeding):
        """Make a Btrfs file system a seed, or not.

        If seeding is true, the Btrfs file system on device, which must not be
        mounted, becomes one from which others grow: it can be mounted
        read-only, and after another device has been added
        (g.btrfs_device_add) it can be remounted writable, and all changes go
        to that.

        If seeding is false, it becomes an ordinary one again. File systems
        that were grown from it are lost when it is changed then.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.29.29)
        """
        libguestfsmod.btrfstune_seeding(self._o, device, seeding)

    def c_pointer(self):
        """Get the address of the handle in C.

        Returns the C pointer of the handle as a number. With it a program
        that uses libguestfs through a language binding can hand its handle to
        a C library in the same process. The pointer is good until the handle
        is closed.

        (Since 1.29.17)
        """
        return libguestfsmod.c_pointer(self._o)

    def canonical_device_name(self, device):
        """Return the usual name of a device.

        The same device may be known by several names: /dev/vda1 and /dev/hda1
        for /dev/sda1, /dev/mapper/VG-LV or /dev/dm-0 for /dev/VG/LV. This
        returns the name that g.list_devices, g.list_partitions and g.lvs use
        for it.

        A name that has no other form is returned unchanged, whether or not
        there is such a device. Names below /dev/mapper and /dev/dm-* can only
        be looked up after g.launch.

        (Since 1.19.7)
        """
        return libguestfsmod.canonical_device_name(self._o, device)

    def cap_get_file(self, path):
        """Get the Linux capabilities of a file.

        Returns the capabilities that the program path gives to whoever runs
        it, as text in the form of cap_to_text(3). A file without any gives an
        empty string.

        This needs the optional group linuxcaps: g.feature_available tells if
        it is there.

        (Since 1.19.63)
        """
        return libguestfsmod.cap_get_file(self._o, path)

    def cap_set_file(self, path, cap):
        """Set the Linux capabilities of a file.

        Gives the program path the capabilities cap, text in the form of
        cap_from_text(3), instead of those it had. To take all away remove the
        attribute security.capability with g.removexattr.

        Errno is EINVAL if cap is not such a text or path is not a regular
        file.

        This needs the optional group linuxcaps: g.feature_available tells if
        it is there.

        (Since 1.19.63)
        """
        libguestfsmod.cap_set_file(self._o, path, cap)

    def case_sensitive_path(self, path):
        """Find the true spelling of a path whose case may be wrong.

        Some file systems, FAT and NTFS among them, take /WINDOWS/System32 and
        /windows/system32 for the same when Windows uses them; here case
        matters. This looks up each component of path without regard to case
        and returns the path as it is really spelled.

        If there is a component that matches exactly it wins. The last
        component need not exist: it is then returned as given, so that a new
        file can be made in a directory whose spelling is not known. If
        another one is missing the errno is ENOENT.

        Backslashes and drive letters mean nothing to this action. Symbolic
        links are left in the path; g.realpath resolves them.

        (Since 1.0.75)
        """
        return libguestfsmod.case_sensitive_path(self._o, path)

    def cat(self, path):
        """Give the contents of a text file.

        Return the contents of the file path as a string.

        A string ends at the first NUL byte, so that this is for text only.
        For files that may hold any byte use g.read_file; to copy a large file
        to a local one use g.download.

        (Since 0.0.4)
        """
        return libguestfsmod.cat(self._o, path)

    def checksum(self, csumtype, path):
        """Compute a checksum of a file.

        Return the checksum of the file path in lower-case hexadecimal, or for
        crc in decimal. csumtype is one of:

        crc
            the cyclic redundancy check that POSIX defines for the cksum
            command

        md5, sha1, sha224, sha256, sha384, sha512
            the hash of that name

        gost
            GOST R 34.11-94, with the parameters of CryptoPro

        gost12
            GOST R 34.11-2012 with 256 bits

        Anything else gives the errno EINVAL. For a device use
        g.checksum_device, for many files g.checksums_out.

        (Since 1.0.2)
        """
        return libguestfsmod.checksum(self._o, csumtype, path)

    def checksum_device(self, csumtype, device):
        """Compute a checksum of a device.

        Return the checksum of all that is on the device device. The types are
        those of g.checksum.

        (Since 1.3.2)
        """
        return libguestfsmod.checksum_device(self._o, csumtype, device)

    def checksums_out(self, csumtype, directory, sumsfile):
        """Compute the checksums of all files in a tree.

        Compute the checksum of every regular file below directory and write
        the list to the local file sumsfile, sorted by path. The types are
        those of g.checksum.

        Each line is as md5sum writes it: the checksum, two spaces and the
        path, which begins with ./. A path with a newline or backslash in it
        is escaped, and its line begins with a backslash. For crc the line is
        as cksum writes it: checksum, size and path.

        In directory of a mounted copy md5sum -c and the like check such a
        list.

        It stops early when g.user_cancel is called.

        (Since 1.3.7)
        """
        libguestfsmod.checksums_out(self._o, csumtype, directory, sumsfile)

    def chmod(self, mode, path):
        """Change the permissions of a file.

        Set the permissions of path to mode, a number from 0 to 07777.
        Symbolic links are followed.

        In guestfish and in most languages a number is decimal unless it is
        written with a leading 0 (octal) or 0x (hexadecimal): use 0700, not
        700.

        (Since 0.0.8)
        """
        libguestfsmod.chmod(self._o, mode, path)

    def chown(self, owner, group, path):
        """Change the owner and group of a file.

        Set the owner of path to owner and its group to group, both numbers;
        -1 leaves one as it is. Symbolic links are followed; g.lchown does not
        follow them.

        To find the number of a name look into the guest's /etc/passwd, for
        example with Augeas.

        (Since 0.0.8)
        """
        libguestfsmod.chown(self._o, owner, group, path)

    def clear_backend_setting(self, name):
        """Remove a setting of the backend.

        Removes every backend setting called name, with or without a value.
        Returns how many there were: 0 is not an error.

        See g.set_backend_settings.

        This must be called before g.launch.

        (Since 1.27.2)
        """
        return libguestfsmod.clear_backend_setting(self._o, name)

    def clevis_luks_unlock(self, device, mapname):
        """Open an encrypted device with Clevis.

        Opens the LUKS device device as /dev/mapper/mapname with a key that
        Clevis fetches: from a network server (Tang) or from wherever else the
        device was bound to. No key has to be given. If a server is needed,
        enable the network of the appliance first with g.set_network.

        g.cryptsetup_close closes it.

        This needs the optional group clevisluks: g.feature_available tells if
        it is there.

        (Since 1.49.3)
        """
        libguestfsmod.clevis_luks_unlock(self._o, device, mapname)

    def command(self, arguments):
        """Run a program of the guest.

        Run a program from the file system of the guest and return what it
        writes to its standard output. arguments are the name of the program,
        which is looked for in the usual directories, and its arguments. No
        shell is involved: see g.sh.

        The program runs as root under the kernel of the appliance, with the
        guest's file system as its root. Its standard input is empty. Its
        environment has only PATH, HOME, LC_ALL=C and TERM. It must be for the
        processor of the appliance.

        While it runs /proc and /sys are there, and /dev has the usual nodes
        (/dev/null, /dev/urandom …), the drives that were added and what was
        made of them, for programs such as boot loader installers. There is a
        network, and an /etc/resolv.conf that works, only if g.set_network was
        called before launch. All this is gone afterwards, and so is whatever
        the program itself has mounted or left running in the background.

        If it ends with a status other than 0 the call fails, and the error
        message holds what the program wrote to standard error, and the
        status. Output that takes more than a fifth of the appliance's memory
        is an error, too: see g.command_out and g.set_memsize.

        Remember that programs of an untrusted guest are untrusted code. They
        run in the appliance only, but whatever was mounted is theirs.

        It stops early when g.user_cancel is called.

        (Since 1.9.1)
        """
        return libguestfsmod.command(self._o, arguments)

    def command_lines(self, arguments):
        """Run a program of the guest, giving lines.

        This is g.command, with the output as a list of lines.

        It stops early when g.user_cancel is called.

        (Since 1.9.1)
        """
        return libguestfsmod.command_lines(self._o, arguments)

    def command_out(self, arguments, output):
        """Run a program of the guest, output to a local file.

        This is g.command, but the output is written to the local file output
        while the program runs, and there is no limit to its size.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.55.6)
        """
        libguestfsmod.command_out(self._o, arguments, output)

    def compress_device_out(self, ctype, device, zdevice, level=None):
        """Write a device to a local file, compressed.

        Compress what is on the device device and write the result to the
        local file zdevice. ctype and the optional level are those of
        g.compress_out.

        It stops early when g.user_cancel is called.

        (Since 1.13.15)
        """
        libguestfsmod.compress_device_out(self._o, ctype, device, zdevice,
                                          level)

    def compress_out(self, ctype, file, zfile, level=None):
        """Write a file to a local file, compressed.

        Compress the contents of the file file and write the result to the
        local file zfile.

        ctype is one of compress, gzip, bzip2, xz, lzop and zstd. It is the
        name of the program in the appliance that does the work; if it is not
        there the errno is ENOTSUP.

        The optional level says how hard to try, mostly from 1 (fast) to 9
        (small). What it means and what it is when not given depend on the
        program.

        It stops early when g.user_cancel is called.

        (Since 1.13.15)
        """
        libguestfsmod.compress_out(self._o, ctype, file, zfile, level)

    def config(self, hvparam, hvvalue):
        """Add a parameter to the command line of QEMU.

        Adds hvparam, which must begin with a dash, and hvvalue unless it is
        NULL, to the end of QEMU's command line. Parameters that the library
        itself depends on, such as -kernel and -display, are refused.

        What else is on the command line changes from version to version, so
        whatever is added this way may stop to work.

        This must be called before g.launch.

        (Since 0.0.3)
        """
        libguestfsmod.config(self._o, hvparam, hvvalue)

    def copy_attributes(self, src, dest, all=None, mode=None, xattributes=None,
                        ownership=None):
        """Copy mode, owner and attributes from one file to another.

        Gives the file or directory dest what src has, and changes nothing in
        its content. Symbolic links are followed. Without optional arguments
        nothing is copied; these say what is:

        mode
            the permissions, with set-user-ID, set-group-ID and sticky bit

        ownership
            user and group

        xattributes
            the extended attributes that g.getxattrs lists, and so ACLs,
            capabilities and SELinux labels. Those that dest has and src has
            not stay; those that the file system of dest cannot keep are left
            out.

        all
            all of these but those that are given as false

        (Since 1.25.21)
        """
        libguestfsmod.copy_attributes(self._o, src, dest, all, mode,
                                      xattributes, ownership)

    def copy_device_to_device(self, src, dest, srcoffset=None, destoffset=None,
                              size=None, sparse=None, append=None):
        """Copy from a device to a device.

        Copy bytes from the device src to the device dest. All four actions
        g.copy_device_to_device, g.copy_device_to_file, g.copy_file_to_device
        and g.copy_file_to_file take the same optional arguments:

        srcoffset, destoffset
            where to begin in the source and in the destination, in bytes; 0
            if not given

        size
            how many bytes; to the end of the source if not given. They must
            be inside the source, otherwise the errno is EINVAL.

        sparse
            if true, blocks that are all zeroes are not written. In a new file
            they become holes. What was on a device before stays there: use it
            when it is known to be zero.

        append
            if true, the bytes go to the end of the destination, which must be
            a file; destoffset is then ignored

        A file as the destination is created if necessary and grows as it
        must. Unless append is true an existing one is made empty first.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.13.25)
        """
        libguestfsmod.copy_device_to_device(self._o, src, dest, srcoffset,
                                            destoffset, size, sparse, append)

    def copy_device_to_file(self, src, dest, srcoffset=None, destoffset=None,
                            size=None, sparse=None, append=None):
        """Copy from a device to a file.

        Copy bytes from the device src to the file dest. The optional
        arguments are explained at g.copy_device_to_device.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.13.25)
        """
        libguestfsmod.copy_device_to_file(self._o, src, dest, srcoffset,
                                          destoffset, size, sparse, append)

    def copy_file_to_device(self, src, dest, srcoffset=None, destoffset=None,
                            size=None, sparse=None, append=None):
        """Copy from a file to a device.

        Copy bytes from the file src to the device dest. The optional
        arguments are explained at g.copy_device_to_device.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.13.25)
        """
        libguestfsmod.copy_file_to_device(self._o, src, dest, srcoffset,
                                          destoffset, size, sparse, append)

    def copy_file_to_file(self, src, dest, srcoffset=None, destoffset=None,
                          size=None, sparse=None, append=None):
        """Copy from a file to a file.

        Copy bytes from the file src to the file dest. The optional arguments
        are explained at g.copy_device_to_device.

        To copy a whole file with its permissions use g.cp or g.cp_a. This
        action serves to copy parts of files.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.13.25)
        """
        libguestfsmod.copy_file_to_file(self._o, src, dest, srcoffset,
                                        destoffset, size, sparse, append)

    def copy_in(self, localpath, remotedir):
        """Copy local files or directories into the guest.

        Copy the local file or directory localpath, with everything in it,
        into the directory remotedir of the guest, which must exist. Owners,
        permissions, times, symbolic links and special files are kept.

        Wildcards mean nothing here: call this once for each file. It uses the
        tar(1) program of the host. See also g.copy_out, g.upload, g.tar_in.

        (Since 1.29.24)
        """
        libguestfsmod.copy_in(self._o, localpath, remotedir)

    def copy_out(self, remotepath, localdir):
        """Copy a file or directory of the guest to the host.

        Copy the file or directory remotepath of the guest, with everything in
        it, into the local directory localdir, which must exist. Of /
        everything in it is copied.

        Of what is in a directory, permissions (less the umask, unless the
        program runs as root) and times in whole seconds are kept, and owners,
        as numbers, when the program runs as root. A directory that is there
        already keeps its own. Files and links that are there are replaced.
        Device nodes are left out, with a warning event, and so are
        set-user-ID and set-group-ID bits. Symbolic links are copied as they
        are; nothing is written through one.

        Wildcards mean nothing here: call this once for each file. See also
        g.copy_in, g.download, g.tar_out.

        (Since 1.29.24)
        """
        libguestfsmod.copy_out(self._o, remotepath, localdir)

    def copy_size(self, src, dest, size):
        """Copy a number of bytes.

        Copy exactly size bytes from the start of the device or file src to
        the start of the device or file dest. If the source is shorter the
        errno is EINVAL.

        g.copy_device_to_device and its kin can do more.

        Deprecated: new programs should use g.copy_device_to_device.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.0.87)
        """
        libguestfsmod.copy_size(self._o, src, dest, size)

    def cp(self, src, dest):
        """Copy a file.

        Copy the contents and permissions of the file src to dest. If dest is
        a directory the copy is made in it under the same name; if it is a
        file it is overwritten.

        A directory as src gives the errno EISDIR: see g.cp_r and g.cp_a.

        (Since 1.0.18)
        """
        libguestfsmod.cp(self._o, src, dest)

    def cp_a(self, src, dest):
        """Copy a file or directory with everything that belongs to it.

        Copy src, and if it is a directory everything in it, to dest, as cp -a
        does: owners, permissions, times, extended attributes, symbolic and
        hard links and special files are kept.

        If dest is a directory the copy is made in it under the same name.

        (Since 1.0.18)
        """
        libguestfsmod.cp_a(self._o, src, dest)

    def cp_r(self, src, dest):
        """Copy a file or directory with everything in it.

        Copy src, and if it is a directory everything in it, to dest, as cp
        -rP does: the copy belongs to root and has new times. Symbolic links
        are copied as links. g.cp_a keeps all that can be kept.

        If dest is a directory the copy is made in it under the same name.

        (Since 1.21.38)
        """
        libguestfsmod.cp_r(self._o, src, dest)

    def cpio_out(self, directory, cpiofile, format=None):
        """Pack a directory into a local cpio archive.

        Pack everything in the directory directory of the guest and write it
        to the local file cpiofile.

        The optional format is newc, which is the default, or crc, which adds
        a checksum to each file.

        It stops early when g.user_cancel is called.

        (Since 1.27.9)
        """
        libguestfsmod.cpio_out(self._o, directory, cpiofile, format)

    def cryptsetup_close(self, device):
        """Close an encrypted device.

        Removes the mapping device, /dev/mapper/mapname, that
        g.cryptsetup_open made. Nothing on it may be mounted or otherwise in
        use. Errno is EINVAL if device is something else.

        This needs the optional group luks: g.feature_available tells if it is
        there.

        (Since 1.43.2)
        """
        libguestfsmod.cryptsetup_close(self._o, device)

    def cryptsetup_open(self, device, key, mapname, readonly=None,
                        crypttype=None, cipher=None):
        """Open an encrypted device.

        Opens the encrypted device device: what is in it can then be used, in
        clear, as /dev/mapper/mapname. key is the passphrase, taken byte for
        byte. When volume groups are in it g.lvm_scan finds them.

        The optional arguments are:

        readonly
            nothing can be written

        crypttype
            which kind of encryption it is: luks, luks1, luks2, bitlk
            (BitLocker), fvault2 (FileVault 2), tcrypt or plain; otherwise
            LUKS, BitLocker and FileVault 2 are told apart

        cipher
            the cipher, for kinds that do not record it, such as plain

        A wrong key is an error, except with plain, where anything opens.
        g.cryptsetup_close closes it.

        The header of LUKS 2 may ask for a lot of memory to derive the key,
        often 1 GiB. Errno is ENOMEM if the appliance has less: see
        g.set_memsize.

        Secrets are kept out of traces and debug messages.

        This needs the optional group luks: g.feature_available tells if it is
        there.

        (Since 1.43.2)
        """
        libguestfsmod.cryptsetup_open(self._o, device, key, mapname, readonly,
                                      crypttype, cipher)

    def dd(self, src, dest):
        """Copy a device or file.

        Copy all of the device or file src to the device or file dest, which
        as a device must be large enough.

        g.copy_device_to_device and its kin can do more.

        Deprecated: new programs should use g.copy_device_to_device.

        (Since 1.0.80)
        """
        libguestfsmod.dd(self._o, src, dest)

    def debug(self, subcmd, extraargs):
        """Look into the appliance.
        """
        return libguestfsmod.debug(self._o, subcmd, extraargs)

    def debug_drives(self):
        """Describe the drives for debugging.
        """
        return libguestfsmod.debug_drives(self._o)

    def debug_upload(self, filename, tmpname, mode):
        """Upload a file into the appliance.
        """
        libguestfsmod.debug_upload(self._o, filename, tmpname, mode)

    def device_index(self, device):
        """Number of a drive.

        Returns the number of the drive device: 0 for /dev/sda, the drive that
        was added first, and so on. It is an error if there is no such drive,
        or if device is something else, like a partition.

        g.device_name does the reverse.

        (Since 1.19.7)
        """
        return libguestfsmod.device_index(self._o, device)

    def device_name(self, index):
        """Name of a drive from its number.

        Returns the name of drive number index, counted from 0 in the order in
        which the drives were added. It is an error if there is no such drive.

        g.device_index does the reverse.

        (Since 1.49.1)
        """
        return libguestfsmod.device_name(self._o, index)

    def df(self):
        """Report how full file systems are.

        Returns what df(1) prints about the mounted file systems, in units of
        1 KiB. It is meant for people: programs use g.statvfs.

        (Since 1.0.54)
        """
        return libguestfsmod.df(self._o)

    def df_h(self):
        """Report how full file systems are, in readable units.

        Does what g.df does, with sizes such as 1.9G.

        (Since 1.0.54)
        """
        return libguestfsmod.df_h(self._o)

    def disk_create(self, filename, format, size, backingfile=None,
                    backingformat=None, preallocation=None, compat=None,
                    clustersize=None):
        """Create an empty disk image.

        Makes a disk image in the file filename of the host. If there is a
        file of that name it is overwritten; when that cannot be done the file
        is left as it was. A block device is left as it is, after a check that
        it is large enough (format raw only).

        format is raw or qcow2. size is the size of the disk in bytes. It must
        be -1 if there is a backing file: the new disk is as large as that.

        The optional arguments are:

        backingfile
            The image shows what this file has, and keeps only what is
            changed. Format qcow2 only.

        backingformat
            The format of the backing file. Always give it: guessing the
            format of a file that a guest has written to is not safe, and
            there is a warning event when it is guessed to be raw. It must be
            given if the backing file is not a local file.

        preallocation
            For raw: off or sparse (the default, no space is taken) or full
            (all space is taken and written). For qcow2: off or sparse (the
            default), metadata, falloc or full.

        compat
            For qcow2: 1.1 (the default) or 0.10, which very old versions of
            QEMU can read.

        clustersize
            For qcow2: bytes in a cluster, a power of two from 512 to 2097152.

        This needs no appliance. The new file is not added as a drive: see
        g.add_drive, and g.add_drive_scratch for a disk that is only needed
        for a while.

        (Since 1.25.31)
        """
        libguestfsmod.disk_create(self._o, filename, format, size, backingfile,
                                  backingformat, preallocation, compat,
                                  clustersize)

    def disk_format(self, filename):
        """Guess the format of a disk image.

        Returns the format of the disk image in the file filename of the host:
        raw, qcow2 and so on, raw for whatever is not known.

        Do not give what this returns to g.add_drive for images that somebody
        else has written to. What a guest writes to a raw disk may look like
        another format, and a header of such a format can name any file of the
        host.

        This needs no appliance. See also guestfs-security(1).

        (Since 1.19.38)
        """
        return libguestfsmod.disk_format(self._o, filename)

    def disk_has_backing_file(self, filename):
        """Test if a disk image has a backing file.

        Returns true if the disk image in the file filename of the host shows
        the content of another file below its own.

        The format is guessed: see the warning in g.disk_format.

        (Since 1.19.39)
        """
        return libguestfsmod.disk_has_backing_file(self._o, filename)

    def disk_virtual_size(self, filename):
        """Size of the disk in a disk image.

        Returns the size in bytes of the disk that the image in the file
        filename of the host holds: what a guest sees, whatever space the file
        takes.

        The format is guessed: see the warning in g.disk_format.

        (Since 1.19.39)
        """
        return libguestfsmod.disk_virtual_size(self._o, filename)

    def dmesg(self):
        """Messages of the appliance's kernel.

        Returns what the appliance's kernel has logged, as dmesg(1) would show
        it: useful when a file system cannot be mounted. These are not
        messages of the guest.

        (Since 1.0.18)
        """
        return libguestfsmod.dmesg(self._o)

    def download(self, remotefilename, filename):
        """Download a file to the host.

        Write the contents of remotefilename, a file in the guest or a device,
        to the local file filename.

        filename can also be a named pipe. There is no limit to the size. See
        also g.download_offset, g.upload, g.cat.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.0.2)
        """
        libguestfsmod.download(self._o, remotefilename, filename)

    def download_blocks(self, device, start, stop, filename, unallocated=None):
        """Download blocks of a file system.

        Write the blocks number start to stop, both included, of the file
        system on device to the local file filename. What a block is depends
        on the file system: a block of ext2, a cluster of NTFS, a sector of
        FAT, a fragment of UFS. If stop is beyond the last block the last
        block is the end.

        With the optional flag unallocated only blocks that nothing uses are
        written, one after the other: what was deleted and not yet overwritten
        is found there.

        The file may become as large as the file system, even where the disk
        image has holes. See also g.download_inode, g.filesystem_walk.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        This needs the optional group sleuthkit: g.feature_available tells if
        it is there.

        (Since 1.33.45)
        """
        libguestfsmod.download_blocks(self._o, device, start, stop, filename,
                                      unallocated)

    def download_inode(self, device, inode, filename):
        """Download a file by its inode, even a deleted one.

        Write what the inode number inode of the file system on device holds
        to the local file filename. g.filesystem_walk gives the numbers, also
        those of files that were deleted. Whether their contents can still be
        found depends on the file system: NTFS and FAT keep where they were,
        ext3 and ext4 do not, and the result may be an empty file.

        The file system need not be mounted. If the number is not one of this
        file system the errno is EINVAL.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        This needs the optional group sleuthkit: g.feature_available tells if
        it is there.

        (Since 1.33.14)
        """
        libguestfsmod.download_inode(self._o, device, inode, filename)

    def download_offset(self, remotefilename, filename, offset, size):
        """Download part of a file to the host.

        Write size bytes from offset on of remotefilename, a file in the guest
        or a device, to the local file filename. Both are in bytes. The part
        must be inside the file or device: otherwise the errno is EINVAL.

        See also g.download, g.pread.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.5.17)
        """
        libguestfsmod.download_offset(self._o, remotefilename, filename,
                                      offset, size)

    def drop_caches(self, whattodrop):
        """Drop the caches of the appliance's kernel.

        Makes the appliance's kernel forget what it has cached and can read
        again. whattodrop is 1 for file contents, 2 for directory entries and
        inodes, 3 for both. g.sync is done first, so that as much as possible
        can be dropped.

        (Since 1.0.18)
        """
        libguestfsmod.drop_caches(self._o, whattodrop)

    def du(self, path):
        """Tell how much space a file or tree uses.

        Return the space that path uses on the disk, in kilobytes (1024
        bytes), rounded up. For a directory everything in it is added up; a
        file with several names is counted once and symbolic links are not
        followed.

        This is about space on the disk. For the length of a file use
        g.filesize.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.0.54)
        """
        return libguestfsmod.du(self._o, path)

    def e2fsck(self, device, correct=None, forceall=None, forceno=None):
        """Check an ext file system.

        Runs e2fsck(8) on the ext2, ext3 or ext4 file system on device, even
        if it seems clean. It should not be mounted.

        At most one of the optional arguments may be true:

        correct
            Repair what can be repaired safely.

        forceall
            Repair everything, answering "yes" to all questions.

        forceno
            Change nothing. This is the default.

        It is an error if something is still wrong afterwards.

        (Since 1.15.17)
        """
        libguestfsmod.e2fsck(self._o, device, correct, forceall, forceno)

    def e2fsck_f(self, device):
        """Check an ext file system, repairing what is safe.

        Checks the ext2, ext3 or ext4 file system on device even if it seems
        clean, and repairs what can be repaired safely. g.e2fsck with correct
        does the same.

        Deprecated: new programs should use g.e2fsck.

        (Since 1.0.29)
        """
        libguestfsmod.e2fsck_f(self._o, device)

    def echo_daemon(self, words):
        """Echo words.

        Sends words to the daemon, which returns them separated by single
        spaces. It tests the connection; see also g.ping_daemon.

        (Since 1.0.69)
        """
        return libguestfsmod.echo_daemon(self._o, words)

    def egrep(self, regex, path):
        """Find lines by extended expression.

        This is g.grep with the optional flag extended.

        Deprecated: new programs should use g.grep.

        (Since 1.0.66)
        """
        return libguestfsmod.egrep(self._o, regex, path)

    def egrepi(self, regex, path):
        """Find lines by extended expression, ignoring case.

        This is g.grep with the optional flags extended, insensitive.

        Deprecated: new programs should use g.grep.

        (Since 1.0.66)
        """
        return libguestfsmod.egrepi(self._o, regex, path)

    def equal(self, file1, file2):
        """Compare the contents of two files.

        Return true if the files file1 and file2 hold exactly the same bytes.

        It stops early when g.user_cancel is called.

        (Since 1.0.18)
        """
        return libguestfsmod.equal(self._o, file1, file2)

    def exists(self, path):
        """Test whether there is something of this name.

        Return true if there is a file, directory or anything else called
        path. Symbolic links are followed: for one that points nowhere this is
        false.

        See also g.is_file, g.is_dir, g.stat.

        (Since 0.0.8)
        """
        return libguestfsmod.exists(self._o, path)

    def extlinux(self, directory):
        """Install EXTLINUX in a directory.

        Installs the boot loader EXTLINUX in directory, on a file system of
        type ext2, ext3, ext4, Btrfs, XFS, FAT or NTFS that is mounted for
        writing, and in the boot sector of its device. It reads its
        configuration from extlinux.conf in the same directory.

        For the machine to get that far, the partition must be marked as the
        one to start (g.part_set_bootable) and the first sector of the disk
        must start such a partition: write mbr.bin, which comes with SYSLINUX,
        there with g.pwrite_device.

        This needs the optional group extlinux: g.feature_available tells if
        it is there.

        (Since 1.21.27)
        """
        libguestfsmod.extlinux(self._o, directory)

    def f2fs_expand(self, device):
        """Make an F2FS file system as large as its device.

        Makes the F2FS file system on device, which must not be mounted, as
        large as the device is now.

        This needs the optional group f2fs: g.feature_available tells if it is
        there.

        (Since 1.39.3)
        """
        libguestfsmod.f2fs_expand(self._o, device)

    def fallocate(self, path, len):
        """Make a file with its blocks allocated (length of 31 bits).

        Make a file path of len zero bytes, with space on the disk reserved
        for all of them.

        This is g.fallocate64 with a length of less than 2 GiB.

        Deprecated: new programs should use g.fallocate64.

        (Since 1.0.66)
        """
        libguestfsmod.fallocate(self._o, path, len)

    def fallocate64(self, path, len):
        """Make a file with its blocks allocated.

        Make a file path of len zero bytes, with space on the disk reserved
        for all of them. If there is such a file it is overwritten.

        To make a file whose blocks are allocated when they are written use
        g.truncate_size. If the file system has too little space the errno is
        ENOSPC.

        (Since 1.3.17)
        """
        libguestfsmod.fallocate64(self._o, path, len)

    def feature_available(self, groups):
        """Test if optional groups of functions are available.

        Returns true if all of groups are available in this appliance. It is
        g.available as a question. A name that is not a group is an error,
        with errno EINVAL.

        (Since 1.21.26)
        """
        return libguestfsmod.feature_available(self._o, groups)

    def fgrep(self, pattern, path):
        """Find lines by fixed string.

        This is g.grep with the optional flag fixed.

        Deprecated: new programs should use g.grep.

        (Since 1.0.66)
        """
        return libguestfsmod.fgrep(self._o, pattern, path)

    def fgrepi(self, pattern, path):
        """Find lines by fixed string, ignoring case.

        This is g.grep with the optional flags fixed, insensitive.

        Deprecated: new programs should use g.grep.

        (Since 1.0.66)
        """
        return libguestfsmod.fgrepi(self._o, pattern, path)

    def file(self, path):
        """Say what kind of file this is.

        Return a description of the contents of path in the words of the
        file(1) program. It also looks into compressed files.

        For a device the contents of the device are described. For a guest
        path that is not a regular file one of these is returned: directory,
        symbolic link, block device, character device, FIFO, socket. A
        symbolic link as the last component is not followed.

        The words can differ between versions of the appliance. To find out
        what file system is on a device use g.vfs_type; for the type of a file
        g.is_file and the like.

        (Since 1.9.1)
        """
        return libguestfsmod.file(self._o, path)

    def file_architecture(self, filename):
        """Find out for which processors a program was made.

        Returns the architecture of the program, library, kernel module, Linux
        kernel or initrd filename, which may be compressed. Of an initrd it is
        that of the programs in it. Symbolic links are followed.

        It is one of aarch64, arm, i386, ia64, loongarch64, ppc, ppc64
        (big-endian), ppc64le, riscv32, riscv64, s390, s390x, sparc, sparc64,
        x86_64, or, for others, what file(1) calls the processor. Of scripts
        and anything else that is no machine code it is an error.

        It stops early when g.user_cancel is called.

        (Since 1.5.3)
        """
        return libguestfsmod.file_architecture(self._o, filename)

    def filesize(self, file):
        """Return the size of a file.

        Return the length of file in bytes.

        For other facts use g.statns, for the space that it uses on the disk
        g.du, and for the size of a block device g.blockdev_getsize64.

        (Since 1.0.82)
        """
        return libguestfsmod.filesize(self._o, file)

    def filesystem_available(self, filesystem):
        """Test if the kernel has a file system.

        Returns true if the appliance's kernel has a driver for filesystem, as
        a module or built in, or, for ntfs, if ntfs-3g(8) is there. filesystem
        is the name that mount(8) takes, such as ext4. Whether one can be made
        depends on the tools too.

        (Since 1.19.5)
        """
        return libguestfsmod.filesystem_available(self._o, filesystem)

    def filesystem_walk(self, device):
        """List all files of a file system, deleted ones too.

        Read the file system on device without mounting it and return every
        name in it, also names of files that were deleted. They are in no
        particular order.

        tsk_inode is the number of the inode, 0 if a deleted name has lost it.
        tsk_name is the path without a slash in front; the root directory is
        ., and what has lost its directory is below $OrphanFiles. A name that
        was deleted may also be a remnant of something else, such as the index
        of a large directory.

        tsk_type is a letter: r for a regular file, d for a directory, l for a
        symbolic link (tsk_link is where it points to), b and c for block and
        character devices, f for a FIFO, s for a socket, w for a whiteout, h
        for a shadow inode, u for anything else.

        tsk_flags is the sum of:

        1
            The name is in use. Otherwise it was deleted.

        2
            The name was deleted, and its inode now belongs to another file.

        4
            The file system has compressed the file.

        tsk_size, tsk_nlink and the times, in seconds and nanoseconds, are -1
        when the inode could not be read. A time that the file system does not
        keep is 0.

        There is no limit to the number of names, but the appliance must have
        memory for the largest directory. See also g.find_inode,
        g.download_inode.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        This needs the optional group libtsk: g.feature_available tells if it
        is there.

        (Since 1.33.39)
        """
        return libguestfsmod.filesystem_walk(self._o, device)

    def fill(self, c, len, path):
        """Make a file of one repeated byte.

        Make a file path of len bytes, each of which is c, a number from 0 to
        255. If there is such a file it is overwritten.

        Zero bytes are written like others: for a sparse file use
        g.truncate_size. For more than one byte use g.fill_pattern.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.0.79)
        """
        libguestfsmod.fill(self._o, c, len, path)

    def fill_dir(self, dir, nr):
        """Fill a directory with empty files.

        Create nr empty files in the directory dir, named 00000000, 00000001
        and so on, eight digits each. This is for testing how programs cope
        with large directories.

        It stops early when g.user_cancel is called.

        (Since 1.19.32)
        """
        libguestfsmod.fill_dir(self._o, dir, nr)

    def fill_pattern(self, pattern, len, path):
        """Make a file of a repeated string.

        Make a file path of len bytes by repeating the string pattern. The
        last time it is cut off where the file ends. The pattern must not be
        empty.

        If there is such a file it is overwritten.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.3.12)
        """
        libguestfsmod.fill_pattern(self._o, pattern, len, path)

    def find(self, directory):
        """List all files and directories of a tree.

        Return the names of everything below directory, hidden files too,
        sorted by byte value. They are what must be put behind directory to
        make a path: if /tmp/a/b is there, g.find of /tmp/ gives a and a/b,
        and of /tmp, without the slash at the end, /a and /a/b. directory
        itself is not in the list.

        Symbolic links are listed and not followed. If directory is something
        else the errno is ENOTDIR. There is no limit to the number of names.

        (Since 1.0.27)
        """
        return libguestfsmod.find(self._o, directory)

    def find0(self, directory, files):
        """Write the names of a tree to a local file.

        Write the names of everything below directory to the local file files,
        without what g.find leaves out. Each name is followed by one NUL byte.
        They are not sorted, but a directory comes before what is in it.

        It stops early when g.user_cancel is called.

        (Since 1.0.74)
        """
        libguestfsmod.find0(self._o, directory, files)

    def find_inode(self, device, inode):
        """List all names of an inode, deleted ones too.

        Read the file system on device without mounting it and return the
        names of the inode number inode, as g.filesystem_walk gives them. The
        list is empty if it has none.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        This needs the optional group libtsk: g.feature_available tells if it
        is there.

        (Since 1.35.6)
        """
        return libguestfsmod.find_inode(self._o, device, inode)

    def findfs_label(self, label):
        """Find a file system by its label.

        Returns the device whose file system (or swap area) has the label
        label. It is an error, with errno ENOENT, if there is none; which one
        is returned when there are several is not defined.

        (Since 1.5.3)
        """
        return libguestfsmod.findfs_label(self._o, label)

    def findfs_partlabel(self, label):
        """Find a partition by its name.

        Returns the device of the GPT partition that has the name label: see
        g.part_set_name. It is an error, with errno ENOENT, if there is none.

        (Since 1.53.5)
        """
        return libguestfsmod.findfs_partlabel(self._o, label)

    def findfs_partuuid(self, uuid):
        """Find a partition by its UUID.

        Returns the device of the partition that has the UUID uuid, in lower
        case: the GUID of a GPT partition (g.part_get_gpt_guid), or what takes
        its place in an MBR. It is an error, with errno ENOENT, if there is
        none.

        (Since 1.53.5)
        """
        return libguestfsmod.findfs_partuuid(self._o, uuid)

    def findfs_uuid(self, uuid):
        """Find a file system by its UUID.

        Returns the device whose file system (or swap area) has the UUID uuid.
        It is an error, with errno ENOENT, if there is none.

        (Since 1.5.3)
        """
        return libguestfsmod.findfs_uuid(self._o, uuid)

    def fsck(self, fstype, device):
        """Check a file system, repairing what is safe.

        Runs the checker for file systems of type fstype on device, which must
        not be mounted, and lets it repair what can be repaired without
        asking.

        Returns its exit status, a sum of these:

        1
            errors were found and corrected

        2
            the guest should be rebooted

        4
            errors were found and left

        8
            it could not do its work

        16
            it was called wrongly

        32
            it was cancelled

        0 means that all is well. g.e2fsck has more choice for ext2, ext3 and
        ext4.

        (Since 1.0.16)
        """
        return libguestfsmod.fsck(self._o, fstype, device)

    def fstrim(self, mountpoint, offset=None, length=None,
               minimumfreeextent=None):
        """Discard the free space of a file system.

        Tells the disk which blocks the file system mounted on mountpoint does
        not use, so that the host can have the space back if the drive was
        added with discard enabled. The file system must support this, or the
        errno is ENOTSUP or ENOTTY.

        The optional arguments, all in bytes, are offset, where in the file
        system to start (the default is 0); length, how far to go (the default
        is to its end); and minimumfreeextent, the size below which free areas
        are left alone (the default is 0).

        This needs the optional group fstrim: g.feature_available tells if it
        is there.

        (Since 1.19.6)
        """
        libguestfsmod.fstrim(self._o, mountpoint, offset, length,
                             minimumfreeextent)

    def get_append(self):
        """Get the extra options of the appliance kernel.

        Returns what g.set_append or the environment variable
        LIBGUESTFS_APPEND has set, or NULL if nothing is added to the kernel's
        command line.

        (Since 1.0.26)
        """
        return libguestfsmod.get_append(self._o)

    def get_attach_method(self):
        """Get the backend.

        Does what g.get_backend does, except that the direct backend has its
        former name appliance here.

        Deprecated: new programs should use g.get_backend.

        (Since 1.9.8)
        """
        return libguestfsmod.get_attach_method(self._o)

    def get_autosync(self):
        """Test if file systems are synchronised when the handle is closed.

        Returns whether autosync is on. See g.set_autosync.

        (Since 0.0.3)
        """
        return libguestfsmod.get_autosync(self._o)

    def get_backend(self):
        """Get the backend.

        Returns which backend starts the appliance: direct, libvirt or
        libvirt:URI. See g.set_backend.

        (Since 1.21.26)
        """
        return libguestfsmod.get_backend(self._o)

    def get_backend_setting(self, name):
        """Get one setting of the backend.

        Returns the value of the backend setting name: what stands behind the
        equals sign, or 1 if the setting is a bare name.

        If there is no such setting this is an error, and g.last_errno gives
        ESRCH.

        See g.set_backend_settings.

        (Since 1.27.2)
        """
        return libguestfsmod.get_backend_setting(self._o, name)

    def get_backend_settings(self):
        """List the settings of the backend.

        Returns the backend settings as they are, each name=value or a bare
        name. See g.set_backend_settings.

        (Since 1.25.24)
        """
        return libguestfsmod.get_backend_settings(self._o)

    def get_cachedir(self):
        """Get the directory of the cache.

        Returns the directory below which the appliance and other files that
        outlive the handle are cached, in a private directory for each user.
        See g.set_cachedir.

        (Since 1.19.58)
        """
        return libguestfsmod.get_cachedir(self._o)

    def get_direct(self):
        """Test if direct mode is on.

        Returns what g.set_direct has set.

        Deprecated: new programs should use g.internal_get_console_socket.

        (Since 1.0.72)
        """
        return libguestfsmod.get_direct(self._o)

    def get_e2attrs(self, file):
        """Get the attributes of a file in an ext file system.

        Returns the attributes of file as the letters of chattr(1) that are
        set, sorted, capitals first: ai for a file that is immutable and can
        only be appended to. Other file systems, such as Btrfs and XFS, have
        some of these attributes too.

        (Since 1.17.31)
        """
        return libguestfsmod.get_e2attrs(self._o, file)

    def get_e2generation(self, file):
        """Get the generation of a file in an ext file system.

        Returns the generation of file, a number that distinguishes files
        which had the same inode number one after the other (as for NFS).

        (Since 1.17.31)
        """
        return libguestfsmod.get_e2generation(self._o, file)

    def get_e2label(self, device):
        """Get the label of an ext file system.

        Returns the label of the file system on device: what g.vfs_label does
        for all types.

        Deprecated: new programs should use g.vfs_label.

        (Since 1.0.15)
        """
        return libguestfsmod.get_e2label(self._o, device)

    def get_e2uuid(self, device):
        """Get the UUID of an ext file system.

        Returns the UUID of the file system on device: what g.vfs_uuid does
        for all types.

        Deprecated: new programs should use g.vfs_uuid.

        (Since 1.0.15)
        """
        return libguestfsmod.get_e2uuid(self._o, device)

    def get_hv(self):
        """Get the QEMU binary.

        Returns the hypervisor that is, or is going to be, run: what g.set_hv,
        LIBGUESTFS_HV or LIBGUESTFS_QEMU has set, otherwise the QEMU for this
        architecture that was found.

        (Since 1.23.17)
        """
        return libguestfsmod.get_hv(self._o)

    def get_identifier(self):
        """Get the identifier of the handle.

        Returns what g.set_identifier has set, or the empty string.

        (Since 1.31.14)
        """
        return libguestfsmod.get_identifier(self._o)

    def get_memsize(self):
        """Get the memory size of the appliance.

        Returns how much memory, in MiB, the appliance gets. See
        g.set_memsize.

        (Since 1.0.55)
        """
        return libguestfsmod.get_memsize(self._o)

    def get_network(self):
        """Test if the appliance has a network.

        Returns what g.set_network has set.

        (Since 1.5.4)
        """
        return libguestfsmod.get_network(self._o)

    def get_path(self):
        """Get the search path of the appliance.

        Returns the directories, separated by colons, where the appliance is
        looked for. See g.set_path.

        (Since 0.0.3)
        """
        return libguestfsmod.get_path(self._o)

    def get_pgroup(self):
        """Test if QEMU gets a process group of its own.

        Returns what g.set_pgroup has set.

        (Since 1.11.18)
        """
        return libguestfsmod.get_pgroup(self._o)

    def get_pid(self):
        """Process number of QEMU.

        Returns the process number of the QEMU that runs the appliance. It is
        an error if there is none.

        This is for debugging and tests: the library looks after the process.

        (Since 1.0.56)
        """
        return libguestfsmod.get_pid(self._o)

    def get_program(self):
        """Get the name of the program.

        Returns the name of the program that uses the handle. See
        g.set_program.

        (Since 1.21.29)
        """
        return libguestfsmod.get_program(self._o)

    def get_qemu(self):
        """Get the QEMU binary.

        Does what g.get_hv does. The string belongs to the handle.

        Deprecated: new programs should use g.get_hv.

        (Since 1.0.6)
        """
        return libguestfsmod.get_qemu(self._o)

    def get_recovery_proc(self):
        """Test if QEMU ends with the program.

        Returns what g.set_recovery_proc has set.

        (Since 1.0.77)
        """
        return libguestfsmod.get_recovery_proc(self._o)

    def get_selinux(self):
        """Test if SELinux is enabled in the appliance.

        Returns what g.set_selinux has set.

        Deprecated: new programs should use g.setfiles.

        (Since 1.0.67)
        """
        return libguestfsmod.get_selinux(self._o)

    def get_smp(self):
        """Get the number of virtual processors.

        Returns how many virtual processors the appliance gets. See g.set_smp.

        (Since 1.13.15)
        """
        return libguestfsmod.get_smp(self._o)

    def get_sockdir(self):
        """Get the directory for sockets.

        Returns the directory in which the handle makes a private directory
        for Unix domain sockets. It is apart from g.get_tmpdir because the
        path of a socket must be short.

        It is XDG_RUNTIME_DIR if that environment variable is set, otherwise
        /tmp.

        (Since 1.33.8)
        """
        return libguestfsmod.get_sockdir(self._o)

    def get_state(self):
        """State of the handle as a number.

        Returns the state of the handle as a number that has no fixed meaning.
        Only for debugging: use g.is_config and the like.

        (Since 1.0.2)
        """
        return libguestfsmod.get_state(self._o)

    def get_tmpdir(self):
        """Get the directory for temporary files.

        Returns the directory in which the handle makes a private directory
        for its temporary files. See g.set_tmpdir.

        (Since 1.19.58)
        """
        return libguestfsmod.get_tmpdir(self._o)

    def get_trace(self):
        """Test if calls are traced.

        Returns what g.set_trace or LIBGUESTFS_TRACE has set.

        (Since 1.0.69)
        """
        return libguestfsmod.get_trace(self._o)

    def get_umask(self):
        """Give the mask for the permissions of new files.

        Return the mask: the permissions that new files and directories do not
        get. It is 022 unless g.umask has been called.

        (Since 1.3.4)
        """
        return libguestfsmod.get_umask(self._o)

    def get_verbose(self):
        """Test if debugging messages are on.

        Returns what g.set_verbose or LIBGUESTFS_DEBUG has set.

        (Since 0.0.3)
        """
        return libguestfsmod.get_verbose(self._o)

    def getcon(self):
        """The SELinux context of the daemon.

        Return the SELinux context in which the daemon runs, and with it the
        programs of the guest that it starts. SELinux is only there if
        g.set_selinux was called before the launch; until a policy is loaded,
        all is in the context kernel.

        Files can be labelled without any of this: see g.setfiles.

        Deprecated: new programs should use g.setfiles.

        This needs the optional group selinux: g.feature_available tells if it
        is there.

        (Since 1.0.67)
        """
        return libguestfsmod.getcon(self._o)

    def getxattr(self, path, name):
        """Get one extended attribute.

        Returns the value of the extended attribute name of path, any bytes.
        name is the full name, with what stands before the dot. Symbolic links
        are followed; g.lgetxattr looks at the link itself.

        Errno is ENODATA if there is no such attribute.

        This needs the optional group linuxxattrs: g.feature_available tells
        if it is there.

        (Since 1.7.24)
        """
        return libguestfsmod.getxattr(self._o, path, name)

    def getxattrs(self, path):
        """List the extended attributes of a file.

        Returns all extended attributes of path, sorted by name: full names in
        attrname, values in attrval, which may be any bytes. Symbolic links
        are followed; g.lgetxattrs looks at the link itself. A file system
        that has no such attributes gives an empty list.

        This needs the optional group linuxxattrs: g.feature_available tells
        if it is there.

        (Since 1.0.59)
        """
        return libguestfsmod.getxattrs(self._o, path)

    def glob_expand(self, pattern, directoryslash=None):
        """List the paths that match a wildcard.

        Return the paths in the guest that match pattern, sorted: *, ? and
        [...] mean what they do in the shell, as does {a,b}. If nothing
        matches the list is empty. Names that begin with a dot match only a
        pattern that has the dot.

        A slash is added to the names of directories unless the optional flag
        directoryslash is false.

        This cannot descend into subdirectories of any depth: see g.find.

        (Since 1.0.50)
        """
        return libguestfsmod.glob_expand(self._o, pattern, directoryslash)

    glob_expand_opts = glob_expand

    def grep(self, regex, path, extended=None, fixed=None, insensitive=None,
             compressed=None):
        """Give the lines that match a regular expression.

        Return the lines of the file path that match regex, without the
        newlines that end them. The optional flags change what that means:

        extended
            regex is a POSIX extended regular expression, as for grep -E.
            Without it, it is a basic one.

        fixed
            regex is not an expression but a string that the line has to
            contain, as for grep -F. It cannot be given together with
            extended.

        insensitive
            Upper and lower case of the letters A to Z are the same, as for
            grep -i.

        compressed
            The file may be compressed by gzip(1). One that is not is read as
            it is.

        If no line matches the list is empty. A regex that is malformed gives
        the errno EINVAL, a compressed file that is damaged or cut short
        EBADMSG.

        It stops early when g.user_cancel is called.

        (Since 1.0.66)
        """
        return libguestfsmod.grep(self._o, regex, path, extended, fixed,
                                  insensitive, compressed)

    grep_opts = grep

    def grepi(self, regex, path):
        """Find lines by regular expression, ignoring case.

        This is g.grep with the optional flag insensitive.

        Deprecated: new programs should use g.grep.

        (Since 1.0.66)
        """
        return libguestfsmod.grepi(self._o, regex, path)

    def grub_install(self, root, device):
        """Install GRUB.

        Installs the boot loader GRUB of the appliance on the disk device,
        with its files in boot/grub below the directory root; both directories
        are made if they are not there. It is GRUB for machines with a BIOS.
        No configuration is written: GRUB reads boot/grub/grub.cfg.

        The disk must have room before its first partition or, with a GPT, a
        small partition for GRUB. A guest's own programs for GRUB, run with
        g.command, fit the guest better where it has them.

        This needs the optional group grub: g.feature_available tells if it is
        there.

        (Since 1.0.17)
        """
        libguestfsmod.grub_install(self._o, root, device)

    def head(self, path):
        """Give the first 10 lines of a file.

        Return the first 10 lines of the file path, or all if there are fewer.

        (Since 1.0.54)
        """
        return libguestfsmod.head(self._o, path)

    def head_n(self, nrlines, path):
        """Give the first lines of a file.

        If nrlines is greater than zero return that many lines from the start
        of the file path. If it is less than zero return all lines but the
        last -nrlines. If it is zero the list is empty.

        (Since 1.0.54)
        """
        return libguestfsmod.head_n(self._o, nrlines, path)

    def hexdump(self, path):
        """Print a file in hexadecimal.

        Return the contents of the file path as hexdump -C prints them: the
        offset, sixteen bytes in hexadecimal, and the same as text, a dot for
        each that cannot be printed. Rows that repeat the one before are shown
        as a single *; the last row gives the size.

        It stops early when g.user_cancel is called.

        (Since 1.0.22)
        """
        return libguestfsmod.hexdump(self._o, path)

    def hivex_close(self):
        """Close the registry hive.

        Close the hive that g.hivex_open opened. Changes that g.hivex_commit
        has not written are lost.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        libguestfsmod.hivex_close(self._o)

    def hivex_commit(self, filename):
        """Write the changes of a registry hive.

        Write the hive, with all changes, to the file filename, or, if that is
        NULL, to the file from which it was opened. It stays open, and there
        may be more changes and another g.hivex_commit.

        The hive must have been opened with write.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        libguestfsmod.hivex_commit(self._o, filename)

    def hivex_node_add_child(self, parent, name):
        """Add a subkey to a registry key.

        Add a key called name, which has no values and no subkeys yet, below
        the key parent, and return its node. There must not be one of that
        name.

        The hive must have been opened with write.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        return libguestfsmod.hivex_node_add_child(self._o, parent, name)

    def hivex_node_children(self, nodeh):
        """The subkeys of a registry key.

        Return the nodes of all keys directly below the key nodeh.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        return libguestfsmod.hivex_node_children(self._o, nodeh)

    def hivex_node_delete_child(self, nodeh):
        """Delete a registry key.

        Delete the key nodeh with its values and everything below it. The root
        key cannot be deleted.

        The hive must have been opened with write.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        libguestfsmod.hivex_node_delete_child(self._o, nodeh)

    def hivex_node_get_child(self, nodeh, name):
        """Find a subkey of a registry key by name.

        Return the node of the key called name directly below the key nodeh,
        or 0 if there is none. Upper and lower case are the same.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        return libguestfsmod.hivex_node_get_child(self._o, nodeh, name)

    def hivex_node_get_value(self, nodeh, key):
        """Find a value of a registry key by name.

        Return the value of the key nodeh that is called key, or 0 if there is
        none. Upper and lower case are the same, and the empty string is the
        name of the default value.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        return libguestfsmod.hivex_node_get_value(self._o, nodeh, key)

    def hivex_node_name(self, nodeh):
        """The name of a registry key.

        Return the name of the key nodeh, the last part of its path. The root
        key has a name too, which nothing uses.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        return libguestfsmod.hivex_node_name(self._o, nodeh)

    def hivex_node_parent(self, nodeh):
        """The registry key above a key.

        Return the node of the key above the key nodeh. The root key has none:
        that is an error.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        return libguestfsmod.hivex_node_parent(self._o, nodeh)

    def hivex_node_set_value(self, nodeh, key, t, val):
        """Set a value of a registry key.

        Give the key nodeh a value called key, or change the one it has. val
        is stored as it is and t is its type, as in g.hivex_value_type.
        Strings are UTF-16LE with two bytes of zero at the end; numbers of
        type 4 are four bytes, the lowest first.

        Other values of the same key may have other handles afterwards.

        The hive must have been opened with write.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        libguestfsmod.hivex_node_set_value(self._o, nodeh, key, t, val)

    def hivex_node_values(self, nodeh):
        """The values of a registry key.

        Return all values of the key nodeh, its default value among them.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        return libguestfsmod.hivex_node_values(self._o, nodeh)

    def hivex_open(self, filename, verbose=None, debug=None, write=None,
                   unsafe=None):
        """Open a Windows registry hive.

        Open the registry hive in the file filename; one that was open is
        closed, and what was not committed is lost. A handle has one hive open
        at a time. Hives of Windows are usually below
        /Windows/System32/config, and NTUSER.DAT in the directory of each
        user.

        The optional arguments are:

        verbose, debug
            Write messages of hivex(3), more or less of them, to the log.

        write
            Allow changes. They are made in memory, and g.hivex_commit writes
            them.

        unsafe
            Go on reading where a hive is damaged.

        Keys are called nodes here. Nodes and values are numbers, which mean
        nothing after the hive has been closed. Start at g.hivex_root.

        The hive is read into the memory of the appliance: the file may be
        changed or unmounted while it is open.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        libguestfsmod.hivex_open(self._o, filename, verbose, debug, write,
                                 unsafe)

    def hivex_root(self):
        """The root key of the registry hive.

        Return the node of the root key of the hive that is open.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        return libguestfsmod.hivex_root(self._o)

    def hivex_value_key(self, valueh):
        """The name of a registry value.

        Return the name of the value valueh. That of the default value is the
        empty string.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        return libguestfsmod.hivex_value_key(self._o, valueh)

    def hivex_value_string(self, valueh):
        """The text of a registry value.

        Return the value valueh, which must be a string (type 1, 2 or 6), as
        UTF-8. A value that is not valid UTF-16 is an error;
        g.hivex_value_value returns the bytes of any value.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.37.22)
        """
        return libguestfsmod.hivex_value_string(self._o, valueh)

    def hivex_value_type(self, valueh):
        """The type of a registry value.

        Return the type of the value valueh, which says what its bytes mean: 1
        a string, 2 a string with variables in it, 3 bytes, 4 a number of 32
        bits, 7 several strings, 11 a number of 64 bits. hivex(3) has the
        others.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        return libguestfsmod.hivex_value_type(self._o, valueh)

    def hivex_value_utf8(self, valueh):
        """The text of a registry value.

        The older name of g.hivex_value_string.

        Deprecated: new programs should use g.hivex_value_string.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        return libguestfsmod.hivex_value_utf8(self._o, valueh)

    def hivex_value_value(self, valueh):
        """The bytes of a registry value.

        Return the value valueh as it is stored. g.hivex_value_type tells what
        it is.

        This needs the optional group hivex: g.feature_available tells if it
        is there.

        (Since 1.19.35)
        """
        return libguestfsmod.hivex_value_value(self._o, valueh)

    def initrd_cat(self, initrdpath, filename):
        """Give the contents of a file in an initrd.

        Return the contents of the file filename in the initrd initrdpath; see
        g.initrd_list. A leading / or ./ does not matter.

        If there is no such file the errno is ENOENT.

        (Since 1.0.84)
        """
        return libguestfsmod.initrd_cat(self._o, initrdpath, filename)

    def initrd_list(self, path):
        """List the files in an initrd.

        Return the names of all files and directories in the initrd (or
        initramfs) path, as they are written there.

        An initrd is one or more cpio archives of type newc one after the
        other, each of which may be compressed by any of the usual programs.

        (Since 1.0.54)
        """
        return libguestfsmod.initrd_list(self._o, path)

    def inotify_add_watch(self, path, mask):
        """Watch a file or directory.

        Watch path for the events in mask, which is the sum of the numbers in
        <sys/inotify.h>: for example 2 for changes, 256 for files created and
        512 for files deleted in a directory. Only the directory itself is
        watched, not those below it.

        The result is the number of the watch, which is in the events it
        causes. Watching the same file again changes its mask and gives the
        same number. A symbolic link is followed, inside the guest, unless the
        mask has IN_DONT_FOLLOW.

        This needs the optional group inotify: g.feature_available tells if it
        is there.

        (Since 1.0.66)
        """
        return libguestfsmod.inotify_add_watch(self._o, path, mask)

    def inotify_close(self):
        """Stop watching.

        Remove all watches and forget the events that were not read. Without
        g.inotify_init before it the errno is EINVAL.

        This needs the optional group inotify: g.feature_available tells if it
        is there.

        (Since 1.0.66)
        """
        libguestfsmod.inotify_close(self._o)

    def inotify_files(self):
        """Names of the files that events have happened to.

        Read the events that wait, as g.inotify_read does, and return only the
        names in them, sorted by byte value and each once. They are names in
        the directory that is watched. Events of what is watched itself have
        no name and are left out.

        This needs the optional group inotify: g.feature_available tells if it
        is there.

        (Since 1.0.66)
        """
        return libguestfsmod.inotify_files(self._o)

    def inotify_init(self, maxevents):
        """Begin to watch files.

        Make a queue for the events of g.inotify_add_watch. There is one for
        each handle: one that was there before goes, with its watches.

        At most maxevents events are kept in the queue, or as many as the
        kernel usually keeps if that is 0. What does not fit is lost; then the
        last event has the bit 16384 (IN_Q_OVERFLOW) in its mask. Events are
        only those of what is done through this handle.

        This needs the optional group inotify: g.feature_available tells if it
        is there.

        (Since 1.0.66)
        """
        libguestfsmod.inotify_init(self._o, maxevents)

    def inotify_read(self):
        """The events that have happened.

        Return the events that wait in the queue, oldest first, and take them
        out of it. It does not wait for events: the list may be empty. When
        there are very many it returns some of them; call it again until the
        list is empty.

        in_wd is the number of the watch and in_mask says what happened.
        in_cookie is the same number in the two events of a file that was
        renamed, else 0. in_name is the name in a directory that is watched,
        else empty.

        This needs the optional group inotify: g.feature_available tells if it
        is there.

        (Since 1.0.66)
        """
        return libguestfsmod.inotify_read(self._o)

    def inotify_rm_watch(self, wd):
        """Stop watching one file or directory.

        Remove the watch wd, a number that g.inotify_add_watch gave. One last
        event with the bit 32768 (IN_IGNORED) tells of it.

        This needs the optional group inotify: g.feature_available tells if it
        is there.

        (Since 1.0.66)
        """
        libguestfsmod.inotify_rm_watch(self._o, wd)

    def inspect_get_arch(self, root):
        """Get the architecture of a system.

        Returns for which processors the system was made, such as x86_64, as
        g.file_architecture says it of one of its usual programs; unknown when
        none of those could be read.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.5.3)
        """
        return libguestfsmod.inspect_get_arch(self._o, root)

    def inspect_get_build_id(self, root):
        """Get the build of a system.

        Returns the number of the build: for Windows CurrentBuildNumber of the
        registry, for Linux BUILD_ID of /etc/os-release; unknown when there is
        none.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.49.8)
        """
        return libguestfsmod.inspect_get_build_id(self._o, root)

    def inspect_get_distro(self, root):
        """Get the distribution.

        Returns the distribution, such as debian or rhel, for other systems
        than Linux the name of the system: SYSTEMS in guestfs(3) lists all.
        One that is in no list is called as it calls itself (ID of
        /etc/os-release). It is unknown when nothing tells.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.5.3)
        """
        return libguestfsmod.inspect_get_distro(self._o, root)

    def inspect_get_drive_mappings(self, root):
        """Get the drive letters of Windows.

        Returns, for Windows, what each drive letter stands for: the keys are
        letters (C), the values devices. Letters of what is not there, of
        floppy disks and CDs are left out. It is empty for other systems.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.9.17)
        """
        return self._pairs(libguestfsmod.inspect_get_drive_mappings(self._o,
                                                                    root))

    def inspect_get_filesystems(self, root):
        """List the file systems of a system.

        Returns the file systems that belong to the system, also what is not
        mounted, such as swap space.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.5.3)
        """
        return libguestfsmod.inspect_get_filesystems(self._o, root)

    def inspect_get_format(self, root):
        """Get the format of a system.

        Returns installed, whatever root is. Install disks are not looked
        into: see libosinfo.

        Deprecated: new programs should not use this; nothing replaces it.

        (Since 1.9.4)
        """
        return libguestfsmod.inspect_get_format(self._o, root)

    def inspect_get_hostname(self, root):
        """Get the host name of a system.

        Returns the name that the system gives itself, with a domain if that
        is part of it; unknown when none was set.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.7.9)
        """
        return libguestfsmod.inspect_get_hostname(self._o, root)

    def inspect_get_icon(self, root, favicon=None, highquality=None):
        """Get the logo of a system.

        Returns a picture for the system, as a PNG file; an empty buffer when
        there is none. Its file systems must be mounted, as
        g.inspect_get_mountpoints says. Nothing is returned that is not a PNG
        of 16 to 1024 pixels on each side, but what is in it was made in the
        guest, and it should be shown by a program that expects anything.

        favicon
            If false, /etc/favicon.png is not taken: a picture that somebody
            has chosen for just this system. The default is true.

        highquality
            If true, only logos that are not too small to be shown large are
            returned, and no favicon. The default is false.

        Trademark laws may say where logos may be shown.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.11.12)
        """
        return libguestfsmod.inspect_get_icon(self._o, root, favicon,
                                              highquality)

    def inspect_get_major_version(self, root):
        """Get the first number of the version.

        Returns the first number of the version of the system, and 0 when that
        has none, as distributions that have no releases, or it is not known.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.5.3)
        """
        return libguestfsmod.inspect_get_major_version(self._o, root)

    def inspect_get_minor_version(self, root):
        """Get the second number of the version.

        Returns the second number of the version of the system, and 0 when
        there is none, or it is not known. For Windows these are the numbers
        of the kernel: Windows 7 is 6.1.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.5.3)
        """
        return libguestfsmod.inspect_get_minor_version(self._o, root)

    def inspect_get_mountpoints(self, root):
        """Get where the file systems of a system are mounted.

        Returns, for each file system that belongs to the system, where it is
        mounted: the keys are mount points, the values what g.mount takes. The
        first is /, and they come in an order in which they can be mounted.

        It follows from /etc/fstab of the guest, whose names of devices are
        translated to what the appliance calls them. A device that was not
        found is still there if the guest gives its name (/dev/…): expect
        that mounting fails for any but /. For Windows only the root is there:
        see g.inspect_get_drive_mappings.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.5.3)
        """
        return self._pairs(libguestfsmod.inspect_get_mountpoints(self._o,
                                                                 root))

    def inspect_get_osinfo(self, root):
        """Get the libosinfo id of a system.

        Returns the short id under which libosinfo (https://libosinfo.org/) is
        likely to know the system, such as debian12: virt-install --osinfo
        takes it. It is unknown when there is none; it may be one that an old
        libosinfo does not know yet.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.39.1)
        """
        return libguestfsmod.inspect_get_osinfo(self._o, root)

    def inspect_get_package_format(self, root):
        """Get the format of packages.

        Returns the format of the packages that are installed, such as deb,
        rpm or apk: SYSTEMS in guestfs(3) lists all. It is unknown when there
        are none, or it is not known.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.7.5)
        """
        return libguestfsmod.inspect_get_package_format(self._o, root)

    def inspect_get_package_management(self, root):
        """Get the package manager.

        Returns the program that manages packages, such as apt, dnf or zypper:
        SYSTEMS in guestfs(3) lists all. It is unknown when it is not known.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.7.5)
        """
        return libguestfsmod.inspect_get_package_management(self._o, root)

    def inspect_get_product_name(self, root):
        """Get the name of a system, for people.

        Returns what the system calls itself, such as Debian GNU/Linux 12
        (bookworm). Programs should not look for anything in it. It is unknown
        when the system does not say.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.5.3)
        """
        return libguestfsmod.inspect_get_product_name(self._o, root)

    def inspect_get_product_variant(self, root):
        """Get the variant of Windows.

        Returns, for Windows, the type of installation: Client, Server, Server
        Core and others. For other systems it is unknown.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.9.13)
        """
        return libguestfsmod.inspect_get_product_variant(self._o, root)

    def inspect_get_roots(self):
        """List the systems that were found.

        Returns what the last g.inspect_os returned, without looking again.
        The list is empty when it was not called.

        (Since 1.7.3)
        """
        return libguestfsmod.inspect_get_roots(self._o)

    def inspect_get_type(self, root):
        """Get the kind of a system.

        Returns the kind of system, such as linux, windows or freebsd: SYSTEMS
        in guestfs(3) lists all. It is unknown when that is not known.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.5.3)
        """
        return libguestfsmod.inspect_get_type(self._o, root)

    def inspect_get_windows_current_control_set(self, root):
        """Get the current control set of Windows.

        Returns the name of the key below HKEY_LOCAL_MACHINE\\SYSTEM that
        Windows uses as its control set, such as ControlSet001. It is an error
        when the registry does not tell.

        It is an error when the system is not Windows.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.9.17)
        """
        return libguestfsmod.inspect_get_windows_current_control_set(self._o,
                                                                     root)

    def inspect_get_windows_group_policy(self, root):
        """Find out whether Windows has had group policies.

        Returns true when group policies were applied to this Windows. It is
        an error when the registry cannot be read.

        It is an error when the system is not Windows.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.57.6)
        """
        return libguestfsmod.inspect_get_windows_group_policy(self._o, root)

    def inspect_get_windows_software_hive(self, root):
        """Get the file of the registry's HKLM\\SOFTWARE.

        Returns the file of the registry hive HKEY_LOCAL_MACHINE\\SOFTWARE, as
        a path of the guest. It is an error when there is no such file.

        It is an error when the system is not Windows.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.35.26)
        """
        return libguestfsmod.inspect_get_windows_software_hive(self._o, root)

    def inspect_get_windows_system_hive(self, root):
        """Get the file of the registry's HKLM\\SYSTEM.

        Returns the file of the registry hive HKEY_LOCAL_MACHINE\\SYSTEM, as a
        path of the guest. It is an error when there is no such file.

        It is an error when the system is not Windows.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.35.26)
        """
        return libguestfsmod.inspect_get_windows_system_hive(self._o, root)

    def inspect_get_windows_systemroot(self, root):
        """Get the directory of Windows.

        Returns the directory in which Windows is, as a path of the guest such
        as /Windows, in the case in which it is written on the disk.

        It is an error when the system is not Windows.

        root is one of the strings that g.inspect_os or g.inspect_get_roots
        returned. It is an error when it is not the root of a system that was
        found.

        (Since 1.5.25)
        """
        return libguestfsmod.inspect_get_windows_systemroot(self._o, root)

    def inspect_is_live(self, root):
        """Get whether a system is on a live disk.

        Returns false, whatever root is.

        Deprecated: new programs should not use this; nothing replaces it.

        (Since 1.9.4)
        """
        return libguestfsmod.inspect_is_live(self._o, root)

    def inspect_is_multipart(self, root):
        """Get whether this is one of several install disks.

        Returns false, whatever root is.

        Deprecated: new programs should not use this; nothing replaces it.

        (Since 1.9.4)
        """
        return libguestfsmod.inspect_is_multipart(self._o, root)

    def inspect_is_netinst(self, root):
        """Get whether this is a network install disk.

        Returns false, whatever root is.

        Deprecated: new programs should not use this; nothing replaces it.

        (Since 1.9.4)
        """
        return libguestfsmod.inspect_is_netinst(self._o, root)

    def inspect_list_applications(self, root):
        """List what is installed in a system.

        Like g.inspect_list_applications2, without app2_arch, app2_class and
        the fields that are always empty. The names of fields begin with app_.

        The list is sorted by the bytes of name; several packages can have one
        name. What a system does not tell is an empty string, and 0 for the
        epoch.

        Its file systems must be mounted, at least those where the lists of
        packages are: g.inspect_get_mountpoints. They are read when this is
        called.

        Deprecated: new programs should use g.inspect_list_applications2.

        It stops early when g.user_cancel is called.

        (Since 1.7.8)
        """
        return libguestfsmod.inspect_list_applications(self._o, root)

    def inspect_list_applications2(self, root):
        """List what is installed in a system.

        Returns the packages or applications that are installed in the system
        with this root, one of those that g.inspect_os returned.

        The list is sorted by the bytes of name; several packages can have one
        name. What a system does not tell is an empty string, and 0 for the
        epoch.

        Its file systems must be mounted, at least those where the lists of
        packages are: g.inspect_get_mountpoints. They are read when this is
        called.

        The fields are:

        app2_name
            The name of the package. In Windows it is the key of the registry,
            which may be a GUID: app2_display_name is what people call it.

        app2_display_name
            The name for people; only in Windows.

        app2_epoch, app2_version, app2_release
            The three parts of a version: 1:2.3-4 has the epoch 1, the version
            2.3 and the release 4.

        app2_arch
            The architecture of the package, by the system's own name for it:
            amd64 in Debian, x86_64 in Fedora.

        app2_install_path, app2_publisher
            Where it was installed, and who made it. Windows tells these.

        app2_url
            The address of its home page.

        app2_source_package
            What it was built from; in Debian, if the name is another one.

        app2_summary, app2_description
            What it is, in one line and in several.

        app2_class
            antivirus for a program of Windows that looks for viruses.

        app2_trans_path, app2_spare2 to app2_spare4
            Always empty.

        These are read:

        deb
            /var/lib/dpkg/status, and /var/lib/dpkg/status.d of images without
            dpkg. Only packages that are completely installed are listed.

        rpm
            rpmdb.sqlite, else Packages.db, else Packages (Berkeley DB), in
            /var/lib/rpm, /usr/lib/sysimage/rpm or /usr/share/rpm. Signatures
            are not checked. Public keys are in the list, too, as packages
            called gpg-pubkey. A field that a package does not have is (none).
            The list is empty when there is no database.

        pacman
            /var/lib/pacman/local; what the package is for is in
            app2_description.

        apk
            /lib/apk/db/installed or /usr/lib/apk/db/installed, likewise.

        ebuild
            /var/db/pkg; the name has the category in it, as in
            app-shells/bash.

        xbps
            /var/db/xbps/pkgdb-0.38.plist.

        ipk
            /usr/lib/opkg/status or /var/lib/opkg/status.

        pkg, pkgsrc
            Packages of the BSDs: /var/db/pkg/local.sqlite of FreeBSD, else
            directories in /usr/pkg/pkgdb and /var/db/pkg.

        Windows
            What can be uninstalled, in the 64-bit and the 32-bit view of the
            registry.

        The list is empty for a system whose packages are in another format.
        Flatpaks, snaps and containers are not looked at.

        A package that is damaged is left out, with an event
        GUESTFS_EVENT_WARNING. It is an error when the database cannot be
        read.

        It stops early when g.user_cancel is called.

        (Since 1.19.56)
        """
        return libguestfsmod.inspect_list_applications2(self._o, root)

    def inspect_os(self):
        """Find the systems on the disks.

        Look at every file system of all drives, and return the root file
        systems of the operating systems that were found, in the order of the
        devices. The list is empty when there is none. With several it is the
        caller's decision which of them is meant.

        All file systems are unmounted first, and nothing is mounted
        afterwards: g.inspect_get_mountpoints tells what to mount where. What
        was found is remembered, for the other g.inspect_* functions, until
        the next g.inspect_os or until drives come or go.

        Encrypted disks are not looked into: open them before
        (g.cryptsetup_open).

        What is damaged costs what it would have told, and never hides the
        rest. What could not be read is said in events GUESTFS_EVENT_WARNING,
        which are printed on standard error if nobody has asked for them.

        It stops early when g.user_cancel is called.

        (Since 1.5.3)
        """
        return libguestfsmod.inspect_os(self._o)

    def internal_exit(self):
        """Make the daemon exit.
        """
        libguestfsmod.internal_exit(self._o)

    def internal_test(self, str, optstr, strlist, b, integer, integer64,
                      filein, fileout, bufferin, obool=None, oint=None,
                      oint64=None, ostring=None, ostringlist=None):
        """Print arguments of every type.
        """
        libguestfsmod.internal_test(self._o, str, optstr, strlist, b, integer,
                                    integer64, filein, fileout, bufferin,
                                    obool, oint, oint64, ostring, ostringlist)

    def internal_test_63_optargs(self, opt1=None, opt2=None, opt3=None,
                                 opt4=None, opt5=None, opt6=None, opt7=None,
                                 opt8=None, opt9=None, opt10=None, opt11=None,
                                 opt12=None, opt13=None, opt14=None,
                                 opt15=None, opt16=None, opt17=None,
                                 opt18=None, opt19=None, opt20=None,
                                 opt21=None, opt22=None, opt23=None,
                                 opt24=None, opt25=None, opt26=None,
                                 opt27=None, opt28=None, opt29=None,
                                 opt30=None, opt31=None, opt32=None,
                                 opt33=None, opt34=None, opt35=None,
                                 opt36=None, opt37=None, opt38=None,
                                 opt39=None, opt40=None, opt41=None,
                                 opt42=None, opt43=None, opt44=None,
                                 opt45=None, opt46=None, opt47=None,
                                 opt48=None, opt49=None, opt50=None,
                                 opt51=None, opt52=None, opt53=None,
                                 opt54=None, opt55=None, opt56=None,
                                 opt57=None, opt58=None, opt59=None,
                                 opt60=None, opt61=None, opt62=None,
                                 opt63=None):
        """Print as many optional arguments as there can be.
        """
        libguestfsmod.internal_test_63_optargs(self._o, opt1, opt2, opt3, opt4,
                                               opt5, opt6, opt7, opt8, opt9,
                                               opt10, opt11, opt12, opt13,
                                               opt14, opt15, opt16, opt17,
                                               opt18, opt19, opt20, opt21,
                                               opt22, opt23, opt24, opt25,
                                               opt26, opt27, opt28, opt29,
                                               opt30, opt31, opt32, opt33,
                                               opt34, opt35, opt36, opt37,
                                               opt38, opt39, opt40, opt41,
                                               opt42, opt43, opt44, opt45,
                                               opt46, opt47, opt48, opt49,
                                               opt50, opt51, opt52, opt53,
                                               opt54, opt55, opt56, opt57,
                                               opt58, opt59, opt60, opt61,
                                               opt62, opt63)

    def internal_test_close_output(self):
        """Close the file that test actions print to.
        """
        libguestfsmod.internal_test_close_output(self._o)

    def internal_test_only_optargs(self, test=None):
        """Print the only, optional, argument.
        """
        libguestfsmod.internal_test_only_optargs(self._o, test)

    def internal_test_rbool(self, val):
        """Return a boolean.
        """
        return libguestfsmod.internal_test_rbool(self._o, val)

    def internal_test_rboolerr(self):
        """Fail to return a boolean.
        """
        return libguestfsmod.internal_test_rboolerr(self._o)

    def internal_test_rbufferout(self, val):
        """Return a buffer.
        """
        return libguestfsmod.internal_test_rbufferout(self._o, val)

    def internal_test_rbufferouterr(self):
        """Fail to return a buffer.
        """
        return libguestfsmod.internal_test_rbufferouterr(self._o)

    def internal_test_rconstoptstring(self, val):
        """Return an optional string of the library.
        """
        return libguestfsmod.internal_test_rconstoptstring(self._o, val)

    def internal_test_rconstoptstringerr(self):
        """Return no string.
        """
        return libguestfsmod.internal_test_rconstoptstringerr(self._o)

    def internal_test_rconststring(self, val):
        """Return a string of the library.
        """
        return libguestfsmod.internal_test_rconststring(self._o, val)

    def internal_test_rconststringerr(self):
        """Fail to return a string of the library.
        """
        return libguestfsmod.internal_test_rconststringerr(self._o)

    def internal_test_rhashtable(self, val):
        """Return a hash table.
        """
        return self._pairs(libguestfsmod.internal_test_rhashtable(self._o,
                                                                  val))

    def internal_test_rhashtableerr(self):
        """Fail to return a hash table.
        """
        return self._pairs(libguestfsmod.internal_test_rhashtableerr(self._o))

    def internal_test_rint(self, val):
        """Return an integer.
        """
        return libguestfsmod.internal_test_rint(self._o, val)

    def internal_test_rint64(self, val):
        """Return a 64 bit integer.
        """
        return libguestfsmod.internal_test_rint64(self._o, val)

    def internal_test_rint64err(self):
        """Fail to return a 64 bit integer.
        """
        return libguestfsmod.internal_test_rint64err(self._o)

    def internal_test_rinterr(self):
        """Fail to return an integer.
        """
        return libguestfsmod.internal_test_rinterr(self._o)

    def internal_test_rstring(self, val):
        """Return a string.
        """
        return libguestfsmod.internal_test_rstring(self._o, val)

    def internal_test_rstringerr(self):
        """Fail to return a string.
        """
        return libguestfsmod.internal_test_rstringerr(self._o)

    def internal_test_rstringlist(self, val):
        """Return a list of strings.
        """
        return libguestfsmod.internal_test_rstringlist(self._o, val)

    def internal_test_rstringlisterr(self):
        """Fail to return a list of strings.
        """
        return libguestfsmod.internal_test_rstringlisterr(self._o)

    def internal_test_rstruct(self, val):
        """Return a structure.
        """
        return libguestfsmod.internal_test_rstruct(self._o, val)

    def internal_test_rstructerr(self):
        """Fail to return a structure.
        """
        return libguestfsmod.internal_test_rstructerr(self._o)

    def internal_test_rstructlist(self, val):
        """Return a list of structures.
        """
        return libguestfsmod.internal_test_rstructlist(self._o, val)

    def internal_test_rstructlisterr(self):
        """Fail to return a list of structures.
        """
        return libguestfsmod.internal_test_rstructlisterr(self._o)

    def internal_test_set_output(self, filename):
        """Choose where test actions print to.
        """
        libguestfsmod.internal_test_set_output(self._o, filename)

    def is_blockdev(self, path, followsymlinks=None):
        """Test whether this is a block device.

        Return true if path is a block device in the guest's file system, and
        false if it is something else or does not exist.

        If the optional flag followsymlinks is true a symbolic link is
        followed; otherwise a link is something else.

        (Since 1.5.10)
        """
        return libguestfsmod.is_blockdev(self._o, path, followsymlinks)

    is_blockdev_opts = is_blockdev

    def is_busy(self):
        """Test if the handle is busy.

        Always returns false: a handle that runs a call is locked, so nobody
        could see it busy. Kept for old programs.

        (Since 1.0.2)
        """
        return libguestfsmod.is_busy(self._o)

    def is_chardev(self, path, followsymlinks=None):
        """Test whether this is a character device.

        Return true if path is a character device in the guest's file system,
        and false if it is something else or does not exist.

        If the optional flag followsymlinks is true a symbolic link is
        followed; otherwise a link is something else.

        (Since 1.5.10)
        """
        return libguestfsmod.is_chardev(self._o, path, followsymlinks)

    is_chardev_opts = is_chardev

    def is_config(self):
        """Test if the appliance has not been launched.

        Returns true if the handle can be configured: g.launch has not been
        called yet, has failed, or the appliance has ended.

        (Since 1.0.2)
        """
        return libguestfsmod.is_config(self._o)

    def is_dir(self, path, followsymlinks=None):
        """Test whether this is a directory.

        Return true if path is a directory, and false if it is something else
        or does not exist.

        If the optional flag followsymlinks is true a symbolic link is
        followed; otherwise a link is something else.

        (Since 0.0.8)
        """
        return libguestfsmod.is_dir(self._o, path, followsymlinks)

    is_dir_opts = is_dir

    def is_fifo(self, path, followsymlinks=None):
        """Test whether this is a FIFO.

        Return true if path is a FIFO (named pipe), and false if it is
        something else or does not exist.

        If the optional flag followsymlinks is true a symbolic link is
        followed; otherwise a link is something else.

        (Since 1.5.10)
        """
        return libguestfsmod.is_fifo(self._o, path, followsymlinks)

    is_fifo_opts = is_fifo

    def is_file(self, path, followsymlinks=None):
        """Test whether this is a regular file.

        Return true if path is a regular file, and false if it is something
        else or does not exist.

        If the optional flag followsymlinks is true a symbolic link is
        followed; otherwise a link is something else.

        (Since 0.0.8)
        """
        return libguestfsmod.is_file(self._o, path, followsymlinks)

    is_file_opts = is_file

    def is_launching(self):
        """Test if the appliance is being launched.

        Returns true while g.launch is running; only callbacks of events can
        see that.

        (Since 1.0.2)
        """
        return libguestfsmod.is_launching(self._o)

    def is_lv(self, mountable):
        """Test if a device is a logical volume.

        Returns true if mountable is an LVM logical volume.

        (Since 1.5.3)
        """
        return libguestfsmod.is_lv(self._o, mountable)

    def is_ready(self):
        """Test if the appliance is running.

        Returns true after a successful g.launch, until the appliance ends.

        (Since 1.0.2)
        """
        return libguestfsmod.is_ready(self._o)

    def is_socket(self, path, followsymlinks=None):
        """Test whether this is a socket.

        Return true if path is a Unix domain socket, and false if it is
        something else or does not exist.

        If the optional flag followsymlinks is true a symbolic link is
        followed; otherwise a link is something else.

        (Since 1.5.10)
        """
        return libguestfsmod.is_socket(self._o, path, followsymlinks)

    is_socket_opts = is_socket

    def is_symlink(self, path):
        """Test whether this is a symbolic link.

        Return true if path is a symbolic link, wherever it points, and false
        if it is something else or does not exist.

        (Since 1.5.10)
        """
        return libguestfsmod.is_symlink(self._o, path)

    def is_whole_device(self, device):
        """Test if a device is a whole disk.

        Returns true if device is a whole disk: not a partition, and not a
        device made by software such as a logical volume, an MD array or a
        loop device.

        (Since 1.21.9)
        """
        return libguestfsmod.is_whole_device(self._o, device)

    def is_zero(self, path):
        """Test if a file holds only zero bytes.

        Returns true if the file path is empty or has no bytes but zeroes.

        (Since 1.11.8)
        """
        return libguestfsmod.is_zero(self._o, path)

    def is_zero_device(self, device):
        """Test if a device holds only zero bytes.

        Returns true if device has no bytes but zeroes. All of it is read,
        which can take long.

        (Since 1.11.8)
        """
        return libguestfsmod.is_zero_device(self._o, device)

    def isoinfo(self, isofile):
        """Read the header of an ISO file.

        Return what the primary volume descriptor of the ISO 9660 image
        isofile says. See g.isoinfo_device.

        If the file is not such an image the errno is EINVAL.

        (Since 1.17.19)
        """
        return libguestfsmod.isoinfo(self._o, isofile)

    def isoinfo_device(self, device):
        """Read the header of an ISO file system on a device.

        Return what the primary volume descriptor of the ISO 9660 file system
        on device says.

        The sizes are iso_volume_space_size in blocks of
        iso_logical_block_size bytes. Texts have no trailing spaces. Times are
        seconds since 1970 in UTC, -1 when the header does not give them.

        To mount it and see more use g.mount_ro.

        (Since 1.17.19)
        """
        return libguestfsmod.isoinfo_device(self._o, device)

    def journal_close(self):
        """Close the systemd journal.

        Close the journal that g.journal_open opened. While it is open the
        file system it is on cannot be unmounted.

        This needs the optional group journal: g.feature_available tells if it
        is there.

        (Since 1.23.11)
        """
        libguestfsmod.journal_close(self._o)

    def journal_get(self):
        """Read the entry where the journal stands.

        Return all fields of the entry to which g.journal_next or
        g.journal_skip went. attrname is the name of a field, such as MESSAGE;
        systemd.journal-fields(7) lists them. attrval is its value, which may
        be any bytes, and is not ended by a zero: see its length. A name may
        occur more than once.

        Long values may be cut: see g.journal_set_data_threshold. The time of
        the entry is no field: g.journal_get_realtime_usec returns it.

        This needs the optional group journal: g.feature_available tells if it
        is there.

        (Since 1.23.11)
        """
        return libguestfsmod.journal_get(self._o)

    def journal_get_data_threshold(self):
        """The length at which values of the journal are cut.

        Return what g.journal_set_data_threshold has set, or what is usual, 64
        KiB.

        This needs the optional group journal: g.feature_available tells if it
        is there.

        (Since 1.23.11)
        """
        return libguestfsmod.journal_get_data_threshold(self._o)

    def journal_get_realtime_usec(self):
        """The time of the entry where the journal stands.

        Return when the entry was written, by the clock of the guest, in
        microseconds since the beginning of 1970 in UTC.

        This needs the optional group journal: g.feature_available tells if it
        is there.

        (Since 1.27.18)
        """
        return libguestfsmod.journal_get_realtime_usec(self._o)

    def journal_next(self):
        """Go to the next entry of the journal.

        Go to the next entry, which is the first one after g.journal_open.
        False is returned when there is none. Entries are in the order of
        time, from whatever file of the journal they come.

        This needs the optional group journal: g.feature_available tells if it
        is there.

        (Since 1.23.11)
        """
        return libguestfsmod.journal_next(self._o)

    def journal_open(self, directory):
        """Open the systemd journal in a directory.

        Open the journal whose files are in directory or in directories below
        it that are named after a machine, usually /var/log/journal. One that
        was open is closed: a handle has one open at a time.

        The journal then stands before its first entry. This goes through all
        of it in guestfish:

         journal-open /var/log/journal
         journal-next
         journal-get

        Files there that cannot be read as a journal are left out; a directory
        without any is an empty journal.

        This needs the optional group journal: g.feature_available tells if it
        is there.

        (Since 1.23.11)
        """
        libguestfsmod.journal_open(self._o, directory)

    def journal_set_data_threshold(self, threshold):
        """Set the length at which values of the journal are cut.

        Say that nobody wants to see more of a value than threshold bytes,
        name and = included; 0 means that all is wanted. It is a hint: values
        that are stored compressed may be cut there, others never are. It is
        set anew by each g.journal_open.

        This needs the optional group journal: g.feature_available tells if it
        is there.

        (Since 1.23.11)
        """
        libguestfsmod.journal_set_data_threshold(self._o, threshold)

    def journal_skip(self, skip):
        """Go some entries forwards or backwards in the journal.

        Go skip entries forwards or, if it is negative, backwards, and return
        how many it was, which is never negative. If that is less than was
        asked for, the end or the beginning of the journal has been reached.

        This needs the optional group journal: g.feature_available tells if it
        is there.

        (Since 1.23.11)
        """
        return libguestfsmod.journal_skip(self._o, skip)

    def kill_subprocess(self):
        """End the appliance.

        Does the same as g.shutdown. In spite of its name it is no rougher.

        Deprecated: new programs should use g.shutdown.

        (Since 0.0.3)
        """
        libguestfsmod.kill_subprocess(self._o)

    def launch(self):
        """Start the appliance.

        Starts the appliance with the drives that were added, and returns when
        it is ready. All actions on disks and file systems come after this.

        If it fails the error says why in one line; the drives stay added, so
        that g.launch can be called again once the cause is gone.
        libguestfs-test-tool(1) helps to find it.

        A launch that takes more than five seconds sends progress events; when
        it is complete there is an event GUESTFS_EVENT_LAUNCH_DONE.

        KVM is used if it works. If it does not, the appliance is emulated,
        which is slower; the backend settings force_kvm and force_tcg decide
        it.

        This must be called before g.launch.

        This may take long: it sends progress events.

        (Since 0.0.3)
        """
        libguestfsmod.launch(self._o)

    def lchown(self, owner, group, path):
        """Change the owner and group of a file or link.

        Set the owner of path to owner and its group to group, both numbers;
        -1 leaves one as it is. If path is a symbolic link it is the link that
        is changed. See also g.chown.

        (Since 1.0.77)
        """
        libguestfsmod.lchown(self._o, owner, group, path)

    def ldmtool_create_all(self):
        """Make the devices of all dynamic disks.

        Looks for dynamic disks and makes the devices of their volumes and,
        where those are put together from partitions, of these.
        g.list_ldm_volumes and g.list_ldm_partitions return them.

        g.launch does this for the drives that it finds. Volumes of which a
        disk is missing are left out; the others are made.

        This needs the optional group ldm: g.feature_available tells if it is
        there.

        (Since 1.20.0)
        """
        libguestfsmod.ldmtool_create_all(self._o)

    def ldmtool_diskgroup_disks(self, diskgroup):
        """List the disks of a disk group.

        Returns the names that Windows gave to the disks of the disk group
        with the GUID diskgroup, such as Disk1. Disks that are missing are
        among them.

        This needs the optional group ldm: g.feature_available tells if it is
        there.

        (Since 1.20.0)
        """
        return libguestfsmod.ldmtool_diskgroup_disks(self._o, diskgroup)

    def ldmtool_diskgroup_name(self, diskgroup):
        """Get the name of a disk group.

        Returns the name that Windows gave to the disk group with the GUID
        diskgroup. g.ldmtool_scan returns the GUIDs.

        This needs the optional group ldm: g.feature_available tells if it is
        there.

        (Since 1.20.0)
        """
        return libguestfsmod.ldmtool_diskgroup_name(self._o, diskgroup)

    def ldmtool_diskgroup_volumes(self, diskgroup):
        """List the volumes of a disk group.

        Returns the names of the volumes of the disk group with the GUID
        diskgroup, such as Volume1, in no particular order. Volumes of which a
        disk is missing are among them.

        This needs the optional group ldm: g.feature_available tells if it is
        there.

        (Since 1.20.0)
        """
        return libguestfsmod.ldmtool_diskgroup_volumes(self._o, diskgroup)

    def ldmtool_remove_all(self):
        """Remove the devices of all dynamic disks.

        Removes the devices that g.launch or g.ldmtool_create_all made. None
        of them may be in use.

        This needs the optional group ldm: g.feature_available tells if it is
        there.

        (Since 1.20.0)
        """
        libguestfsmod.ldmtool_remove_all(self._o)

    def ldmtool_scan(self):
        """Find disk groups of dynamic disks.

        Looks for dynamic disks among all drives, arrays and logical volumes,
        and returns the GUIDs of their disk groups. These stand for the groups
        in the other actions.

        This needs the optional group ldm: g.feature_available tells if it is
        there.

        (Since 1.20.0)
        """
        return libguestfsmod.ldmtool_scan(self._o)

    def ldmtool_scan_devices(self, devices):
        """Find disk groups on some devices.

        Looks for dynamic disks on the devices of the list devices only, and
        returns the GUIDs of their disk groups.

        This needs the optional group ldm: g.feature_available tells if it is
        there.

        (Since 1.20.0)
        """
        return libguestfsmod.ldmtool_scan_devices(self._o, devices)

    def ldmtool_volume_hint(self, diskgroup, volume):
        """Get where Windows mounts a volume.

        Returns what the metadata say about where Windows mounts the volume
        volume of the disk group with the GUID diskgroup, usually a drive
        letter such as E:; the empty string if they say nothing.

        This needs the optional group ldm: g.feature_available tells if it is
        there.

        (Since 1.20.0)
        """
        return libguestfsmod.ldmtool_volume_hint(self._o, diskgroup, volume)

    def ldmtool_volume_partitions(self, diskgroup, volume):
        """List the partitions of a volume.

        Returns the names that Windows gave to the partitions that the volume
        volume of the disk group with the GUID diskgroup is made of, such as
        Disk1-01.

        This needs the optional group ldm: g.feature_available tells if it is
        there.

        (Since 1.20.0)
        """
        return libguestfsmod.ldmtool_volume_partitions(self._o, diskgroup,
                                                       volume)

    def ldmtool_volume_type(self, diskgroup, volume):
        """Get the type of a volume.

        Returns of which type the volume volume of the disk group with the
        GUID diskgroup is: simple, spanned, striped, mirrored or raid5.

        This needs the optional group ldm: g.feature_available tells if it is
        there.

        (Since 1.20.0)
        """
        return libguestfsmod.ldmtool_volume_type(self._o, diskgroup, volume)

    def lgetxattr(self, path, name):
        """Get one extended attribute of a file or link.

        Returns the value of the extended attribute name of path. A symbolic
        link is not followed: its own attribute is returned. Otherwise this is
        g.getxattr.

        This needs the optional group linuxxattrs: g.feature_available tells
        if it is there.

        (Since 1.7.24)
        """
        return libguestfsmod.lgetxattr(self._o, path, name)

    def lgetxattrs(self, path):
        """List the extended attributes of a file or link.

        Returns all extended attributes of path. A symbolic link is not
        followed: those of the link are returned. Otherwise this is
        g.getxattrs.

        This needs the optional group linuxxattrs: g.feature_available tells
        if it is there.

        (Since 1.0.59)
        """
        return libguestfsmod.lgetxattrs(self._o, path)

    def list_9p(self):
        """List the mount tags of 9p file systems.

        Lists the mount tags of the 9p file systems (host directories shared
        with the appliance) that were plugged in, for instance with g.config.
        Each can be given to g.mount_9p. The list is sorted, and empty when
        there are none.

        (Since 1.11.12)
        """
        return libguestfsmod.list_9p(self._o)

    def list_devices(self):
        """List the whole disks.

        Lists the disks in the order in which they were added, by their full
        names such as /dev/sda. Disks of the appliance itself are not among
        them.

        To list what can be mounted use g.list_filesystems.

        (Since 0.0.4)
        """
        return libguestfsmod.list_devices(self._o)

    def list_disk_labels(self):
        """List the labels of drives.

        Returns the labels that were given to g.add_drive and the device each
        belongs to, sorted. A label with a number behind it is that partition
        of the drive. Drives without a label are left out. All of them can
        also be reached as /dev/disk/guestfs/LABEL.

        (Since 1.19.49)
        """
        return self._pairs(libguestfsmod.list_disk_labels(self._o))

    def list_dm_devices(self):
        """List device mapper devices that are not logical volumes.

        Lists the device mapper devices, such as opened LUKS containers, by
        their names /dev/mapper/NAME, sorted. Logical volumes are left out:
        see g.lvs.

        (Since 1.11.15)
        """
        return libguestfsmod.list_dm_devices(self._o)

    def list_filesystems(self):
        """List all file systems.

        Looks for file systems on all disks without partitions, partitions,
        logical volumes, MD arrays and other device mapper devices, and
        returns each with its type as in g.vfs_type. The type is unknown where
        nothing was recognized.

        A Btrfs is listed by its device, or each of its devices, and once more
        for each subvolume, as btrfsvol:/dev/sda1/name. The default subvolume
        is what the device alone stands for, and not listed again.

        Not everything listed can be mounted: swap and crypto_LUKS are listed
        too. Parts of something else, such as LVM physical volumes, members of
        MD arrays, extended partitions and those that Windows reserves, are
        not.

        (Since 1.5.15)
        """
        return self._pairs(libguestfsmod.list_filesystems(self._o))

    def list_ldm_partitions(self):
        """List the devices of partitions of dynamic disks.

        Returns the devices of those partitions of dynamic disks that volumes
        are put together from, /dev/mapper/ldm_part_.... g.list_ldm_volumes
        returns the volumes, which is where the file systems are.

        This needs the optional group ldm: g.feature_available tells if it is
        there.

        (Since 1.20.0)
        """
        return libguestfsmod.list_ldm_partitions(self._o)

    def list_ldm_volumes(self):
        """List the devices of volumes of dynamic disks.

        Returns the devices of the volumes of dynamic disks,
        /dev/mapper/ldm_vol_....

        This needs the optional group ldm: g.feature_available tells if it is
        there.

        (Since 1.20.0)
        """
        return libguestfsmod.list_ldm_volumes(self._o)

    def list_md_devices(self):
        """List the MD arrays.

        Returns the devices of the Linux software RAID arrays that are
        running, such as /dev/md127, sorted.

        (Since 1.15.4)
        """
        return libguestfsmod.list_md_devices(self._o)

    def list_partitions(self):
        """List the partitions of all disks.

        Lists the partitions of all disks and MD arrays by their full names
        such as /dev/sda1. Disks appear in the order of g.list_devices, the
        partitions of a disk in ascending order.

        Logical volumes are not partitions: see g.lvs.

        (Since 0.0.4)
        """
        return libguestfsmod.list_partitions(self._o)

    def ll(self, directory):
        """List a directory in long format.

        List the files in directory as ls -la does, hidden ones too.

        The text is meant to be read by people. A program should use g.ls,
        g.readdir or g.lstatnslist and need not parse anything. Owners are
        numbers, because the users of the guest are not those of the
        appliance.

        (Since 0.0.4)
        """
        return libguestfsmod.ll(self._o, directory)

    def llz(self, directory):
        """List a directory in long format with security contexts.

        List the files in directory as ls -laZ does: like g.ll, with the
        SELinux security context of each file, or ? where there is none.

        To read the context of files in a program, get the extended attribute
        security.selinux with g.lgetxattrs.

        Deprecated: new programs should use g.lgetxattrs.

        (Since 1.17.6)
        """
        return libguestfsmod.llz(self._o, directory)

    def ln(self, target, linkname):
        """Make a hard link.

        Make linkname another name of the existing file target. If linkname is
        a directory the new name is made in it, with the last component of
        target.

        If there is such a file already the errno is EEXIST; see g.ln_f.

        (Since 1.0.66)
        """
        libguestfsmod.ln(self._o, target, linkname)

    def ln_f(self, target, linkname):
        """Make a hard link in place of another file.

        Make linkname another name of the existing file target, like g.ln. If
        there is a file linkname it is removed first.

        (Since 1.0.66)
        """
        libguestfsmod.ln_f(self._o, target, linkname)

    def ln_s(self, target, linkname):
        """Make a symbolic link.

        Make linkname a symbolic link with the text target, which need not
        exist. If linkname is a directory the link is made in it, with the
        last component of target.

        An absolute target counts from the root of the guest, a relative one
        from the directory that the link is in.

        (Since 1.0.66)
        """
        libguestfsmod.ln_s(self._o, target, linkname)

    def ln_sf(self, target, linkname):
        """Make a symbolic link in place of another file.

        Make linkname a symbolic link with the text target, like g.ln_s. If
        there is a file linkname it is removed first.

        (Since 1.0.66)
        """
        libguestfsmod.ln_sf(self._o, target, linkname)

    def lremovexattr(self, xattr, path):
        """Remove an extended attribute of a file or link.

        Removes the extended attribute xattr of path. A symbolic link is not
        followed: its own attribute is removed. Otherwise this is
        g.removexattr.

        This needs the optional group linuxxattrs: g.feature_available tells
        if it is there.

        (Since 1.0.59)
        """
        libguestfsmod.lremovexattr(self._o, xattr, path)

    def ls(self, directory):
        """List the files in a directory.

        List the names in directory, sorted by byte value. Hidden files are
        included, the entries . and .. are not.

        There is no limit to the number of names. See also g.readdir, which
        gives the type of each entry, and g.find, which descends into
        subdirectories.

        It is an error, with errno ENOTDIR, if directory is something else.

        (Since 0.0.4)
        """
        return libguestfsmod.ls(self._o, directory)

    def ls0(self, dir, filenames):
        """Write the names in a directory to a local file.

        Write the names in directory dir to the local file filenames. Each
        name is followed by one NUL byte. The names are in the order of the
        file system, not sorted; . and .. are left out.

        Use this where names may contain any byte and the list is to be kept
        in a file. Otherwise g.ls is simpler.

        (Since 1.19.32)
        """
        libguestfsmod.ls0(self._o, dir, filenames)

    def lsetxattr(self, xattr, val, vallen, path):
        """Set an extended attribute of a file or link.

        Sets the extended attribute xattr of path. A symbolic link is not
        followed: it gets the attribute itself, which Linux allows for the
        namespaces trusted and security only. Otherwise this is g.setxattr.

        This needs the optional group linuxxattrs: g.feature_available tells
        if it is there.

        (Since 1.0.59)
        """
        libguestfsmod.lsetxattr(self._o, xattr, val, vallen, path)

    def lstat(self, path):
        """Get the facts about a file or link, in whole seconds.

        Return what lstat(2) says about path. A symbolic link is not followed:
        the facts are those of the link.

        g.lstatns also has the nanoseconds of the times.

        Deprecated: new programs should use g.lstatns.

        (Since 1.9.2)
        """
        return libguestfsmod.lstat(self._o, path)

    def lstatlist(self, path, names):
        """Get the facts about many files of a directory, in whole seconds.

        Do g.lstat for each of names in the directory path.

        g.lstatnslist also has the nanoseconds of the times.

        Deprecated: new programs should use g.lstatnslist.

        (Since 1.0.77)
        """
        return libguestfsmod.lstatlist(self._o, path, names)

    def lstatns(self, path):
        """Get the facts about a file or link.

        Return what lstat(2) says about path. A symbolic link is not followed:
        the facts are those of the link. Otherwise this is g.statns.

        (Since 1.27.53)
        """
        return libguestfsmod.lstatns(self._o, path)

    def lstatnslist(self, path, names):
        """Get the facts about many files of a directory.

        Do g.lstatns for each of names, which are names without slash in the
        directory path, in one call. The result has as many elements as names,
        in the same order. For a name that cannot be looked up st_ino is -1.

        With g.lxattrlist, g.readlinklist and g.readdir or g.ls all that is
        known of a directory can be had in a few calls.

        (Since 1.27.53)
        """
        return libguestfsmod.lstatnslist(self._o, path, names)

    def luks_add_key(self, device, key, newkey, keyslot):
        """Let another key open an encrypted device.

        Lets newkey open the LUKS device device too, in key slot keyslot,
        which must be free. key is one that opens it already.

        Secrets are kept out of traces and debug messages.

        This needs the optional group luks: g.feature_available tells if it is
        there.

        (Since 1.5.2)
        """
        libguestfsmod.luks_add_key(self._o, device, key, newkey, keyslot)

    def luks_close(self, device):
        """Close an encrypted device.

        What g.cryptsetup_close does.

        Deprecated: new programs should use g.cryptsetup_close.

        This needs the optional group luks: g.feature_available tells if it is
        there.

        (Since 1.5.1)
        """
        libguestfsmod.luks_close(self._o, device)

    def luks_format(self, device, key, keyslot):
        """Make an encrypted device.

        Makes device an encrypted LUKS device that key opens, in key slot
        keyslot, usually 0. Everything that was on device is lost.

        g.cryptsetup_open opens it, g.luks_add_key lets more keys do so, and
        g.luks_format_cipher chooses the cipher.

        Secrets are kept out of traces and debug messages.

        This needs the optional group luks: g.feature_available tells if it is
        there.

        (Since 1.5.2)
        """
        libguestfsmod.luks_format(self._o, device, key, keyslot)

    def luks_format_cipher(self, device, key, keyslot, cipher):
        """Make an encrypted device with a cipher of choice.

        Does g.luks_format, with the cipher cipher in the words of the kernel,
        such as aes-xts-plain64.

        Secrets are kept out of traces and debug messages.

        This needs the optional group luks: g.feature_available tells if it is
        there.

        (Since 1.5.2)
        """
        libguestfsmod.luks_format_cipher(self._o, device, key, keyslot, cipher)

    def luks_kill_slot(self, device, key, keyslot):
        """Take away a key of an encrypted device.

        Empties key slot keyslot of the LUKS device device: the key in it does
        not open the device any more. key is one of the others.

        Secrets are kept out of traces and debug messages.

        This needs the optional group luks: g.feature_available tells if it is
        there.

        (Since 1.5.2)
        """
        libguestfsmod.luks_kill_slot(self._o, device, key, keyslot)

    def luks_open(self, device, key, mapname):
        """Open a LUKS device.

        Does g.cryptsetup_open for a LUKS device.

        Deprecated: new programs should use g.cryptsetup_open.

        Secrets are kept out of traces and debug messages.

        This needs the optional group luks: g.feature_available tells if it is
        there.

        (Since 1.5.1)
        """
        libguestfsmod.luks_open(self._o, device, key, mapname)

    def luks_open_ro(self, device, key, mapname):
        """Open a LUKS device for reading only.

        Does g.cryptsetup_open for a LUKS device, with readonly.

        Deprecated: new programs should use g.cryptsetup_open.

        Secrets are kept out of traces and debug messages.

        This needs the optional group luks: g.feature_available tells if it is
        there.

        (Since 1.5.1)
        """
        libguestfsmod.luks_open_ro(self._o, device, key, mapname)

    def luks_uuid(self, device):
        """Get the UUID of an encrypted device.

        Returns the UUID of the LUKS device device, which need not be open.

        This needs the optional group luks: g.feature_available tells if it is
        there.

        (Since 1.41.9)
        """
        return libguestfsmod.luks_uuid(self._o, device)

    def lvcreate(self, logvol, volgroup, mbytes):
        """Create a logical volume.

        Creates the logical volume logvol of mbytes MiB, rounded up to whole
        extents, in the volume group volgroup. Its device is
        /dev/volgroup/logvol.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 0.0.8)
        """
        libguestfsmod.lvcreate(self._o, logvol, volgroup, mbytes)

    def lvcreate_free(self, logvol, volgroup, percent):
        """Create a logical volume that takes a share of the free space.

        Creates the logical volume logvol in the volume group volgroup, with
        percent per cent of the space that is still free there.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.17.18)
        """
        libguestfsmod.lvcreate_free(self._o, logvol, volgroup, percent)

    def lvm_canonical_lv_name(self, lvname):
        """Get the usual name of a logical volume.

        Returns the name /dev/VG/LV for any name that the device of a logical
        volume has, such as /dev/mapper/VG-LV. It is an error, with errno
        EINVAL, if lvname is something else. See also g.is_lv and
        g.canonical_device_name.

        (Since 1.5.24)
        """
        return libguestfsmod.lvm_canonical_lv_name(self._o, lvname)

    def lvm_clear_filter(self):
        """Let lvm see all devices again.

        Undoes g.lvm_set_filter: lvm sees all devices, and the volume groups
        that it finds are activated.

        It cannot be called while a logical volume is in use.

        (Since 1.5.1)
        """
        libguestfsmod.lvm_clear_filter(self._o)

    def lvm_remove_all(self):
        """Remove everything that belongs to LVM.

        Removes all logical volumes, volume groups and physical volumes. None
        may be in use.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 0.0.8)
        """
        libguestfsmod.lvm_remove_all(self._o)

    def lvm_scan(self, activate):
        """Look for volume groups.

        Makes lvm look for physical volumes, volume groups and logical
        volumes. If activate is true the logical volumes are activated, which
        means that they can be used.

        This is done when the appliance starts, and is needed again only when
        physical volumes have appeared in another way than through g.pvcreate,
        for instance by opening an encrypted device. If activate is true MD
        arrays on such devices are assembled as well.

        (Since 1.39.8)
        """
        libguestfsmod.lvm_scan(self._o, activate)

    def lvm_set_filter(self, devices):
        """Make lvm see some devices only.

        Makes lvm see nothing but devices, which may be whole disks (with all
        of their partitions) or partitions. Use this when physical volumes
        occur twice, as happens with copies of a disk.

        Volume groups are deactivated, and those that are still found are
        activated again. It cannot be called while a logical volume is in use.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.5.1)
        """
        libguestfsmod.lvm_set_filter(self._o, devices)

    def lvremove(self, device):
        """Remove a logical volume, or all of a group.

        Removes the logical volume device, /dev/VG/LV, with what is in it. It
        must not be in use. If device is the directory of a volume group,
        /dev/VG, all its logical volumes are removed; the group stays. There
        is no such directory while no volume of the group is active.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.0.13)
        """
        libguestfsmod.lvremove(self._o, device)

    def lvrename(self, logvol, newlogvol):
        """Rename a logical volume.

        Gives the logical volume logvol the name newlogvol. Both are full
        names /dev/VG/LV.

        (Since 1.0.83)
        """
        libguestfsmod.lvrename(self._o, logvol, newlogvol)

    def lvresize(self, device, mbytes):
        """Change the size of a logical volume.

        Makes the logical volume device mbytes MiB large. When it becomes
        smaller, what is in the lost part is gone, without a question: make
        the file system smaller first.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.0.27)
        """
        libguestfsmod.lvresize(self._o, device, mbytes)

    def lvresize_free(self, lv, percent):
        """Let a logical volume grow into free space.

        Makes the logical volume lv larger by percent per cent of the space
        that is free in its volume group.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.3.3)
        """
        libguestfsmod.lvresize_free(self._o, lv, percent)

    def lvs(self):
        """List the logical volumes.

        Returns the LVM logical volumes as /dev/VG/LV, sorted, whether they
        are active or not. g.lvs_full tells more about each.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 0.0.4)
        """
        return libguestfsmod.lvs(self._o)

    def lvs_full(self):
        """List the logical volumes with their properties.

        Returns what lvs(8) tells about each logical volume. The fields have
        its names; sizes are in bytes, UUIDs have no dashes, and a percentage
        that does not apply is -1.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 0.0.4)
        """
        return libguestfsmod.lvs_full(self._o)

    def lvuuid(self, device):
        """Get the UUID of a logical volume.

        Returns the UUID of the logical volume device, with dashes. It is an
        error, with errno EINVAL, if it is not one.

        (Since 1.0.87)
        """
        return libguestfsmod.lvuuid(self._o, device)

    def lxattrlist(self, path, names):
        """List the extended attributes of many files of a directory.

        Does g.lgetxattrs for each of names, which are names without slash in
        the directory path, in one call.

        The result is one flat list. For each name it has first an element
        with an empty attrname, whose attrval is the number of attributes, in
        decimal and with a NUL byte at its end, and then that many attributes.
        attrval is empty if the attributes of this file could not be read, and
        then none follow.

        This needs the optional group linuxxattrs: g.feature_available tells
        if it is there.

        (Since 1.0.77)
        """
        return libguestfsmod.lxattrlist(self._o, path, names)

    def max_disks(self):
        """How many drives a handle can have.

        Returns how many drives can be added to one handle with the current
        backend.

        (Since 1.19.7)
        """
        return libguestfsmod.max_disks(self._o)

    def md_create(self, name, devices, missingbitmap=None, nrdevices=None,
                  spare=None, chunk=None, level=None):
        """Create an MD array.

        Creates a Linux software RAID array from devices. Whatever was on them
        is lost. Its device is /dev/md/name; name may also be a device such as
        /dev/md1.

        The optional arguments are:

        missingbitmap
            Members that are not there (yet): if bit N is set, the word
            missing takes the place of member N, counted from 0, and devices
            fill the other places in order. The default is 0: none is missing.

        nrdevices
            The number of members that hold data or parity, missing ones
            included. The default is all but the spare ones.

        spare
            The number of spare devices, which come last. The default is 0.

        chunk
            The size of a chunk in bytes, a multiple of 1024. The default is
            that of mdadm(8).

        level
            The level as mdadm(8) has it: linear, raid0, raid1, raid4, raid5,
            raid6, raid10. The default is raid1.

        This needs the optional group mdadm: g.feature_available tells if it
        is there.

        (Since 1.15.6)
        """
        libguestfsmod.md_create(self._o, name, devices, missingbitmap,
                                nrdevices, spare, chunk, level)

    def md_detail(self, md):
        """Get the properties of an MD array.

        Returns what mdadm --detail --export prints about the array md, with
        names in lower case and without their common start. Usually there are
        level, devices, metadata, uuid and name.

        This needs the optional group mdadm: g.feature_available tells if it
        is there.

        (Since 1.15.6)
        """
        return self._pairs(libguestfsmod.md_detail(self._o, md))

    def md_stat(self, md):
        """Get the members of an MD array.

        Returns the devices of which the array md consists, with these fields:

        mdstat_device
            The device.

        mdstat_index
            Its place in the array.

        mdstat_flags
            Letters as in /proc/mdstat: F for faulty, S for spare, W for
            write-mostly, or the empty string.

        This needs the optional group mdadm: g.feature_available tells if it
        is there.

        (Since 1.17.21)
        """
        return libguestfsmod.md_stat(self._o, md)

    def md_stop(self, md):
        """Stop an MD array.

        Stops the array md: its device disappears and the members can be used
        for something else. What is in it is kept. It must not be in use.

        This needs the optional group mdadm: g.feature_available tells if it
        is there.

        (Since 1.15.6)
        """
        libguestfsmod.md_stop(self._o, md)

    def mkdir(self, path):
        """Create a directory.

        Create a directory named path. Its parent must exist; g.mkdir_p makes
        that too.

        The mode is 0777 less the mask set by g.umask. To ask for another mode
        use g.mkdir_mode. It is an error, with errno EEXIST, if there is
        already something of that name.

        (Since 0.0.8)
        """
        libguestfsmod.mkdir(self._o, path)

    def mkdir_mode(self, path, mode):
        """Create a directory with a given mode.

        Create a directory named path with the permissions mode, from which
        the bits of g.umask are taken away.

        Some file systems have no permissions of this kind and ignore them.

        (Since 1.0.77)
        """
        libguestfsmod.mkdir_mode(self._o, path, mode)

    def mkdir_p(self, path):
        """Create a directory and its parents.

        Create a directory named path and every parent of it that is missing,
        as mkdir -p does. It is not an error if the directory exists, nor if a
        symbolic link leads to it.

        It is an error, with errno ENOTDIR or EEXIST, if a component of path
        is something else than a directory.

        (Since 0.0.8)
        """
        libguestfsmod.mkdir_p(self._o, path)

    def mkdtemp(self, tmpl):
        """Create a temporary directory.

        Create a directory with a new name. tmpl is an absolute path in the
        guest whose last six characters are XXXXXX; letters and digits take
        their place. The directory belongs to root and has mode 0700.

        The name is returned. Nothing removes the directory later; do that
        with g.rm_rf.

        (Since 1.0.54)
        """
        return libguestfsmod.mkdtemp(self._o, tmpl)

    def mke2fs(self, device, blockscount=None, blocksize=None, fragsize=None,
               blockspergroup=None, numberofgroups=None, bytesperinode=None,
               inodesize=None, journalsize=None, numberofinodes=None,
               stridesize=None, stripewidth=None, maxonlineresize=None,
               reservedblockspercentage=None, mmpupdateinterval=None,
               journaldevice=None, label=None, lastmounteddir=None,
               creatoros=None, fstype=None, usagetype=None, uuid=None,
               forcecreate=None, writesbandgrouponly=None, lazyitableinit=None,
               lazyjournalinit=None, testfs=None, discard=None, quotatype=None,
               extent=None, filetype=None, flexbg=None, hasjournal=None,
               journaldev=None, largefile=None, quota=None, resizeinode=None,
               sparsesuper=None, uninitbg=None):
        """Make an ext file system, with all choices.

        Makes an ext2, ext3 or ext4 file system on device. Whatever was there
        is lost. All optional arguments are those of mke2fs(8), where they are
        explained, and what is left out has its defaults.

        Sizes and counts:

        blockscount
            The size of the file system in blocks; the default is the whole
            device.

        blocksize, fragsize
            Bytes in a block, and in a fragment (which is a block).

        blockspergroup, numberofgroups
            Blocks in a group, and groups in a larger group (with flexbg).

        bytesperinode, numberofinodes, inodesize
            How many inodes: one for so many bytes, or altogether; bytes in an
            inode.

        journalsize
            The size of the journal in MiB.

        stridesize, stripewidth
            The geometry of a RAID array, in blocks.

        maxonlineresize
            To how many blocks it must be possible to grow while mounted.

        reservedblockspercentage
            The share of the blocks, in per cent, that only root may use.

        mmpupdateinterval
            Seconds between updates of multiple mount protection.

        Texts:

        journaldevice
            The device with the journal: see journaldev.

        label, uuid
            Label (at most 16 bytes) and UUID.

        lastmounteddir, creatoros
            What the superblock says about them.

        fstype, usagetype
            ext2, ext3 or ext4, and a use for which the sizes are chosen, such
            as largefile.

        Switches:

        forcecreate
            Do not ask questions; they are never asked.

        writesbandgrouponly
            Only write superblock and group descriptors: a last resort of
            rescue.

        lazyitableinit, lazyjournalinit
            Let the kernel initialize inode tables or journal later.

        testfs, discard, quotatype
            Mark it as a test; discard the device first; keep quotas for users
            (true) or groups (false).

        extent, filetype, flexbg, hasjournal, journaldev
        largefile, quota, resizeinode, sparsesuper, uninitbg
            Switch the feature of this name on or off. journaldev makes device
            a journal instead of a file system.

        (Since 1.19.44)
        """
        libguestfsmod.mke2fs(self._o, device, blockscount, blocksize, fragsize,
                             blockspergroup, numberofgroups, bytesperinode,
                             inodesize, journalsize, numberofinodes,
                             stridesize, stripewidth, maxonlineresize,
                             reservedblockspercentage, mmpupdateinterval,
                             journaldevice, label, lastmounteddir, creatoros,
                             fstype, usagetype, uuid, forcecreate,
                             writesbandgrouponly, lazyitableinit,
                             lazyjournalinit, testfs, discard, quotatype,
                             extent, filetype, flexbg, hasjournal, journaldev,
                             largefile, quota, resizeinode, sparsesuper,
                             uninitbg)

    def mke2fs_J(self, fstype, blocksize, device, journal):
        """Make an ext file system with an external journal.

        Makes a file system of type fstype with blocks of blocksize bytes on
        device, and its journal on the device journal, made with
        g.mke2journal. g.mke2fs with journaldevice does the same.

        Deprecated: new programs should use g.mke2fs.

        (Since 1.0.68)
        """
        libguestfsmod.mke2fs_J(self._o, fstype, blocksize, device, journal)

    def mke2fs_JL(self, fstype, blocksize, device, label):
        """Make an ext file system with an external journal found by label.

        Does what g.mke2fs_J does with the journal that has the label label.

        Deprecated: new programs should use g.mke2fs.

        (Since 1.0.68)
        """
        libguestfsmod.mke2fs_JL(self._o, fstype, blocksize, device, label)

    def mke2fs_JU(self, fstype, blocksize, device, uuid):
        """Make an ext file system with an external journal found by UUID.

        Does what g.mke2fs_J does with the journal that has the UUID uuid.

        Deprecated: new programs should use g.mke2fs.

        This needs the optional group linuxfsuuid: g.feature_available tells
        if it is there.

        (Since 1.0.68)
        """
        libguestfsmod.mke2fs_JU(self._o, fstype, blocksize, device, uuid)

    def mke2journal(self, blocksize, device):
        """Make an external journal.

        Makes device a journal for an ext3 or ext4 file system, with blocks of
        blocksize bytes. g.mke2fs with journaldev does the same.

        Deprecated: new programs should use g.mke2fs.

        (Since 1.0.68)
        """
        libguestfsmod.mke2journal(self._o, blocksize, device)

    def mke2journal_L(self, blocksize, label, device):
        """Make an external journal with a label.

        Does what g.mke2journal does and gives the journal the label label.

        Deprecated: new programs should use g.mke2fs.

        (Since 1.0.68)
        """
        libguestfsmod.mke2journal_L(self._o, blocksize, label, device)

    def mke2journal_U(self, blocksize, uuid, device):
        """Make an external journal with a given UUID.

        Does what g.mke2journal does and gives the journal the UUID uuid.

        Deprecated: new programs should use g.mke2fs.

        This needs the optional group linuxfsuuid: g.feature_available tells
        if it is there.

        (Since 1.0.68)
        """
        libguestfsmod.mke2journal_U(self._o, blocksize, uuid, device)

    def mkfifo(self, mode, path):
        """Make a FIFO.

        Make a FIFO (named pipe) path with the permissions mode, from which
        the bits of g.umask are taken away. See g.mknod.

        This needs the optional group mknod: g.feature_available tells if it
        is there.

        (Since 1.0.55)
        """
        libguestfsmod.mkfifo(self._o, mode, path)

    def mkfs(self, fstype, device, blocksize=None, features=None, inode=None,
             sectorsize=None, label=None):
        """Make a file system.

        Makes an empty file system of type fstype on device. Whatever was on
        the device is lost, and what is left of signatures of older contents
        is wiped.

        fstype is a name such as ext4, xfs, btrfs, vfat, ntfs or f2fs.
        g.filesystem_available tells if the appliance's kernel can mount it.

        The optional arguments are:

        blocksize
            The size of its blocks (clusters of vfat, exfat and ntfs; tree
            nodes of btrfs) in bytes.

        features
            Features to switch on or off, in the words of the tool that makes
            the file system (mke2fs -O, mkfs.btrfs -O, mkfs.f2fs -O, the
            metadata options of mkfs.xfs -m).

        inode
            The size of an inode in bytes. For ext2, ext3, ext4 and XFS.

        sectorsize
            The size in bytes of a sector that the file system assumes. For
            FAT, NTFS, XFS, Btrfs and F2FS.

        label
            The label. How long it may be depends on the type: 16 bytes for
            ext4, 12 for XFS, 11 for FAT.

        What is left out gets the tool's default. To ask for something that a
        type does not have is an error. For more choice with ext2, ext3 and
        ext4 use g.mke2fs, for Btrfs g.mkfs_btrfs.

        (Since 0.0.8)
        """
        libguestfsmod.mkfs(self._o, fstype, device, blocksize, features, inode,
                           sectorsize, label)

    mkfs_opts = mkfs

    def mkfs_b(self, fstype, blocksize, device):
        """Make a file system with a block size.

        Makes a file system of type fstype with blocks of blocksize bytes.
        g.mkfs with its optional argument blocksize does the same.

        Deprecated: new programs should use g.mkfs.

        (Since 1.0.68)
        """
        libguestfsmod.mkfs_b(self._o, fstype, blocksize, device)

    def mkfs_btrfs(self, devices, allocstart=None, bytecount=None,
                   datatype=None, leafsize=None, label=None, metadata=None,
                   nodesize=None, sectorsize=None):
        """Make a Btrfs file system on one or more devices.

        Makes a Btrfs file system of all devices together, with mkfs.btrfs.
        What is on them is lost. To mount it, give any one of them.

        allocstart
            Must be 0: the program cannot begin anywhere else any more.

        bytecount
            How many bytes to use of each device.

        datatype, metadata
            How data and metadata are spread over the devices: single, dup,
            raid0, raid1, raid1c3, raid1c4, raid5, raid6 or raid10.

        leafsize
            The same as nodesize, which programs should use instead.

        label
            The label of the file system.

        nodesize
            The size of the nodes of its trees in bytes.

        sectorsize
            The size of its blocks in bytes. The kernel of the appliance
            mounts those of 4096 only.

        See also g.mkfs.

        This needs the optional group btrfs: g.feature_available tells if it
        is there.

        (Since 1.17.25)
        """
        libguestfsmod.mkfs_btrfs(self._o, devices, allocstart, bytecount,
                                 datatype, leafsize, label, metadata, nodesize,
                                 sectorsize)

    def mklost_and_found(self, mountpoint):
        """Make a lost+found directory.

        Makes the directory lost+found in mountpoint, the top directory of an
        ext2, ext3 or ext4 file system, with room set aside in it, so that
        g.e2fsck can put files there that have lost their name. It is an error
        if there is one already.

        (Since 1.19.56)
        """
        libguestfsmod.mklost_and_found(self._o, mountpoint)

    def mkmountpoint(self, exemptpath):
        """Make a directory to mount something on.

        Makes the directory exemptpath, an absolute path. Unlike g.mkdir this
        works before anything is mounted. That is of use when the file systems
        to be mounted do not belong together, so that none of them can be the
        root of the others:

         mkmountpoint /old
         mkmountpoint /new
         mount /dev/sda1 /old
         mount /dev/sdb1 /new
         cp-a /old/home /new/

        What is made before a file system is mounted on / is hidden by it, and
        lost when the appliance is shut down. To make a mount point inside a
        file system that is mounted use g.mkdir.

        (Since 1.0.62)
        """
        libguestfsmod.mkmountpoint(self._o, exemptpath)

    def mknod(self, mode, devmajor, devminor, path):
        """Make a special file.

        Make a device or FIFO path. mode holds its type and permissions, as
        for mknod(2): 0060000 for a block device, 0020000 for a character
        device, 0010000 for a FIFO, plus permissions. The bits of g.umask are
        taken away. devmajor and devminor are the numbers of a device and
        ignored for other types.

        g.mknod_b, g.mknod_c and g.mkfifo add the type themselves.

        This needs the optional group mknod: g.feature_available tells if it
        is there.

        (Since 1.0.55)
        """
        libguestfsmod.mknod(self._o, mode, devmajor, devminor, path)

    def mknod_b(self, mode, devmajor, devminor, path):
        """Make a block device.

        Make a block device path with the numbers devmajor and devminor and
        the permissions mode, from which the bits of g.umask are taken away.
        See g.mknod.

        This needs the optional group mknod: g.feature_available tells if it
        is there.

        (Since 1.0.55)
        """
        libguestfsmod.mknod_b(self._o, mode, devmajor, devminor, path)

    def mknod_c(self, mode, devmajor, devminor, path):
        """Make a character device.

        Make a character device path with the numbers devmajor and devminor
        and the permissions mode, from which the bits of g.umask are taken
        away. See g.mknod.

        This needs the optional group mknod: g.feature_available tells if it
        is there.

        (Since 1.0.55)
        """
        libguestfsmod.mknod_c(self._o, mode, devmajor, devminor, path)

    def mksquashfs(self, path, filename, compress=None, excludes=None):
        """Make a squashfs of a file or directory.

        Make a squashfs file system of the file or directory path of the guest
        and write it to the local file filename.

        The optional compress is gzip, lzma, lzo, lz4, xz or zstd, as far as
        the program in the appliance knows it. excludes is a list of
        wildcards: what matches is left out.

        The image is made in the memory of the appliance first: for a large
        tree raise it with g.set_memsize.

        It stops early when g.user_cancel is called.

        This needs the optional group squashfs: g.feature_available tells if
        it is there.

        (Since 1.35.25)
        """
        libguestfsmod.mksquashfs(self._o, path, filename, compress, excludes)

    def mkswap(self, device, label=None, uuid=None):
        """Make a swap area.

        Makes device a swap area. Whatever was on it is lost.

        The optional arguments are label, at most 15 bytes, and uuid; the
        default is no label and a random UUID.

        (Since 1.0.55)
        """
        libguestfsmod.mkswap(self._o, device, label, uuid)

    mkswap_opts = mkswap

    def mkswap_L(self, label, device):
        """Make a swap area with a label.

        Makes device a swap area with the label label. g.mkswap with its
        optional argument label does the same.

        Deprecated: new programs should use g.mkswap.

        (Since 1.0.55)
        """
        libguestfsmod.mkswap_L(self._o, label, device)

    def mkswap_U(self, uuid, device):
        """Make a swap area with a given UUID.

        Makes device a swap area with the UUID uuid. g.mkswap with its
        optional argument uuid does the same.

        Deprecated: new programs should use g.mkswap.

        This needs the optional group linuxfsuuid: g.feature_available tells
        if it is there.

        (Since 1.0.55)
        """
        libguestfsmod.mkswap_U(self._o, uuid, device)

    def mkswap_file(self, path):
        """Make a file a swap area.

        Makes the file path, which must exist and have its final size, a swap
        area. To be used it may not have holes.

        (Since 1.0.66)
        """
        libguestfsmod.mkswap_file(self._o, path)

    def mktemp(self, tmpl, suffix=None):
        """Create a temporary file.

        Create an empty file with a new name. tmpl is an absolute path in the
        guest whose last six characters are XXXXXX; letters and digits take
        their place. If suffix is given it follows them. The file belongs to
        root and has mode 0600.

        The name is returned. Nothing removes the file later; do that with
        g.rm.

        (Since 1.19.53)
        """
        return libguestfsmod.mktemp(self._o, tmpl, suffix)

    def modprobe(self, modulename):
        """Load a kernel module.

        Loads the module modulename, and those it depends on, into the
        appliance's kernel. File systems need not be loaded: the kernel does
        that when they are mounted.

        This needs the optional group linuxmodules: g.feature_available tells
        if it is there.

        (Since 1.0.68)
        """
        libguestfsmod.modprobe(self._o, modulename)

    def mount(self, mountable, mountpoint):
        """Mount a file system.

        Mounts the file system on mountable at mountpoint, a directory that
        exists; the first one is usually mounted on /. mountable is a device
        (g.list_filesystems finds them), or a Btrfs subvolume as
        btrfsvol:/dev/sda1/name.

        The type of the file system is found out. Use g.mount_ro to be sure
        that nothing is changed, and g.mount_options to give options.

        Types whose drivers nobody maintains (adfs, befs, bfs, efs, hpfs,
        omfs, qnx4, qnx6, sysv, vxfs, xenix) are refused with errno
        EOPNOTSUPP, because a damaged or hostile file system can stop the
        appliance's kernel. g.mount_vfs mounts them when it is given the type.

        An NTFS in which Windows is hibernated (which includes its fast
        startup) can be mounted read-only, or with the option
        remove_hiberfile, which loses the saved session; otherwise this fails
        with errno EROFS.

        Writes may stay in memory until g.umount, g.sync or g.shutdown.

        (Since 0.0.3)
        """
        libguestfsmod.mount(self._o, mountable, mountpoint)

    def mount_9p(self, mounttag, mountpoint, options=None):
        """Mount a 9p file system.

        Mounts a directory of the host that was shared with the appliance.
        mounttag is one of g.list_9p. Unless options says otherwise the
        transport is virtio; options are added to the mount options.

        (Since 1.11.12)
        """
        libguestfsmod.mount_9p(self._o, mounttag, mountpoint, options)

    def mount_loop(self, file, mountpoint):
        """Mount a file as a file system.

        Mounts the file system inside file, which is itself a file of a
        mounted file system such as a CD image, on the directory mountpoint.

        (Since 1.0.54)
        """
        libguestfsmod.mount_loop(self._o, file, mountpoint)

    def mount_options(self, options, mountable, mountpoint):
        """Mount a file system with options.

        Does what g.mount does with mount options, a list with commas as
        mount(8) takes them. An empty string is no option.

        Device nodes in a guest's file system cannot be opened (nodev), since
        they would lead to disks of the appliance; the option dev allows it.

        (Since 1.0.10)
        """
        libguestfsmod.mount_options(self._o, options, mountable, mountpoint)

    def mount_ro(self, mountable, mountpoint):
        """Mount a file system read-only.

        Does what g.mount does with the option ro: nothing in the file system
        can be changed by later calls.

        Replaying the journal of a file system that was not unmounted may
        still write to the disk. To make sure that a disk is not written to at
        all, add it read-only.

        (Since 1.0.10)
        """
        libguestfsmod.mount_ro(self._o, mountable, mountpoint)

    def mount_vfs(self, options, vfstype, mountable, mountpoint):
        """Mount a file system of a given type, with options.

        Does what g.mount does with mount options, which may be empty, and
        without finding out the type: it is vfstype, such as ext4.

        (Since 1.0.10)
        """
        libguestfsmod.mount_vfs(self._o, options, vfstype, mountable,
                                mountpoint)

    def mountable_device(self, mountable):
        """Get the device of a mountable.

        Returns the device that mountable is on: itself for a device, and
        /dev/sda1 for btrfsvol:/dev/sda1/name.

        (Since 1.33.15)
        """
        return libguestfsmod.mountable_device(self._o, mountable)

    def mountable_subvolume(self, mountable):
        """Get the subvolume of a mountable.

        Returns the Btrfs subvolume that mountable names: name for
        btrfsvol:/dev/sda1/name. If it names none, that is an error with errno
        EINVAL.

        (Since 1.33.15)
        """
        return libguestfsmod.mountable_subvolume(self._o, mountable)

    def mountpoints(self):
        """List what is mounted, and where.

        Returns the mounted file systems and the path where each is mounted.
        See also g.mounts.

        (Since 1.0.62)
        """
        return self._pairs(libguestfsmod.mountpoints(self._o))

    def mounts(self):
        """List what is mounted.

        Returns the devices (or Btrfs subvolumes) whose file systems are
        mounted, in the order in which they were. What the appliance has
        mounted for itself is not among them. See also g.mountpoints.

        (Since 0.0.8)
        """
        return libguestfsmod.mounts(self._o)

    def mv(self, src, dest):
        """Move a file or directory.

        Move src to dest. If dest is a directory it is moved into it under the
        same name; if it is a file it is replaced.

        What cannot be renamed because it goes to another file system is
        copied as by g.cp_a and then removed. See also g.rename.

        (Since 1.0.18)
        """
        libguestfsmod.mv(self._o, src, dest)

    def nr_devices(self):
        """Number of drives.

        Returns how many drives the appliance has: the length of what
        g.list_devices returns.

        (Since 1.19.15)
        """
        return libguestfsmod.nr_devices(self._o)

    def ntfs_3g_probe(self, rw, device):
        """Ask if an NTFS can be mounted.

        Tells if the NTFS on device can be mounted, for writing too if rw is
        true. Nothing is mounted and nothing is changed.

        Returns the exit status of ntfs-3g.probe(8): 0 if it can be mounted;
        12 if there is no NTFS on the device; 13 if the NTFS is damaged; 14 if
        Windows is hibernated in it, so that it can only be mounted read-only;
        15 if it was not unmounted cleanly; 16 if it is in use; 17 if half of
        a RAID is missing; other numbers if it could not be looked at.

        This needs the optional group ntfs3g: g.feature_available tells if it
        is there.

        (Since 1.0.43)
        """
        return libguestfsmod.ntfs_3g_probe(self._o, rw, device)

    def ntfs_chmod(self, device, mode, path, recursive=None):
        """Change the mode of a file of an NTFS that is not mounted.

        Gives the file or directory path of the NTFS on device the permissions
        that mode stands for, as an access control list of Windows. With
        recursive a directory is changed with all that it holds.

        The file system must not be mounted. g.chmod works on one that is, but
        changes nothing there unless it was mounted with the option
        permissions.

        This needs the optional group ntfs3g: g.feature_available tells if it
        is there.

        (Since 1.55.13)
        """
        libguestfsmod.ntfs_chmod(self._o, device, mode, path, recursive)

    def ntfscat_i(self, device, inode, filename):
        """Download a file of an NTFS by its inode.

        Downloads what is in inode inode of the NTFS on device to the local
        file filename. The file system need not be mounted. This is the way to
        the files that a mounted one does not show, such as inode 0, $MFT, and
        to those whose name is lost.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.33.14)
        """
        libguestfsmod.ntfscat_i(self._o, device, inode, filename)

    def ntfsclone_in(self, backupfile, device):
        """Restore an NTFS from an image.

        Writes the NTFS that g.ntfsclone_out saved in the local file
        backupfile to device, which must not be smaller than the one that it
        came from.

        It stops early when g.user_cancel is called.

        This needs the optional group ntfs3g: g.feature_available tells if it
        is there.

        (Since 1.17.9)
        """
        libguestfsmod.ntfsclone_in(self._o, backupfile, device)

    def ntfsclone_out(self, device, backupfile, metadataonly=None, rescue=None,
                      ignorefscheck=None, preservetimestamps=None, force=None):
        """Save an NTFS as an image.

        Saves the NTFS on device, which must not be mounted, in the local file
        backupfile: only what is in use, in the special format of
        ntfsclone(8). g.ntfsclone_in writes it to a device again.

        metadataonly
            Leave out what is in the files.

        rescue
            Go on after sectors that cannot be read.

        ignorefscheck
            Save it although it is not consistent.

        preservetimestamps
            With metadataonly, keep the times of the files.

        force
            Save it although it is marked for a check.

        It stops early when g.user_cancel is called.

        This needs the optional group ntfs3g: g.feature_available tells if it
        is there.

        (Since 1.17.9)
        """
        libguestfsmod.ntfsclone_out(self._o, device, backupfile, metadataonly,
                                    rescue, ignorefscheck, preservetimestamps,
                                    force)

    def ntfsfix(self, device, clearbadsectors=None):
        """Repair the basics of an NTFS.

        Repairs some basic structures of the NTFS on device, empties its
        journal, and marks it for a check at the next start of Windows. It is
        no replacement for chkdsk.

        With clearbadsectors the list of bad sectors is emptied too: for a
        copy of a disk that had some on one that has none.

        This needs the optional group ntfs3g: g.feature_available tells if it
        is there.

        (Since 1.17.9)
        """
        libguestfsmod.ntfsfix(self._o, device, clearbadsectors)

    def ntfsresize(self, device, size=None, force=None):
        """Change the size of an NTFS.

        Makes the NTFS on device, which must not be mounted, larger or
        smaller. Make it smaller before the partition is made smaller, and
        larger afterwards.

        size
            The new size in bytes. Without it, it is the size of the device.
            g.vfs_minimum_size tells how small it can be made.

        force
            Do it although the file system is marked for a check.

        When this has been done the file system is marked for a check at the
        next start of Windows, and a second change needs force.

        This needs the optional group ntfsprogs: g.feature_available tells if
        it is there.

        (Since 1.3.2)
        """
        libguestfsmod.ntfsresize(self._o, device, size, force)

    ntfsresize_opts = ntfsresize

    def ntfsresize_size(self, device, size):
        """Change the size of an NTFS to so many bytes.

        Makes the NTFS on device size bytes large: g.ntfsresize with its
        optional argument size.

        Deprecated: new programs should use g.ntfsresize.

        This needs the optional group ntfsprogs: g.feature_available tells if
        it is there.

        (Since 1.3.14)
        """
        libguestfsmod.ntfsresize_size(self._o, device, size)

    def parse_environment(self):
        """Apply the environment variables of the process.

        Reads the environment variables that guestfs(3) lists and sets the
        handle accordingly.

        g.create has done this already. It is for handles made by
        g.create_flags with GUESTFS_CREATE_NO_ENVIRONMENT, in case the
        environment is wanted later.

        A value that makes no sense is an error which names the variable;
        variables that come after it have not been applied.

        (Since 1.19.53)
        """
        libguestfsmod.parse_environment(self._o)

    def parse_environment_list(self, environment):
        """Apply environment variables from a list.

        Does what g.parse_environment does with the strings of environment,
        each NAME=value, instead of the environment of the process. Names that
        mean nothing to libguestfs are ignored.

        (Since 1.19.53)
        """
        libguestfsmod.parse_environment_list(self._o, environment)

    def part_add(self, device, prlogex, startsect, endsect):
        """Add a partition to a disk.

        Adds a partition to device, which must have a partition table: use
        g.part_init to create one.

        prlogex is its type: p or primary, or, in an MBR only, e or extended,
        or l or logical for a partition inside the extended one.

        startsect and endsect are its first and last sector, both included, in
        units of the disk's sectors. Sectors count from 0. A negative endsect
        counts back from the end of the disk: -1 is the last sector. A GPT
        keeps the last 33 sectors for itself.

        The partition gets the lowest free number. Nothing is written into it,
        so what was on these sectors before is still there. Sectors that are
        not free are an error. g.part_disk is easier when one partition is to
        cover the whole disk.

        (Since 1.0.78)
        """
        libguestfsmod.part_add(self._o, device, prlogex, startsect, endsect)

    def part_del(self, device, partnum):
        """Delete a partition.

        Deletes the partition with number partnum from the table of device.
        Partitions count from 1. What is inside stays on the disk until
        something else is written there.

        In an MBR, deleting the extended partition deletes the logical ones
        too, and deleting a logical partition gives those behind it lower
        numbers.

        (Since 1.3.2)
        """
        libguestfsmod.part_del(self._o, device, partnum)

    def part_disk(self, device, parttype):
        """Give a disk one partition that covers all of it.

        Creates a partition table of the kind parttype on device, as
        g.part_init does, with a single primary partition that covers the
        disk. The first and the last 128 sectors stay free: they hold the
        tables, room for a boot loader, and alignment.

        Whatever was on the disk is lost.

        (Since 1.0.78)
        """
        libguestfsmod.part_disk(self._o, device, parttype)

    def part_expand_gpt(self, device):
        """Move the backup GPT to the end of the disk.

        When a disk with a GPT has grown, the backup of the table is left
        somewhere in the middle and the new space cannot be used. This moves
        the backup to the end and makes all the space available. Partitions do
        not change.

        This needs the optional group gdisk: g.feature_available tells if it
        is there.

        (Since 1.33.2)
        """
        libguestfsmod.part_expand_gpt(self._o, device)

    def part_get_bootable(self, device, partnum):
        """Test if a partition is bootable.

        Returns true if partition number partnum of device is marked as the
        one to boot from. See g.part_set_bootable for what that means.

        (Since 1.3.2)
        """
        return libguestfsmod.part_get_bootable(self._o, device, partnum)

    def part_get_disk_guid(self, device):
        """Get the GUID of a GPT disk.

        Returns the GUID that the partition table itself has, in capitals. An
        error if device has no GPT.

        (Since 1.33.2)
        """
        return libguestfsmod.part_get_disk_guid(self._o, device)

    def part_get_gpt_attributes(self, device, partnum):
        """Get the attribute bits of a GPT partition.

        Returns the 64 attribute bits of partition number partnum, as
        g.part_set_gpt_attributes takes them. An error if device has no GPT.

        (Since 1.21.1)
        """
        return libguestfsmod.part_get_gpt_attributes(self._o, device, partnum)

    def part_get_gpt_guid(self, device, partnum):
        """Get the GUID of a GPT partition.

        Returns the GUID that is unique to partition number partnum, in
        capitals. An error if device has no GPT.

        (Since 1.29.25)
        """
        return libguestfsmod.part_get_gpt_guid(self._o, device, partnum)

    def part_get_gpt_type(self, device, partnum):
        """Get the type GUID of a GPT partition.

        Returns the GUID that says what partition number partnum is for, in
        capitals. An error if device has no GPT; for an MBR there is
        g.part_get_mbr_id.

        (Since 1.21.1)
        """
        return libguestfsmod.part_get_gpt_type(self._o, device, partnum)

    def part_get_mbr_id(self, device, partnum):
        """Get the type byte of an MBR partition.

        Returns the byte that says what partition number partnum is for, such
        as 0x83 for Linux. An error if device has no MBR; for a GPT there is
        g.part_get_gpt_type.

        (Since 1.3.2)
        """
        return libguestfsmod.part_get_mbr_id(self._o, device, partnum)

    def part_get_mbr_part_type(self, device, partnum):
        """Test if an MBR partition is primary, extended or logical.

        Returns primary, extended or logical for partition number partnum. An
        error if device has no MBR.

        (Since 1.29.32)
        """
        return libguestfsmod.part_get_mbr_part_type(self._o, device, partnum)

    def part_get_name(self, device, partnum):
        """Get the name of a partition.

        Returns the name of partition number partnum, which is the empty
        string when it was never given one. Only the partitions of a GPT have
        names.

        (Since 1.25.33)
        """
        return libguestfsmod.part_get_name(self._o, device, partnum)

    def part_get_parttype(self, device):
        """Get the kind of a partition table.

        Returns the kind of partition table that device has: msdos for an MBR,
        gpt, or more rarely one of the others that g.part_init lists.

        Errno is EINVAL if there is no partition table, be the disk empty or
        covered by a file system.

        (Since 1.0.78)
        """
        return libguestfsmod.part_get_parttype(self._o, device)

    def part_init(self, device, parttype):
        """Create an empty partition table.

        Writes a partition table without partitions to device. Whatever was on
        the disk is lost. parttype is the kind:

        mbr, msdos
            The table of the IBM PC: four primary partitions, of which one may
            hold logical ones, and nothing beyond the first 2 TiB.

        gpt, efi
            The table that UEFI brought: 128 partitions with names and GUIDs,
            and no limit that matters.

        aix, amiga, rdb, bsd, dasd, dvh, mac, pc98, sun
            The tables of other systems. Reading, adding and deleting
            partitions works with these; what is special to an MBR or a GPT
            does not.

        Add partitions with g.part_add.

        (Since 1.0.78)
        """
        libguestfsmod.part_init(self._o, device, parttype)

    def part_list(self, device):
        """List the partitions of a disk.

        Returns the partitions of device in the order in which they are on the
        disk, with these fields:

        part_num
            The number, counted from 1.

        part_start
            Where it starts, in bytes from the start of the disk.

        part_end
            Its last byte, from the start of the disk.

        part_size
            Its size in bytes.

        An extended partition is listed as well as the logical ones inside.

        (Since 1.0.78)
        """
        return libguestfsmod.part_list(self._o, device)

    def part_resize(self, device, partnum, endsect):
        """Move the end of a partition.

        Makes partition number partnum of device longer or shorter so that
        endsect becomes its last sector. The start does not move. As in
        g.part_add, endsect may be negative to count from the end of the disk.

        What is inside the partition does not change: make a file system
        smaller before its partition, and larger after it.

        (Since 1.37.20)
        """
        libguestfsmod.part_resize(self._o, device, partnum, endsect)

    def part_set_bootable(self, device, partnum, bootable):
        """Mark a partition as the one to boot from.

        Sets or clears the mark by which firmware finds partition number
        partnum to boot from. In an MBR this is the active flag, which at most
        one partition has: setting it clears it elsewhere. In a GPT it is the
        type EFI system partition; clearing it makes the type Linux file
        system.

        Many boot loaders do not care.

        (Since 1.0.78)
        """
        libguestfsmod.part_set_bootable(self._o, device, partnum, bootable)

    def part_set_disk_guid(self, device, guid):
        """Set the GUID of a GPT disk.

        Sets the GUID that the partition table of device itself has. An error
        if it is no GPT, or if guid is not a GUID.

        (Since 1.33.2)
        """
        libguestfsmod.part_set_disk_guid(self._o, device, guid)

    def part_set_disk_guid_random(self, device):
        """Set the GUID of a GPT disk to a new one.

        Gives the partition table of device a new random GUID. An error if it
        is no GPT.

        (Since 1.33.2)
        """
        libguestfsmod.part_set_disk_guid_random(self._o, device)

    def part_set_gpt_attributes(self, device, partnum, attributes):
        """Set the attribute bits of a GPT partition.

        Sets the 64 attribute bits of partition number partnum. Bit 0 marks a
        partition that the platform needs, bit 1 one that firmware is to leave
        alone, bit 2 the one that a legacy BIOS boots; bits 48 to 63 mean
        something different for each type. An error if device has no GPT.

        (Since 1.21.1)
        """
        libguestfsmod.part_set_gpt_attributes(self._o, device, partnum,
                                              attributes)

    def part_set_gpt_guid(self, device, partnum, guid):
        """Set the GUID of a GPT partition.

        Sets the GUID that is unique to partition number partnum. An error if
        device has no GPT, or if guid is not a GUID.

        (Since 1.29.25)
        """
        libguestfsmod.part_set_gpt_guid(self._o, device, partnum, guid)

    def part_set_gpt_type(self, device, partnum, guid):
        """Set the type GUID of a GPT partition.

        Sets the GUID that says what partition number partnum is for. An error
        if device has no GPT; for an MBR there is g.part_set_mbr_id.

        (Since 1.21.1)
        """
        libguestfsmod.part_set_gpt_type(self._o, device, partnum, guid)

    def part_set_mbr_id(self, device, partnum, idbyte):
        """Set the type byte of an MBR partition.

        Sets the byte that says what partition number partnum is for, 1 to
        255. An error if device has no MBR; for a GPT there is
        g.part_set_gpt_type.

        (Since 1.3.2)
        """
        libguestfsmod.part_set_mbr_id(self._o, device, partnum, idbyte)

    def part_set_name(self, device, partnum, name):
        """Set the name of a partition.

        Gives partition number partnum a name of at most 36 UTF-16 code units.
        Only the partitions of a GPT have names.

        (Since 1.0.78)
        """
        libguestfsmod.part_set_name(self._o, device, partnum, name)

    def part_to_dev(self, partition):
        """Get the disk of a partition.

        Returns the device on which the partition is: /dev/sda for /dev/sda1.
        An error if partition is not a partition.

        (Since 1.5.15)
        """
        return libguestfsmod.part_to_dev(self._o, partition)

    def part_to_partnum(self, partition):
        """Get the number of a partition.

        Returns the number that the partition has on its disk: 1 for
        /dev/sda1. An error if partition is not a partition.

        (Since 1.13.25)
        """
        return libguestfsmod.part_to_partnum(self._o, partition)

    def ping_daemon(self):
        """Ask the daemon for a sign of life.

        Does nothing but go to the daemon and back. It succeeds when the
        appliance is running and answers.

        (Since 1.0.18)
        """
        libguestfsmod.ping_daemon(self._o)

    def pread(self, path, count, offset):
        """Read part of a file.

        Read at most count bytes of the file path from offset on, both in
        bytes. Fewer are returned when the file ends before, none at all when
        offset is beyond its end.

        See also g.pwrite, g.pread_device and g.download_offset.

        (Since 1.0.77)
        """
        return libguestfsmod.pread(self._o, path, count, offset)

    def pread_device(self, device, count, offset):
        """Read part of a device.

        Read at most count bytes of the block device device from offset on,
        both in bytes. Fewer are returned when the device ends before.

        See also g.pread.

        (Since 1.5.21)
        """
        return libguestfsmod.pread_device(self._o, device, count, offset)

    def pvchange_uuid(self, device):
        """Give a physical volume a new UUID.

        Gives the physical volume device a new random UUID.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.19.26)
        """
        libguestfsmod.pvchange_uuid(self._o, device)

    def pvchange_uuid_all(self):
        """Give all physical volumes new UUIDs.

        Gives every physical volume a new random UUID.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.19.26)
        """
        libguestfsmod.pvchange_uuid_all(self._o)

    def pvcreate(self, device):
        """Make a device a physical volume.

        Makes device, a disk or a partition, an LVM physical volume, so that
        g.vgcreate can use it. Whatever was on the device is lost.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 0.0.8)
        """
        libguestfsmod.pvcreate(self._o, device)

    def pvremove(self, device):
        """Make a device no longer a physical volume.

        Wipes the label by which lvm knows the physical volume device. One
        that is part of a volume group is refused: remove the group first,
        with g.vgremove.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.0.13)
        """
        libguestfsmod.pvremove(self._o, device)

    def pvresize(self, device):
        """Make a physical volume as large as its device.

        Makes the physical volume device fit the size that the device has now,
        for instance after g.part_resize.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.0.26)
        """
        libguestfsmod.pvresize(self._o, device)

    def pvresize_size(self, device, size):
        """Set the size of a physical volume.

        Makes the physical volume device size bytes large, which may be less
        than the device has.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.3.14)
        """
        libguestfsmod.pvresize_size(self._o, device, size)

    def pvs(self):
        """List the physical volumes.

        Returns the devices that are LVM physical volumes, sorted. g.pvs_full
        tells more about each.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 0.0.4)
        """
        return libguestfsmod.pvs(self._o)

    def pvs_full(self):
        """List the physical volumes with their properties.

        Returns what pvs(8) tells about each physical volume. The fields have
        its names; sizes are in bytes, and UUIDs have no dashes.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 0.0.4)
        """
        return libguestfsmod.pvs_full(self._o)

    def pvuuid(self, device):
        """Get the UUID of a physical volume.

        Returns the UUID of the physical volume device, with dashes. It is an
        error, with errno EINVAL, if it is not one.

        (Since 1.0.87)
        """
        return libguestfsmod.pvuuid(self._o, device)

    def pwrite(self, path, content, offset):
        """Write part of a file.

        Write content into the existing file path at offset bytes from its
        start. What lies before and after is kept; the file grows when
        necessary.

        The number of bytes written is returned: all of them, otherwise the
        call fails. See also g.pread, g.pwrite_device and, for what is in a
        local file, g.upload_offset.

        (Since 1.3.14)
        """
        return libguestfsmod.pwrite(self._o, path, content, offset)

    def pwrite_device(self, device, content, offset):
        """Write part of a device.

        Write content to the block device device at offset bytes from its
        start.

        The number of bytes written is returned: all of them, otherwise the
        call fails, with errno ENOSPC at the end of the device.

        (Since 1.5.20)
        """
        return libguestfsmod.pwrite_device(self._o, device, content, offset)

    def read_file(self, path):
        """Give the contents of a file.

        Return the contents of the file path, which may hold any byte and be
        of any size that fits into memory.

        To copy a large file to a local one use g.download.

        (Since 1.0.63)
        """
        return libguestfsmod.read_file(self._o, path)

    def read_lines(self, path):
        """Give the lines of a text file.

        Return the contents of the text file path as a list of lines. The
        characters LF or CR LF that end each line are taken away; a last line
        without them counts too.

        (Since 0.0.7)
        """
        return libguestfsmod.read_lines(self._o, path)

    def readdir(self, dir):
        """List the entries of a directory with their types.

        Return all entries of directory dir, . and .. too, in the order of the
        file system: they are not sorted.

        ino is the inode number and name the name. ftyp is one of these
        characters:

        b
            block device

        c
            character device

        d
            directory

        f
            FIFO (named pipe)

        l
            symbolic link

        r
            regular file

        s
            socket

        u
            the file system does not say

        ?
            a type that is none of these

        g.ls gives a sorted list of names. To get more about each file, pass
        the names to g.lstatnslist, g.lxattrlist and g.readlinklist: three
        calls for the whole directory.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.0.55)
        """
        return libguestfsmod.readdir(self._o, dir)

    def readlink(self, path):
        """Read where a symbolic link points.

        Return the text of the symbolic link path, as it is: it may be
        relative, and what it names need not exist. If path is not a symbolic
        link the errno is EINVAL.

        (Since 1.0.66)
        """
        return libguestfsmod.readlink(self._o, path)

    def readlinklist(self, path, names):
        """Read where many symbolic links of a directory point.

        Do g.readlink for each of names, which are names without slash in the
        directory path, in one call. The result has as many elements as names,
        in the same order. For a name that is not a symbolic link it is the
        empty string.

        (Since 1.0.77)
        """
        return libguestfsmod.readlinklist(self._o, path, names)

    def realpath(self, path):
        """Give the path without symbolic links.

        Return an absolute path that leads to the same file as path and has
        neither symbolic links nor components . and .. nor repeated slashes.

        Everything in path must exist.

        (Since 1.0.66)
        """
        return libguestfsmod.realpath(self._o, path)

    def remount(self, mountpoint, rw=None):
        """Make a mounted file system read-only or writable.

        Changes how the file system that is mounted on mountpoint is mounted:
        if rw is true it can be written to, if false it is read-only. Its
        other options stay as they are. Nothing changes without rw.

        (Since 1.23.2)
        """
        libguestfsmod.remount(self._o, mountpoint, rw)

    def remove_drive(self, label):
        """Remove a drive.

        Removes the drive that was added with this label. If the appliance is
        running the drive is unplugged; if anything on it is mounted or in use
        by a volume group or an array, that is refused (EBUSY). The names of
        the other drives stay as they are, and the next drive that is added
        takes the free name.

        (Since 1.19.49)
        """
        libguestfsmod.remove_drive(self._o, label)

    def removexattr(self, xattr, path):
        """Remove an extended attribute.

        Removes the extended attribute xattr of path. Symbolic links are
        followed; g.lremovexattr looks at the link itself.

        Errno is ENODATA if there is no such attribute.

        This needs the optional group linuxxattrs: g.feature_available tells
        if it is there.

        (Since 1.0.59)
        """
        libguestfsmod.removexattr(self._o, xattr, path)

    def rename(self, oldpath, newpath):
        """Rename a file or directory.

        Rename oldpath to newpath as rename(2) does: both must be on the same
        file system, newpath is replaced if it is a file or an empty
        directory, and nothing is moved into directories. g.mv is like the
        command of that name.

        (Since 1.21.5)
        """
        libguestfsmod.rename(self._o, oldpath, newpath)

    def resize2fs(self, device):
        """Make an ext file system as large as its device.

        Resizes the ext2, ext3 or ext4 file system on device to the size that
        the device has now. If it is not mounted it is checked before, as
        g.e2fsck with correct does.

        (Since 1.0.27)
        """
        libguestfsmod.resize2fs(self._o, device)

    def resize2fs_M(self, device):
        """Make an ext file system as small as possible.

        Shrinks the ext2, ext3 or ext4 file system on device as far as its
        contents allow. It is checked before, as g.e2fsck with correct does.
        g.vfs_minimum_size tells the size beforehand.

        (Since 1.9.4)
        """
        libguestfsmod.resize2fs_M(self._o, device)

    def resize2fs_size(self, device, size):
        """Set the size of an ext file system.

        Resizes the ext2, ext3 or ext4 file system on device to size bytes, a
        multiple of 512, rounded down to whole blocks. If it is not mounted it
        is checked before, as g.e2fsck with correct does.

        (Since 1.3.14)
        """
        libguestfsmod.resize2fs_size(self._o, device, size)

    def rm(self, path):
        """Remove a file.

        Remove the single file path. A symbolic link is removed itself, not
        what it points to.

        A directory is refused with errno EISDIR: see g.rmdir and g.rm_rf. If
        there may be no such file see g.rm_f.

        (Since 0.0.8)
        """
        libguestfsmod.rm(self._o, path)

    def rm_f(self, path):
        """Remove a file if it exists.

        Remove the single file path; it is no error if there is none. Other
        errors are still reported, and a directory is refused: see g.rm_rf.

        (Since 1.19.42)
        """
        libguestfsmod.rm_f(self._o, path)

    def rm_rf(self, path):
        """Remove a file or directory with everything in it.

        Remove path and, if it is a directory, everything in it, as rm -rf
        does. Symbolic links are removed themselves and never followed. It is
        no error if path does not exist.

        / itself cannot be removed.

        It stops early when g.user_cancel is called.

        (Since 0.0.8)
        """
        libguestfsmod.rm_rf(self._o, path)

    def rmdir(self, path):
        """Remove an empty directory.

        Remove the directory path, which must be empty; the errno is ENOTEMPTY
        otherwise. g.rm_rf removes one with everything in it.

        (Since 0.0.8)
        """
        libguestfsmod.rmdir(self._o, path)

    def rmmountpoint(self, exemptpath):
        """Remove a directory made by mkmountpoint.

        Removes the directory exemptpath, which must be empty and nothing must
        be mounted on it. Like g.mkmountpoint this works when nothing is
        mounted.

        (Since 1.0.62)
        """
        libguestfsmod.rmmountpoint(self._o, exemptpath)

    def rsync(self, src, dest, archive=None, deletedest=None):
        """Copy files inside the guest with rsync.

        Bring dest up to date with src, both in the guest, with rsync(1). A
        slash at the end of src stands for what is in the directory; without
        it the directory itself is copied into dest. No wildcards are
        expanded.

        archive
            Copy directories with all that is in them, and keep symbolic
            links, devices, modes, times and the numbers of owners and groups,
            as with rsync's option -a. Without it directories are skipped and
            only files are copied.

        deletedest
            Delete from the directories of the target what is not in the
            source.

        This needs the optional group rsync: g.feature_available tells if it
        is there.

        (Since 1.19.29)
        """
        libguestfsmod.rsync(self._o, src, dest, archive, deletedest)

    def rsync_in(self, remote, dest, archive=None, deletedest=None):
        """Copy files from an rsync server into the guest.

        Bring dest in the guest up to date with remote on another machine,
        such as rsync://host/module/path or host::module/path. The appliance
        needs a network: see g.set_network. With QEMU's user network the
        machine it runs on is 169.254.2.2.

        A slash at the end of remote stands for what is in the directory.

        archive
            Copy directories with all that is in them, and keep symbolic
            links, devices, modes, times and the numbers of owners and groups,
            as with rsync's option -a. Without it directories are skipped and
            only files are copied.

        deletedest
            Delete from the directories of the target what is not in the
            source.

        This needs the optional group rsync: g.feature_available tells if it
        is there.

        (Since 1.19.29)
        """
        libguestfsmod.rsync_in(self._o, remote, dest, archive, deletedest)

    def rsync_out(self, src, remote, archive=None, deletedest=None):
        """Copy files of the guest to an rsync server.

        Bring remote on another machine up to date with src in the guest. See
        g.rsync_in for what remote may be, and g.rsync for src.

        archive
            Copy directories with all that is in them, and keep symbolic
            links, devices, modes, times and the numbers of owners and groups,
            as with rsync's option -a. Without it directories are skipped and
            only files are copied.

        deletedest
            Delete from the directories of the target what is not in the
            source.

        This needs the optional group rsync: g.feature_available tells if it
        is there.

        (Since 1.19.29)
        """
        libguestfsmod.rsync_out(self._o, src, remote, archive, deletedest)

    def scrub_device(self, device):
        """Overwrite a device so that it cannot be recovered.

        Writes patterns over all of device, several times, to make it hard to
        recover what was there. It uses scrub(1). On a disk image, and on
        modern disks, copies may still exist elsewhere.

        This needs the optional group scrub: g.feature_available tells if it
        is there.

        (Since 1.0.52)
        """
        libguestfsmod.scrub_device(self._o, device)

    def scrub_file(self, file):
        """Overwrite a file and remove it.

        Writes patterns over file, several times, and removes it. Copies may
        still exist where the file was before, for instance in a journal.

        This needs the optional group scrub: g.feature_available tells if it
        is there.

        (Since 1.0.52)
        """
        libguestfsmod.scrub_file(self._o, file)

    def scrub_freespace(self, dir):
        """Overwrite the free space of a file system.

        Makes the directory dir, which must not exist, fills the file system
        with files in it that are treated like those of g.scrub_file, and
        removes them all.

        This needs the optional group scrub: g.feature_available tells if it
        is there.

        (Since 1.0.52)
        """
        libguestfsmod.scrub_freespace(self._o, dir)

    def selinux_relabel(self, specfile, path, force=None):
        """Give a tree of files its SELinux labels.

        Do what g.setfiles does, for one path and without exclusions.

        Deprecated: new programs should use g.setfiles.

        This needs the optional group selinuxrelabel: g.feature_available
        tells if it is there.

        (Since 1.33.43)
        """
        libguestfsmod.selinux_relabel(self._o, specfile, path, force)

    def set_append(self, append):
        """Add options to the kernel of the appliance.

        Adds append to the command line of the appliance's kernel at the next
        launch. NULL adds nothing, which is the default unless the environment
        variable LIBGUESTFS_APPEND is set.

        This must be called before g.launch.

        (Since 1.0.26)
        """
        libguestfsmod.set_append(self._o, append)

    def set_attach_method(self, backend):
        """Choose the backend.

        Does what g.set_backend does.

        Deprecated: new programs should use g.set_backend.

        This must be called before g.launch.

        (Since 1.9.8)
        """
        libguestfsmod.set_attach_method(self._o, backend)

    def set_autosync(self, autosync):
        """Synchronise file systems when the handle is closed.

        While autosync is on, as it is at first, ending the appliance with
        g.shutdown or g.close unmounts the guest's file systems and writes
        everything out. Without it, changes that were not synchronised with
        g.sync or by unmounting may be lost.

        (Since 0.0.3)
        """
        libguestfsmod.set_autosync(self._o, autosync)

    def set_backend(self, backend):
        """Choose what starts the appliance.

        Chooses how the appliance is run:

        direct
            Run QEMU directly. This is the default.

        libvirt
        libvirt:URI
            Let libvirt run it, by way of its default connection or of the one
            at URI, when the library was built with libvirt.

        The environment variables LIBGUESTFS_BACKEND and, older,
        LIBGUESTFS_ATTACH_METHOD set it when the handle is made. appliance is
        a former name of direct. A name that this library does not know is an
        error (EINVAL), which lists those it does.

        This must be called before g.launch.

        (Since 1.21.26)
        """
        libguestfsmod.set_backend(self._o, backend)

    def set_backend_setting(self, name, val):
        """Set one setting of the backend.

        Sets the backend setting name to val, in place of every setting of
        that name. See g.set_backend_settings.

        This must be called before g.launch.

        (Since 1.27.2)
        """
        libguestfsmod.set_backend_setting(self._o, name, val)

    def set_backend_settings(self, settings):
        """Replace the settings of the backend.

        Replaces all backend settings by settings, each of the form
        name=value, or name alone, which is the same as name=1. They say how
        the backend does its work: guestfs(3) lists them under BACKEND
        SETTINGS. Of one that the library does not know it warns, and it has
        no effect.

        The environment variable LIBGUESTFS_BACKEND_SETTINGS, in which a colon
        separates the settings, does the same when the handle is made.

        This must be called before g.launch.

        (Since 1.25.24)
        """
        libguestfsmod.set_backend_settings(self._o, settings)

    def set_cachedir(self, cachedir):
        """Set the directory of the cache.

        Sets the directory below which files that outlive the handle are
        cached. In it there is a private directory for each user,
        .guestfs-UID, which must belong to that user. A relative path is taken
        from the current directory.

        NULL sets the default: the environment variable LIBGUESTFS_CACHEDIR,
        otherwise TMPDIR, otherwise /var/tmp.

        This must be called before g.launch.

        (Since 1.19.58)
        """
        libguestfsmod.set_cachedir(self._o, cachedir)

    def set_direct(self, direct):
        """Pass the console through.

        In direct mode the console of the appliance is not read by the
        library: the appliance uses the standard input and output of the
        program. No event is made of its messages then. It is off by default.

        Deprecated: new programs should use g.internal_get_console_socket.

        This must be called before g.launch.

        (Since 1.0.72)
        """
        libguestfsmod.set_direct(self._o, direct)

    def set_e2attrs(self, file, attrs, clear=None):
        """Change the attributes of a file in an ext file system.

        Sets the attributes of file whose letters are in attrs, or clears them
        if clear is true; the others stay. The letters are those of chattr(1),
        such as i for a file that cannot be changed or removed.

        (Since 1.17.31)
        """
        libguestfsmod.set_e2attrs(self._o, file, attrs, clear)

    def set_e2generation(self, file, generation):
        """Set the generation of a file in an ext file system.

        Sets the generation of file, a number of 32 bits: see
        g.get_e2generation. Ext4 with checksums of metadata does not allow it.

        (Since 1.17.31)
        """
        libguestfsmod.set_e2generation(self._o, file, generation)

    def set_e2label(self, device, label):
        """Set the label of an ext file system.

        Gives the file system on device the label label: what g.set_label does
        for all types.

        Deprecated: new programs should use g.set_label.

        (Since 1.0.15)
        """
        libguestfsmod.set_e2label(self._o, device, label)

    def set_e2uuid(self, device, uuid):
        """Set the UUID of an ext file system.

        Gives the ext2, ext3 or ext4 file system on device the UUID uuid,
        which may also be clear, random or time. For all types there are
        g.set_uuid and g.set_uuid_random.

        Deprecated: new programs should use g.set_uuid.

        (Since 1.0.15)
        """
        libguestfsmod.set_e2uuid(self._o, device, uuid)

    def set_hv(self, hv):
        """Set the QEMU binary.

        Sets which hypervisor is run: the name of a QEMU program, looked for
        in PATH when it has no slash.

        The environment variable LIBGUESTFS_HV does the same when the handle
        is made. Without either, the QEMU for this architecture is looked for.

        This must be called before g.launch.

        (Since 1.23.17)
        """
        libguestfsmod.set_hv(self._o, hv)

    def set_identifier(self, identifier):
        """Name the handle in messages.

        Sets a name for the handle, which stands in front of the call in trace
        messages: trace: ID: get_tmpdir instead of trace: get_tmpdir. Programs
        with several handles can tell them apart by it.

        The name may have ASCII letters and digits, underscores and hyphens;
        anything else is an error (EINVAL). The empty string, the default, is
        no name.

        (Since 1.31.14)
        """
        libguestfsmod.set_identifier(self._o, identifier)

    def set_label(self, mountable, label):
        """Change the label of a file system.

        Gives the file system on mountable the label label; an empty one
        removes it. It works for ext2, ext3, ext4, Btrfs, XFS, FAT, exFAT,
        NTFS, F2FS, ReiserFS, NILFS2, JFS, UDF and swap areas. Other types
        fail with errno ENOTSUP.

        Depending on the type it must be mounted or must not be: Btrfs, ext4
        and XFS do not mind, FAT and NTFS must not be mounted.

        A label that is too long for the type (16 bytes for ext2, ext3 and
        ext4, 12 for XFS, 11 for FAT) is an error.

        (Since 1.17.9)
        """
        libguestfsmod.set_label(self._o, mountable, label)

    def set_memsize(self, memsize):
        """Set the memory size of the appliance.

        Sets how much memory the appliance gets at the next launch, in MiB.
        The default is 1280. Less than 256 is an error (EINVAL).

        The environment variable LIBGUESTFS_MEMSIZE does the same when the
        handle is made.

        This must be called before g.launch.

        (Since 1.0.55)
        """
        libguestfsmod.set_memsize(self._o, memsize)

    def set_network(self, network):
        """Give the appliance a network.

        If network is true the appliance can reach the network of the host, as
        a user program could. It is off by default, and should stay so where
        guests are not trusted.

        This must be called before g.launch.

        (Since 1.5.4)
        """
        libguestfsmod.set_network(self._o, network)

    def set_path(self, searchpath):
        """Set the search path of the appliance.

        Sets the directories, separated by colons, where an appliance is
        looked for; the first that has one is used.

        NULL sets the path that was compiled in. The environment variable
        LIBGUESTFS_PATH sets it when the handle is made.

        This must be called before g.launch.

        (Since 0.0.3)
        """
        libguestfsmod.set_path(self._o, searchpath)

    def set_pgroup(self, pgroup):
        """Give QEMU a process group of its own.

        A signal that the terminal sends, like that of control-C, is for the
        program, and QEMU, which has a process group of its own, does not get
        it; when the program ends because of it, so does QEMU. Only in direct
        mode (g.set_direct) QEMU reads the terminal itself and is in the
        process group of the program, unless pgroup is true. It is off by
        default.

        This must be called before g.launch.

        (Since 1.11.18)
        """
        libguestfsmod.set_pgroup(self._o, pgroup)

    def set_program(self, program):
        """Set the name of the program.

        Sets the name of the program that uses the handle, for messages. The
        default is the name under which the process was started.

        (Since 1.21.29)
        """
        libguestfsmod.set_program(self._o, program)

    def set_qemu(self, hv):
        """Set the QEMU binary.

        Does what g.set_hv does. NULL lets libguestfs look for one.

        Deprecated: new programs should use g.set_hv.

        This must be called before g.launch.

        (Since 1.0.6)
        """
        libguestfsmod.set_qemu(self._o, hv)

    def set_recovery_proc(self, recoveryproc):
        """End QEMU when the program dies.

        If recoveryproc is true, as it is at first, QEMU is ended when the
        program dies without closing the handle. Turn it off only to examine a
        QEMU that outlives its program.

        This must be called before g.launch.

        (Since 1.0.77)
        """
        libguestfsmod.set_recovery_proc(self._o, recoveryproc)

    def set_selinux(self, selinux):
        """Enable SELinux in the appliance.

        If selinux is true the appliance boots with SELinux enabled. It is off
        by default.

        Deprecated: new programs should use g.setfiles.

        This must be called before g.launch.

        (Since 1.0.67)
        """
        libguestfsmod.set_selinux(self._o, selinux)

    def set_smp(self, smp):
        """Set the number of virtual processors.

        Sets how many virtual processors the appliance gets at the next
        launch, from 1 to 255. The default is 1. More than one rarely pays.

        This must be called before g.launch.

        (Since 1.13.15)
        """
        libguestfsmod.set_smp(self._o, smp)

    def set_tmpdir(self, tmpdir):
        """Set the directory for temporary files.

        Sets the directory in which the handle makes a private directory for
        its temporary files. A relative path is taken from the current
        directory.

        NULL sets the default: the environment variable LIBGUESTFS_TMPDIR,
        otherwise TMPDIR, otherwise /tmp.

        This must be called before g.launch.

        (Since 1.19.58)
        """
        libguestfsmod.set_tmpdir(self._o, tmpdir)

    def set_trace(self, trace):
        """Trace calls.

        If trace is true each call of the handle, and its result, is sent out
        as a trace event, or printed to standard error when nobody listens to
        those. Passwords and keys are left out.

        The environment variable LIBGUESTFS_TRACE, when it is 1, does the same
        when the handle is made. It is off by default.

        (Since 1.0.69)
        """
        libguestfsmod.set_trace(self._o, trace)

    def set_uuid(self, device, uuid):
        """Change the UUID of a file system.

        Gives the file system on device the UUID uuid. It works for ext2,
        ext3, ext4, Btrfs, XFS, ReiserFS, NILFS2, JFS and swap areas, and only
        while they are not in use, except for ext2, ext3 and ext4. Other types
        fail with errno ENOTSUP.

        (Since 1.23.10)
        """
        libguestfsmod.set_uuid(self._o, device, uuid)

    def set_uuid_random(self, device):
        """Give a file system a new UUID.

        Does what g.set_uuid does with a new random UUID.

        (Since 1.29.50)
        """
        libguestfsmod.set_uuid_random(self._o, device)

    def set_verbose(self, verbose):
        """Turn debugging messages on or off.

        If verbose is true the library, QEMU and the appliance say what they
        do, in library and appliance events, or on standard error when nobody
        listens to those. The appliance takes the setting over when it is
        launched.

        The environment variable LIBGUESTFS_DEBUG, when it is 1, does the same
        when the handle is made. It is off by default.

        (Since 0.0.3)
        """
        libguestfsmod.set_verbose(self._o, verbose)

    def setcon(self, context):
        """Set the SELinux context of the daemon.

        Set the SELinux context in which the daemon runs, and with it the
        programs of the guest that it starts. It must be one of the policy
        that was loaded; see g.getcon.

        Deprecated: new programs should use g.setfiles.

        This needs the optional group selinux: g.feature_available tells if it
        is there.

        (Since 1.0.67)
        """
        libguestfsmod.setcon(self._o, context)

    def setfiles(self, specfile, paths, force=None, excludes=None):
        """Give files their SELinux labels.

        Give all files in the trees paths the SELinux labels that the
        specification in the file specfile of the guest has for them. For a
        guest with the policy targeted, as its /etc/selinux/config says, that
        is /etc/selinux/targeted/contexts/files/file_contexts.

        force
            Set the whole label. Without it a file that has a label keeps the
            user, the role and the range in it, and keeps all of it if its
            type is one that users may choose.

        excludes
            Leave these directories and what is below them as they are.

        /dev, /proc, /sys and /selinux, and mounted file systems that cannot
        hold labels, are left out in any case.

        The appliance need not run SELinux for this. If it does
        (g.set_selinux), a policy must have been loaded.

        This needs the optional group selinuxrelabel: g.feature_available
        tells if it is there.

        (Since 1.57.1)
        """
        libguestfsmod.setfiles(self._o, specfile, paths, force, excludes)

    def setxattr(self, xattr, val, vallen, path):
        """Set an extended attribute.

        Sets the extended attribute xattr of path to the first vallen bytes of
        val, whether there was one or not. xattr is the full name, such as
        user.colour. Symbolic links are followed; g.lsetxattr looks at the
        link itself.

        vallen may be one more than the length of the string val: the value
        then ends with a NUL byte, as that of security.selinux does.

        Errno is EINVAL if vallen is greater than that or negative, and
        ENOTSUP if the file system has no attributes of this name.

        This needs the optional group linuxxattrs: g.feature_available tells
        if it is there.

        (Since 1.0.59)
        """
        libguestfsmod.setxattr(self._o, xattr, val, vallen, path)

    def sfdisk(self, device, cyls, heads, sectors, lines):
        """Create partitions with sfdisk.

        Gives device a new MBR. Each of lines describes a partition in the
        words of sfdisk(8): start, size and type with commas between them, of
        which each may be left out. Numbers are in sectors. cyls, heads and
        sectors, the geometry, are ignored: give 0.

        g.part_disk, or g.part_init and g.part_add, do the same with less to
        learn.

        Deprecated: new programs should use g.part_add.

        (Since 0.0.8)
        """
        libguestfsmod.sfdisk(self._o, device, cyls, heads, sectors, lines)

    def sfdiskM(self, device, lines):
        """Create partitions with sfdisk, in MiB.

        Does what g.sfdisk does with numbers in MiB.

        Deprecated: new programs should use g.part_add.

        (Since 1.0.55)
        """
        libguestfsmod.sfdiskM(self._o, device, lines)

    def sfdisk_N(self, device, partnum, cyls, heads, sectors, line):
        """Change one partition with sfdisk.

        Does what g.sfdisk does with the single partition number partnum,
        which line describes; the others stay as they are.

        Deprecated: new programs should use g.part_add.

        (Since 1.0.26)
        """
        libguestfsmod.sfdisk_N(self._o, device, partnum, cyls, heads, sectors,
                               line)

    def sfdisk_disk_geometry(self, device):
        """Show the geometry of a disk as its partition table has it.

        Returns a line with the cylinders, heads and sectors of device. The
        kernel works them out from the partition table if there is one. They
        mean nothing for disks of today.

        (Since 1.0.26)
        """
        return libguestfsmod.sfdisk_disk_geometry(self._o, device)

    def sfdisk_kernel_geometry(self, device):
        """Show the geometry of a disk as the kernel has it.

        Returns a line with the cylinders, heads and sectors of device. They
        mean nothing for disks of today.

        (Since 1.0.26)
        """
        return libguestfsmod.sfdisk_kernel_geometry(self._o, device)

    def sfdisk_l(self, device):
        """Show the partitions of a disk.

        Returns what sfdisk -l prints about device, for people to read.
        g.part_list is for programs.

        Deprecated: new programs should use g.part_list.

        (Since 1.0.26)
        """
        return libguestfsmod.sfdisk_l(self._o, device)

    def sh(self, command):
        """Run a command of the guest's shell.

        Run command by /bin/sh of the guest and return what it writes to its
        standard output. Everything else is as for g.command.

        Wildcards, pipes and variables work as in any shell. Mind that file
        names put into the command must be quoted for the shell.

        It stops early when g.user_cancel is called.

        (Since 1.0.50)
        """
        return libguestfsmod.sh(self._o, command)

    def sh_lines(self, command):
        """Run a command of the guest's shell, giving lines.

        This is g.sh, with the output as a list of lines.

        It stops early when g.user_cancel is called.

        (Since 1.0.50)
        """
        return libguestfsmod.sh_lines(self._o, command)

    def sh_out(self, command, output):
        """Run a command of the guest's shell, output to a local file.

        This is g.sh, but the output is written to the local file output while
        the command runs, and there is no limit to its size.

        (Since 1.55.6)
        """
        libguestfsmod.sh_out(self._o, command, output)

    def shutdown(self):
        """End the appliance.

        Unmounts everything, waits until all data is on the disks (unless
        autosync is off), ends the appliance and forgets its drives. It does
        nothing if the appliance is not running.

        Call this before g.close if you have written to a drive, and look at
        the result: an error here means that data may not have reached the
        disk, because its file system was full for instance. g.close does the
        same but cannot tell.

        The handle can be configured and launched again afterwards.

        (Since 1.19.16)
        """
        libguestfsmod.shutdown(self._o)

    def sleep(self, secs):
        """Wait some seconds.

        Waits for secs seconds in the appliance.

        It stops early when g.user_cancel is called.

        (Since 1.0.41)
        """
        libguestfsmod.sleep(self._o, secs)

    def stat(self, path):
        """Get the facts about a file, in whole seconds.

        Return what stat(2) says about path, following symbolic links.

        g.statns also has the nanoseconds of the times.

        Deprecated: new programs should use g.statns.

        (Since 1.9.2)
        """
        return libguestfsmod.stat(self._o, path)

    def statns(self, path):
        """Get the facts about a file.

        Return what stat(2) says about path, following symbolic links:

        st_dev, st_ino
            the device it is on, as the appliance numbers it, and its inode
            there

        st_mode
            type and permissions

        st_nlink, st_uid, st_gid
            number of names, owner and group

        st_rdev
            the numbers of a device

        st_size
            length in bytes

        st_blksize, st_blocks
            preferred size of transfers in bytes, and space used in units of
            512 bytes

        st_atime_sec, st_mtime_sec, st_ctime_sec
            when it was last read, written, and when its inode changed, in
            seconds since 1970; the nanoseconds are in fields that end with
            _nsec

        The fields st_spare1 to st_spare6 are 0.

        (Since 1.27.53)
        """
        return libguestfsmod.statns(self._o, path)

    def statvfs(self, path):
        """Get the size and the free space of a file system.

        Returns what statvfs(3) says of the file system in which path is:

        bsize, frsize
            The size of blocks in bytes; frsize is the unit of the next three.

        blocks, bfree, bavail
            Blocks altogether, free, and free for those who are not root.

        files, ffree, favail
            Inodes altogether, free, and free for those who are not root.

        fsid, flag, namemax
            An identification, mount flags, and the greatest length of a file
            name.

        (Since 1.9.2)
        """
        return libguestfsmod.statvfs(self._o, path)

    def strings(self, path):
        """Give the printable strings in a file.

        Return the runs of at least four printable ASCII characters in the
        file path, as strings(1) does. For other encodings use g.strings_e.

        It stops early when g.user_cancel is called.

        (Since 1.0.22)
        """
        return libguestfsmod.strings(self._o, path)

    def strings_e(self, encoding, path):
        """Give the printable strings of an encoding in a file.

        Return the runs of at least four printable characters in the file
        path, as strings -e does. encoding is one of:

        s
            single bytes of 7 bits: ASCII, and the ASCII characters of UTF-8

        S
            single bytes of 8 bits: ISO 8859 and the like, and all of UTF-8

        b, l
            16-bit units, big endian and little endian: UTF-16, which Windows
            uses

        B, L
            32-bit units, big endian and little endian

        In the wide encodings only ASCII characters count as printable. They
        are returned as single bytes.

        It stops early when g.user_cancel is called.

        (Since 1.0.22)
        """
        return libguestfsmod.strings_e(self._o, encoding, path)

    def swapoff_device(self, device):
        """Stop swapping on a device.

        Makes the appliance stop using the swap area device.

        (Since 1.0.66)
        """
        libguestfsmod.swapoff_device(self._o, device)

    def swapoff_file(self, file):
        """Stop swapping in a file.

        Makes the appliance stop using the swap area in the file file.

        (Since 1.0.66)
        """
        libguestfsmod.swapoff_file(self._o, file)

    def swapoff_label(self, label):
        """Stop swapping on the device with a label.

        Makes the appliance stop using the swap area that has the label label.

        (Since 1.0.66)
        """
        libguestfsmod.swapoff_label(self._o, label)

    def swapoff_uuid(self, uuid):
        """Stop swapping on the device with a UUID.

        Makes the appliance stop using the swap area that has the UUID uuid.

        This needs the optional group linuxfsuuid: g.feature_available tells
        if it is there.

        (Since 1.0.66)
        """
        libguestfsmod.swapoff_uuid(self._o, uuid)

    def swapon_device(self, device):
        """Swap on a device.

        Makes the appliance use the swap area device, which gives programs in
        the appliance more memory than g.set_memsize says, at the price of
        writing to the disk.

        (Since 1.0.66)
        """
        libguestfsmod.swapon_device(self._o, device)

    def swapon_file(self, file):
        """Swap in a file.

        Makes the appliance use the swap area in the file file, as
        g.mkswap_file makes it. The file may not have holes.

        (Since 1.0.66)
        """
        libguestfsmod.swapon_file(self._o, file)

    def swapon_label(self, label):
        """Swap on the device with a label.

        Makes the appliance swap on the device that has the label label.

        (Since 1.0.66)
        """
        libguestfsmod.swapon_label(self._o, label)

    def swapon_uuid(self, uuid):
        """Swap on the device with a UUID.

        Makes the appliance use the swap area that has the UUID uuid.

        This needs the optional group linuxfsuuid: g.feature_available tells
        if it is there.

        (Since 1.0.66)
        """
        libguestfsmod.swapon_uuid(self._o, uuid)

    def sync(self):
        """Write what is cached to the disks.

        Writes everything that the appliance has cached to the disk images,
        and flushes the disks. When it has returned, what was changed before
        it is stored as safely as the drive's cachemode allows: see
        g.add_drive_opts.

        g.shutdown and g.close do this too.

        (Since 0.0.3)
        """
        libguestfsmod.sync(self._o)

    def syslinux(self, device, directory=None):
        """Install SYSLINUX on a FAT or NTFS.

        Installs the boot loader SYSLINUX on device, a FAT or NTFS that is not
        mounted. It reads its configuration from syslinux.cfg.

        With directory its files go into that directory, which must exist,
        instead of the top one.

        For what else is needed see g.extlinux.

        This needs the optional group syslinux: g.feature_available tells if
        it is there.

        (Since 1.21.27)
        """
        libguestfsmod.syslinux(self._o, device, directory)

    def tail(self, path):
        """Give the last 10 lines of a file.

        Return the last 10 lines of the file path, or all if there are fewer.

        (Since 1.0.54)
        """
        return libguestfsmod.tail(self._o, path)

    def tail_n(self, nrlines, path):
        """Give the last lines of a file.

        If nrlines is greater than zero return that many lines from the end of
        the file path. If it is less than zero return the lines from number
        -nrlines on, where the first line has number 1. If it is zero the list
        is empty.

        (Since 1.0.54)
        """
        return libguestfsmod.tail_n(self._o, nrlines, path)

    def tar_in(self, tarfile, directory, compress=None, xattrs=None,
               selinux=None, acls=None, keepdirlink=None):
        """Unpack a local tar archive into a directory.

        Unpack the local file tarfile, a tar archive, into the directory
        directory of the guest, which must exist. Owners are taken as numbers;
        owners, permissions and times are set as far as the file system can
        keep them. Whatever the paths in the archive say, nothing is written
        outside the guest.

        The optional arguments are:

        compress
            how the archive is compressed: compress, gzip, bzip2, xz, lzma,
            lzop or zstd. If not given it is not compressed.

        xattrs, selinux, acls
            if true, extended attributes, SELinux labels or access control
            lists are restored

        keepdirlink
            if true, where the archive has a directory and the guest a
            symbolic link to a directory, that directory is unpacked into.
            Otherwise the link is replaced.

        It stops early when g.user_cancel is called.

        (Since 1.0.3)
        """
        libguestfsmod.tar_in(self._o, tarfile, directory, compress, xattrs,
                             selinux, acls, keepdirlink)

    tar_in_opts = tar_in

    def tar_out(self, directory, tarfile, compress=None, numericowner=None,
                excludes=None, xattrs=None, selinux=None, acls=None):
        """Pack a directory into a local tar archive.

        Pack everything in the directory directory of the guest and write it
        to the local file tarfile as a tar archive. Paths in it begin with ./.

        The optional arguments are:

        compress
            how to compress the archive: compress, gzip, bzip2, xz, lzma, lzop
            or zstd. If not given it is not compressed.

        numericowner
            if true, only the numbers of owners are stored. Otherwise names
            are stored as well, and they are those of the appliance.

        excludes
            a list of wildcards: what matches is left out

        xattrs, selinux, acls
            if true, extended attributes, SELinux labels or access control
            lists are stored

        It stops early when g.user_cancel is called.

        (Since 1.0.3)
        """
        libguestfsmod.tar_out(self._o, directory, tarfile, compress,
                              numericowner, excludes, xattrs, selinux, acls)

    tar_out_opts = tar_out

    def tgz_in(self, tarball, directory):
        """Unpack a local tar archive compressed by gzip.

        This is g.tar_in with compress set to gzip.

        Deprecated: new programs should use g.tar_in.

        It stops early when g.user_cancel is called.

        (Since 1.0.3)
        """
        libguestfsmod.tgz_in(self._o, tarball, directory)

    def tgz_out(self, directory, tarball):
        """Pack a directory into a local tar archive compressed by gzip.

        This is g.tar_out with compress set to gzip.

        Deprecated: new programs should use g.tar_out.

        It stops early when g.user_cancel is called.

        (Since 1.0.3)
        """
        libguestfsmod.tgz_out(self._o, directory, tarball)

    def touch(self, path):
        """Create a file or update its times.

        Set the access and modification times of the regular file path to now;
        if it does not exist, create it empty.

        Anything else than a regular file is refused. Use g.utimens to set
        other times, or those of other types of file.

        (Since 0.0.3)
        """
        libguestfsmod.touch(self._o, path)

    def truncate(self, path):
        """Make a file empty.

        Set the size of the existing file path to zero.

        (Since 1.0.77)
        """
        libguestfsmod.truncate(self._o, path)

    def truncate_size(self, path, size):
        """Set the size of a file.

        Set the size of the existing file path to size bytes. What is beyond
        is cut off; if the file was shorter it is filled up with zero bytes,
        for which no space is allocated until they are written.

        (Since 1.0.77)
        """
        libguestfsmod.truncate_size(self._o, path, size)

    def tune2fs(self, device, force=None, maxmountcount=None, mountcount=None,
                errorbehavior=None, group=None, intervalbetweenchecks=None,
                reservedblockspercentage=None, lastmounteddirectory=None,
                reservedblockscount=None, user=None):
        """Change parameters of an ext file system.

        Changes parameters of the ext2, ext3 or ext4 file system on device.
        Each optional argument is an option of tune2fs(8):

        force
            Go on in spite of errors.

        maxmountcount, mountcount
            After how many mounts it will be checked (0 or -1: never), and how
            many there have been.

        errorbehavior
            What the kernel does when it finds an error: continue, remount-ro
            or panic.

        intervalbetweenchecks
            After how many seconds it will be checked; 0 is never.

        user, group
            Numbers of a user and a group who may use the reserved blocks.

        reservedblockspercentage, reservedblockscount
            How many blocks are reserved: in per cent, or their number.

        lastmounteddirectory
            Where it was mounted last.

        (Since 1.15.4)
        """
        libguestfsmod.tune2fs(self._o, device, force, maxmountcount,
                              mountcount, errorbehavior, group,
                              intervalbetweenchecks, reservedblockspercentage,
                              lastmounteddirectory, reservedblockscount, user)

    def tune2fs_l(self, device):
        """Get the superblock of an ext file system.

        Returns what tune2fs -l prints about the ext2, ext3 or ext4 file
        system on device, in its words. What has no value has the empty
        string.

        (Since 1.9.2)
        """
        return self._pairs(libguestfsmod.tune2fs_l(self._o, device))

    def txz_in(self, tarball, directory):
        """Unpack a local tar archive compressed by xz.

        This is g.tar_in with compress set to xz.

        Deprecated: new programs should use g.tar_in.

        It stops early when g.user_cancel is called.

        This needs the optional group xz: g.feature_available tells if it is
        there.

        (Since 1.3.2)
        """
        libguestfsmod.txz_in(self._o, tarball, directory)

    def txz_out(self, directory, tarball):
        """Pack a directory into a local tar archive compressed by xz.

        This is g.tar_out with compress set to xz.

        Deprecated: new programs should use g.tar_out.

        It stops early when g.user_cancel is called.

        This needs the optional group xz: g.feature_available tells if it is
        there.

        (Since 1.3.2)
        """
        libguestfsmod.txz_out(self._o, directory, tarball)

    def umask(self, mask):
        """Set the mask for the permissions of new files.

        Set the mask, a number from 0 to 0777: the permissions that new files,
        directories and special files do not get. The mask before is returned.

        It begins as 022, so that new files have mode 0644 and directories
        0755 unless the action says otherwise. See also g.get_umask.

        (Since 1.0.55)
        """
        return libguestfsmod.umask(self._o, mask)

    def umount(self, pathordevice, force=None, lazyunmount=None):
        """Unmount a file system.

        Unmounts the file system that is mounted on the path pathordevice, or
        from the device pathordevice. What was written is on the disk
        afterwards.

        With force it is unmounted even if something still waits for it, as
        with a network file system that does not answer. With lazyunmount it
        disappears at once and is released when nothing uses it any more.

        (Since 0.0.8)
        """
        libguestfsmod.umount(self._o, pathordevice, force, lazyunmount)

    umount_opts = umount

    def umount_all(self):
        """Unmount all file systems.

        Unmounts everything that is mounted, the innermost first. What was
        written is on the disks afterwards.

        (Since 0.0.8)
        """
        libguestfsmod.umount_all(self._o)

    def upload(self, filename, remotefilename):
        """Upload a file from the host.

        Write the contents of the local file filename to remotefilename, a
        file in the guest or a device. A file is created, or overwritten if
        there is one.

        filename can also be a named pipe. There is no limit to the size. See
        also g.upload_offset, g.download, g.write.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.0.2)
        """
        libguestfsmod.upload(self._o, filename, remotefilename)

    def upload_offset(self, filename, remotefilename, offset):
        """Upload a file from the host into part of a file.

        Write the contents of the local file filename into remotefilename, a
        file in the guest or a device, at offset bytes from its start. What
        lies before and after is kept. A file that does not exist is created,
        with a hole before offset.

        The number of bytes is that of the local file. See also g.upload,
        g.pwrite.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.5.17)
        """
        libguestfsmod.upload_offset(self._o, filename, remotefilename, offset)

    def user_cancel(self):
        """Cancel the transfer that is going on.

        Cancels the upload, download or other long action that the handle is
        doing; that action then returns an error with errno EINTR. Not every
        action can be cancelled: the description of each that can says so.

        This may be called from another thread, from a signal handler, and
        from callbacks of events. It returns at once. If nothing is going on
        it does nothing.

        (Since 1.11.18)
        """
        libguestfsmod.user_cancel(self._o)

    def utimens(self, path, atsecs, atnsecs, mtsecs, mtnsecs):
        """Set the times of a file.

        Set when path was last read and written. atsecs and atnsecs are
        seconds since 1970 and nanoseconds of the access time, mtsecs and
        mtnsecs those of the modification time. Symbolic links are followed.

        In place of nanoseconds -1 means the present time and -2 that this
        time stays as it is; the seconds are then ignored. A file system that
        keeps coarser times rounds down.

        (Since 1.0.77)
        """
        libguestfsmod.utimens(self._o, path, atsecs, atnsecs, mtsecs, mtnsecs)

    def utsname(self):
        """Name and version of the appliance's kernel.

        Returns what uname(2) says in the appliance: the system's name, the
        kernel's release and version, and the machine. These are not those of
        the guest.

        (Since 1.19.27)
        """
        return libguestfsmod.utsname(self._o)

    def version(self):
        """Get the version of the library.

        Returns the version of the library that the program runs with: major,
        minor, release and extra, text that tells builds apart and may be
        empty. Major and minor number say which calls there are.

        To find out whether one particular call exists, use the GUESTFS_HAVE_
        macros when compiling; to find out what the appliance can do, use
        g.feature_available.

        (Since 1.0.58)
        """
        return libguestfsmod.version(self._o)

    def vfs_label(self, mountable):
        """Get the label of a file system.

        Returns the label of the file system on mountable, which is the empty
        string if it has none. g.findfs_label does the opposite.

        (Since 1.3.18)
        """
        return libguestfsmod.vfs_label(self._o, mountable)

    def vfs_minimum_size(self, mountable):
        """Get the size to which a file system could be made smaller.

        Returns the size in bytes to which the file system on mountable could
        be shrunk, as its own tools estimate. It works for ext2, ext3, ext4,
        Btrfs and NTFS; for XFS, which cannot be made smaller, it is the size
        that it has. Other types fail with errno ENOTSUP.

        (Since 1.31.18)
        """
        return libguestfsmod.vfs_minimum_size(self._o, mountable)

    def vfs_type(self, mountable):
        """Get the type of a file system.

        Returns the type of the file system on mountable: what mount(8) calls
        it, such as ext4, or swap, crypto_LUKS, LVM2_member, linux_raid_member
        and the like for what is not a file system. It is the empty string if
        nothing was recognized.

        (Since 1.0.75)
        """
        return libguestfsmod.vfs_type(self._o, mountable)

    def vfs_uuid(self, mountable):
        """Get the UUID of a file system.

        Returns the UUID (for FAT and NTFS the serial number) of the file
        system on mountable, or the empty string if it has none. g.findfs_uuid
        does the opposite.

        (Since 1.3.18)
        """
        return libguestfsmod.vfs_uuid(self._o, mountable)

    def vg_activate(self, activate, volgroups):
        """Activate or deactivate volume groups.

        If activate is true the logical volumes of the volume groups volgroups
        are activated: they have devices and can be used. If it is false they
        are deactivated and their devices disappear.

        An empty list means all volume groups.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.0.26)
        """
        libguestfsmod.vg_activate(self._o, activate, volgroups)

    def vg_activate_all(self, activate):
        """Activate or deactivate all volume groups.

        Does what g.vg_activate does with all volume groups.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.0.26)
        """
        libguestfsmod.vg_activate_all(self._o, activate)

    def vgchange_uuid(self, vg):
        """Give a volume group a new UUID.

        Gives the volume group vg a new random UUID. It must not be active.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.19.26)
        """
        libguestfsmod.vgchange_uuid(self._o, vg)

    def vgchange_uuid_all(self):
        """Give all volume groups new UUIDs.

        Gives every volume group a new random UUID. None may be active.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.19.26)
        """
        libguestfsmod.vgchange_uuid_all(self._o)

    def vgcreate(self, volgroup, physvols):
        """Create a volume group.

        Makes the physical volumes physvols (see g.pvcreate) a volume group
        with the name volgroup, in which g.lvcreate creates logical volumes.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 0.0.8)
        """
        libguestfsmod.vgcreate(self._o, volgroup, physvols)

    def vglvuuids(self, vgname):
        """Get the UUIDs of the logical volumes of a volume group.

        Returns the UUIDs of the logical volumes in the volume group vgname,
        in the form of g.lvuuid.

        (Since 1.0.87)
        """
        return libguestfsmod.vglvuuids(self._o, vgname)

    def vgmeta(self, vgname):
        """Get the metadata of a volume group.

        Returns the metadata of the volume group vgname as the text that
        vgcfgbackup(8) writes, complete with comments. It is meant for
        debugging.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.17.20)
        """
        return libguestfsmod.vgmeta(self._o, vgname)

    def vgpvuuids(self, vgname):
        """Get the UUIDs of the physical volumes of a volume group.

        Returns the UUIDs of the physical volumes that make up the volume
        group vgname, in the form of g.pvuuid.

        (Since 1.0.87)
        """
        return libguestfsmod.vgpvuuids(self._o, vgname)

    def vgremove(self, vgname):
        """Remove a volume group.

        Removes the volume group vgname with all the logical volumes that are
        in it, none of which may be in use.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 1.0.13)
        """
        libguestfsmod.vgremove(self._o, vgname)

    def vgrename(self, volgroup, newvolgroup):
        """Rename a volume group.

        Gives the volume group volgroup the name newvolgroup.

        (Since 1.0.83)
        """
        libguestfsmod.vgrename(self._o, volgroup, newvolgroup)

    def vgs(self):
        """List the volume groups.

        Returns the names of the LVM volume groups. g.vgs_full tells more
        about each.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 0.0.4)
        """
        return libguestfsmod.vgs(self._o)

    def vgs_full(self):
        """List the volume groups with their properties.

        Returns what vgs(8) tells about each volume group. The fields have its
        names; sizes are in bytes, and UUIDs have no dashes.

        This needs the optional group lvm2: g.feature_available tells if it is
        there.

        (Since 0.0.4)
        """
        return libguestfsmod.vgs_full(self._o)

    def vgscan(self):
        """Look for volume groups.

        Makes lvm look for volume groups on all devices, without activating
        them.

        Deprecated: new programs should use g.lvm_scan.

        (Since 1.3.2)
        """
        libguestfsmod.vgscan(self._o)

    def vguuid(self, vgname):
        """Get the UUID of a volume group.

        Returns the UUID of the volume group vgname, with dashes.

        (Since 1.0.87)
        """
        return libguestfsmod.vguuid(self._o, vgname)

    def wait_ready(self):
        """Wait until the appliance is ready.

        Does nothing after g.launch and fails before it. In very old versions
        launching only began the work and this waited for its end.

        (Since 0.0.3)
        """
        libguestfsmod.wait_ready(self._o)

    def wc_c(self, path):
        """Count the bytes in a file.

        Return the number of bytes in the file path. They are counted by
        reading it; g.filesize asks the file system and works beyond 2 GiB,
        where this fails with errno EOVERFLOW.

        It stops early when g.user_cancel is called.

        (Since 1.0.54)
        """
        return libguestfsmod.wc_c(self._o, path)

    def wc_l(self, path):
        """Count the lines in a file.

        Return the number of newline characters in the file path.

        It stops early when g.user_cancel is called.

        (Since 1.0.54)
        """
        return libguestfsmod.wc_l(self._o, path)

    def wc_w(self, path):
        """Count the words in a file.

        Return the number of words in the file path: runs of characters
        between spaces, tabs, newlines and the like.

        It stops early when g.user_cancel is called.

        (Since 1.0.54)
        """
        return libguestfsmod.wc_w(self._o, path)

    def wipefs(self, device):
        """Wipe the signatures of file systems and partition tables.

        Wipes what tells the type of the contents of device: the signatures of
        file systems, RAID members, LVM and partition tables. Everything else
        on the device stays, but will not be recognized.

        Nothing on the device may be mounted (errno is EBUSY then). Partitions
        that LVM or RAID still hold are there until they are let go.

        This needs the optional group wipefs: g.feature_available tells if it
        is there.

        (Since 1.17.6)
        """
        libguestfsmod.wipefs(self._o, device)

    def write(self, path, content):
        """Write a new file.

        Create the file path with the bytes of content, which may be of any
        size. If there is such a file it is overwritten.

        See also g.write_append and, for what is in a local file, g.upload.

        (Since 1.3.14)
        """
        libguestfsmod.write(self._o, path, content)

    def write_append(self, path, content):
        """Append to a file.

        Write the bytes of content at the end of the file path. If it does not
        exist it is created.

        (Since 1.11.18)
        """
        libguestfsmod.write_append(self._o, path, content)

    def write_file(self, path, content, size):
        """Write a new text file.

        Create the file path with the first size bytes of the string content,
        or all of it if size is 0.

        This cannot write NUL bytes: use g.write.

        Deprecated: new programs should use g.write.

        (Since 0.0.8)
        """
        libguestfsmod.write_file(self._o, path, content, size)

    def xfs_admin(self, device, extunwritten=None, imgfile=None, v2log=None,
                  projid32bit=None, lazycounter=None, label=None, uuid=None):
        """Change parameters of an XFS file system.

        Changes parameters of the XFS file system on device, which must not be
        mounted. The optional arguments are options of xfs_admin(8):

        extunwritten
            Switch unwritten extents on.

        imgfile
            device is a file with an image.

        v2log
            Switch version 2 of the log on.

        projid32bit
            Switch project numbers of 32 bits on.

        lazycounter
            Switch lazy counters in the superblock on or off.

        label
            Set the label, at most 12 bytes; -- removes it.

        uuid
            Set the UUID, which may also be generate, nil or restore.

        This needs the optional group xfs: g.feature_available tells if it is
        there.

        (Since 1.19.33)
        """
        libguestfsmod.xfs_admin(self._o, device, extunwritten, imgfile, v2log,
                                projid32bit, lazycounter, label, uuid)

    def xfs_growfs(self, path, datasec=None, logsec=None, rtsec=None,
                   datasize=None, logsize=None, rtsize=None, rtextsize=None,
                   maxpct=None):
        """Make an XFS file system larger.

        Makes the XFS file system that is mounted on path larger. Without
        optional arguments it becomes as large as its device.

        datasec, logsec, rtsec
            Grow the data, log or realtime section.

        datasize, logsize, rtsize
            The size of each in blocks of the file system.

        rtextsize
            The size of an extent of the realtime section in blocks.

        maxpct
            The share of the space, in per cent, that inodes may take.

        This needs the optional group xfs: g.feature_available tells if it is
        there.

        (Since 1.19.28)
        """
        libguestfsmod.xfs_growfs(self._o, path, datasec, logsec, rtsec,
                                 datasize, logsize, rtsize, rtextsize, maxpct)

    def xfs_info(self, pathordevice):
        """Get the geometry of an XFS file system.

        Returns the geometry of the XFS file system on a device or mounted on
        a path. Fields have the names of xfs_info(8), each after the section
        in which it occurs; what is not known is -1 or the empty string. Newer
        properties are only in g.xfs_info2.

        Deprecated: new programs should use g.xfs_info2.

        This needs the optional group xfs: g.feature_available tells if it is
        there.

        (Since 1.19.21)
        """
        return libguestfsmod.xfs_info(self._o, pathordevice)

    def xfs_info2(self, pathordevice):
        """Get the geometry of an XFS file system.

        Returns the geometry of the XFS file system on a device or mounted on
        a path, as xfs_info(8) prints it. For each section, such as data or
        log, there is a pair with its name, and one for each property in it,
        such as data.bsize, whose values are numbers without units.

        This needs the optional group xfs: g.feature_available tells if it is
        there.

        (Since 1.59.2)
        """
        return self._pairs(libguestfsmod.xfs_info2(self._o, pathordevice))

    def xfs_repair(self, device, forcelogzero=None, nomodify=None,
                   noprefetch=None, forcegeometry=None, maxmem=None,
                   ihashsize=None, bhashsize=None, agstride=None, logdev=None,
                   rtdev=None):
        """Check and repair an XFS file system.

        Runs xfs_repair(8) on the XFS file system on device, a device or a
        file with an image, which must not be mounted. The optional arguments
        are its options:

        forcelogzero
            Throw the log away, even if it holds changes.

        nomodify
            Change nothing, only check.

        noprefetch
            Do not read ahead.

        forcegeometry
            Go on when the geometry cannot be confirmed.

        maxmem
            Use at most so many MiB of memory.

        ihashsize, bhashsize, agstride
            How it uses memory, and how many allocation groups at a time.

        logdev, rtdev
            Devices of the log and of the realtime section.

        Returns its exit status. 0 means that all is well; 1, with nomodify,
        that there is something to repair, and else that it could not do its
        work; 2 that the log holds changes: mount the file system and unmount
        it.

        This needs the optional group xfs: g.feature_available tells if it is
        there.

        (Since 1.19.36)
        """
        return libguestfsmod.xfs_repair(self._o, device, forcelogzero,
                                        nomodify, noprefetch, forcegeometry,
                                        maxmem, ihashsize, bhashsize, agstride,
                                        logdev, rtdev)

    def yara_destroy(self):
        """Forget the YARA rules.

        Forget the rules that g.yara_load loaded. If there are none the errno
        is EINVAL.

        This needs the optional group libyara: g.feature_available tells if it
        is there.

        (Since 1.37.13)
        """
        libguestfsmod.yara_destroy(self._o)

    def yara_load(self, filename):
        """Load YARA rules.

        Load the rules in the local file filename, for g.yara_scan. They take
        the place of those that were loaded before, which stay if there is a
        mistake in the new ones.

        The file is either the source of rules, which cannot include other
        files, or what yarac(1) of the same version compiled. Compiled rules
        are programs: load none that you do not trust.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        This needs the optional group libyara: g.feature_available tells if it
        is there.

        (Since 1.37.13)
        """
        libguestfsmod.yara_load(self._o, filename)

    def yara_scan(self, path):
        """The YARA rules that a file matches.

        Look at the file path with the rules that g.yara_load loaded, and
        return those that match, in the order in which they are written.
        yara_name is path and yara_rule the name of the rule.

        If no rules are loaded the errno is EINVAL. Directories are not
        scanned (EISDIR): call this for each of g.find.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        This needs the optional group libyara: g.feature_available tells if it
        is there.

        (Since 1.37.13)
        """
        return libguestfsmod.yara_scan(self._o, path)

    def zegrep(self, regex, path):
        """Find compressed lines by extended expression.

        This is g.grep with the optional flags compressed, extended.

        Deprecated: new programs should use g.grep.

        (Since 1.0.66)
        """
        return libguestfsmod.zegrep(self._o, regex, path)

    def zegrepi(self, regex, path):
        """Find compressed lines by extended expression, ignoring case.

        This is g.grep with the optional flags compressed, extended,
        insensitive.

        Deprecated: new programs should use g.grep.

        (Since 1.0.66)
        """
        return libguestfsmod.zegrepi(self._o, regex, path)

    def zero(self, device):
        """Write zeroes over the start of a device.

        Writes zeroes over the first blocks of device: enough to make the
        partition table or file system that is there unrecognizable, but not
        enough to make the contents disappear. How many is not specified.

        g.wipefs does not damage more than it must, and g.zero_device leaves
        nothing.

        This may take long: it sends progress events.

        (Since 1.0.16)
        """
        libguestfsmod.zero(self._o, device)

    def zero_device(self, device):
        """Write zeroes over all of a device.

        Fills device with zeroes. Where the disk can do that by itself nothing
        is transferred, and a disk image does not grow.

        Errno is EBUSY, and nothing is written, if the device is mounted or
        part of an array or a volume group that is in use.

        This may take long: it sends progress events.

        (Since 1.3.1)
        """
        libguestfsmod.zero_device(self._o, device)

    def zero_free_space(self, directory):
        """Write zeroes over the free space of a file system.

        Fills the free space of the file system in which directory is with
        zeroes, by way of a file that takes all of it and is removed. This
        makes disk images compress better, and removes traces of deleted
        files. Nothing else can be written to the file system meanwhile.

        This may take long: it sends progress events.

        It stops early when g.user_cancel is called.

        (Since 1.17.18)
        """
        libguestfsmod.zero_free_space(self._o, directory)

    def zerofree(self, device):
        """Write zeroes over the free blocks of an ext file system.

        Fills the blocks that the ext2, ext3 or ext4 file system on device
        does not use with zeroes, using zerofree(8). Blocks that are zero
        already are left alone, so that a sparse disk image does not grow. It
        must not be mounted, except read-only.

        This needs the optional group zerofree: g.feature_available tells if
        it is there.

        (Since 1.0.26)
        """
        libguestfsmod.zerofree(self._o, device)

    def zfgrep(self, pattern, path):
        """Find compressed lines by fixed string.

        This is g.grep with the optional flags compressed, fixed.

        Deprecated: new programs should use g.grep.

        (Since 1.0.66)
        """
        return libguestfsmod.zfgrep(self._o, pattern, path)

    def zfgrepi(self, pattern, path):
        """Find compressed lines by fixed string, ignoring case.

        This is g.grep with the optional flags compressed, fixed, insensitive.

        Deprecated: new programs should use g.grep.

        (Since 1.0.66)
        """
        return libguestfsmod.zfgrepi(self._o, pattern, path)

    def zfile(self, meth, path):
        """Say what kind of file is in a compressed file.

        Return a description of what is in the file path, which was compressed
        by the method meth: gzip, compress or bzip2.

        g.file looks into compressed files itself.

        Deprecated: new programs should use g.file.

        (Since 1.0.59)
        """
        return libguestfsmod.zfile(self._o, meth, path)

    def zgrep(self, regex, path):
        """Find compressed lines by regular expression.

        This is g.grep with the optional flag compressed.

        Deprecated: new programs should use g.grep.

        (Since 1.0.66)
        """
        return libguestfsmod.zgrep(self._o, regex, path)

    def zgrepi(self, regex, path):
        """Find compressed lines by regular expression, ignoring case.

        This is g.grep with the optional flags compressed, insensitive.

        Deprecated: new programs should use g.grep.

        (Since 1.0.66)
        """
        return libguestfsmod.zgrepi(self._o, regex, path)
