# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tell which systems are on a disk image, without changing it:

    inspect_vm.py disk.img
"""

import sys

import guestfs


def mount_all(g, root):
    """Mount the file systems of a root, those further up first."""
    mountpoints = dict(g.inspect_get_mountpoints(root))
    for place in sorted(mountpoints, key=len):
        try:
            g.mount_ro(mountpoints[place], place)
        except guestfs.Error as e:
            print("not mounted:", e, file=sys.stderr)


def inspect_vm(image):
    with guestfs.GuestFS() as g:
        g.add_drive(image, readonly=True)
        g.launch()
        roots = g.inspect_os()
        if not roots:
            sys.exit("%s: no system was found" % image)

        for root in roots:
            print("Root:         ", root)
            print("Product name: ", g.inspect_get_product_name(root))
            print("Version:       %d.%d" % (g.inspect_get_major_version(root),
                                            g.inspect_get_minor_version(root)))
            print("Type:         ", g.inspect_get_type(root))
            print("Distribution: ", g.inspect_get_distro(root))

            mount_all(g, root)
            if g.is_file("/etc/issue", followsymlinks=True):
                for line in g.head_n(3, "/etc/issue"):
                    print("  ", line)
            g.umount_all()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    inspect_vm(sys.argv[1])
