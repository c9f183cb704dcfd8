/* SPDX-License-Identifier: LGPL-2.1-or-later */

// Makes a disk image with a file system and a file:
//
//	create_disk disk.img
package main

import (
	"fmt"
	"os"

	"libguestfs.org/guestfs"
)

func createDisk(image string) error {
	g, err := guestfs.Create()
	if err != nil {
		return err
	}
	defer g.Close()

	if err := g.Disk_create(image, "raw", 512<<20, nil); err != nil {
		return err
	}
	err = g.Add_drive(image, &guestfs.OptargsAdd_drive{
		Format_is_set: true, Format: "raw",
	})
	if err != nil {
		return err
	}
	if err := g.Launch(); err != nil {
		return err
	}
	if err := fill(g, "/dev/sda"); err != nil {
		return err
	}
	// Close does this, too, but cannot return an error.
	return g.Shutdown()
}

func fill(g *guestfs.Guestfs, disk string) error {
	if err := g.Part_disk(disk, "mbr"); err != nil {
		return err
	}
	partitions, err := g.List_partitions()
	if err != nil {
		return err
	}
	label := &guestfs.OptargsMkfs{Label_is_set: true, Label: "data"}
	if err := g.Mkfs("ext4", partitions[0], label); err != nil {
		return err
	}
	if err := g.Mount(partitions[0], "/"); err != nil {
		return err
	}
	if err := g.Mkdir("/notes"); err != nil {
		return err
	}
	return g.Write("/notes/hello.txt", []byte("hello from Go\n"))
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: create_disk DISK-IMAGE")
		os.Exit(2)
	}
	if err := createDisk(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "create_disk:", err)
		os.Exit(1)
	}
}
