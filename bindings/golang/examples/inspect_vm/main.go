/* SPDX-License-Identifier: LGPL-2.1-or-later */

// Tells which systems are on a disk image, without changing it:
//
//	inspect_vm disk.img
package main

import (
	"fmt"
	"os"
	"sort"

	"libguestfs.org/guestfs"
)

// mountAll mounts the file systems of a root, those further up first.
func mountAll(g *guestfs.Guestfs, root string) error {
	mountpoints, err := g.Inspect_get_mountpoints(root)
	if err != nil {
		return err
	}
	var places []string
	for place := range mountpoints {
		places = append(places, place)
	}
	sort.Slice(places, func(i, j int) bool {
		return len(places[i]) < len(places[j])
	})
	for _, place := range places {
		if err := g.Mount_ro(mountpoints[place], place); err != nil {
			fmt.Fprintln(os.Stderr, "not mounted:", err)
		}
	}
	return nil
}

// text is a result that is there for most systems.
func text(s string, err error) string {
	if err != nil {
		return "unknown: " + err.Error()
	}
	return s
}

func showRoot(g *guestfs.Guestfs, root string) error {
	fmt.Println("Root:         ", root)
	fmt.Println("Product name: ", text(g.Inspect_get_product_name(root)))
	major, _ := g.Inspect_get_major_version(root)
	minor, _ := g.Inspect_get_minor_version(root)
	fmt.Printf("Version:       %d.%d\n", major, minor)
	fmt.Println("Type:         ", text(g.Inspect_get_type(root)))
	fmt.Println("Distribution: ", text(g.Inspect_get_distro(root)))

	if err := mountAll(g, root); err != nil {
		return err
	}
	defer g.Umount_all()
	follow := &guestfs.OptargsIs_file{
		Followsymlinks_is_set: true, Followsymlinks: true,
	}
	if there, err := g.Is_file("/etc/issue", follow); err != nil || !there {
		return err
	}
	lines, err := g.Head_n(3, "/etc/issue")
	for _, line := range lines {
		fmt.Println("  ", line)
	}
	return err
}

func inspectVM(image string) error {
	g, err := guestfs.Create()
	if err != nil {
		return err
	}
	defer g.Close()
	if err := g.Add_drive_ro(image); err != nil {
		return err
	}
	if err := g.Launch(); err != nil {
		return err
	}
	roots, err := g.Inspect_os()
	if err != nil {
		return err
	}
	if len(roots) == 0 {
		return fmt.Errorf("%s: no system was found", image)
	}
	for _, root := range roots {
		if err := showRoot(g, root); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: inspect_vm DISK-IMAGE")
		os.Exit(2)
	}
	if err := inspectVM(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "inspect_vm:", err)
		os.Exit(1)
	}
}
