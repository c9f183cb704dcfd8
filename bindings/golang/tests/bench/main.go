/* SPDX-License-Identifier: GPL-2.0-or-later */

// What calls cost: bench IMAGE. bench/bindings runs it.
package main

import (
	"fmt"
	"log"
	"os"
	"time"

	"libguestfs.org/guestfs"
)

func measure(what string, n int, call func() error) {
	began := time.Now()
	for i := 0; i < n; i++ {
		if err := call(); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Printf("%s %.9f\n", what, time.Since(began).Seconds()/float64(n))
}

func open(image string) (*guestfs.Guestfs, error) {
	g, err := guestfs.Create()
	if err != nil {
		return nil, err
	}
	if err := g.Add_drive_ro(image); err != nil {
		return nil, err
	}
	if err := g.Launch(); err != nil {
		return nil, err
	}
	return g, g.Mount_ro("/dev/sda", "/")
}

func main() {
	g, err := open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer g.Close()
	measure("call", 100000, func() error {
		_, err := g.Get_memsize()
		return err
	})
	measure("ping", 2000, g.Ping_daemon)
	measure("readdir", 1, func() error {
		_, err := g.Readdir("/many")
		return err
	})
	measure("read_file", 1, func() error {
		_, err := g.Read_file("/large")
		return err
	})
}
