/* SPDX-License-Identifier: GPL-2.0-or-later */

// See tests/bindings/all-large.sh.
package main

import (
	"fmt"
	"log"
	"regexp"
	"strings"

	"libguestfs.org/guestfs"
)

func main() {
	g, err := guestfs.Create()
	if err != nil {
		log.Fatal(err)
	}
	large := strings.Repeat("y", 1<<31+15) + "z"
	result, err := g.Internal_test_rbufferout(large)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("result %d %c\n", len(result), result[len(result)-1])
	traced := ""
	g.Set_event_callback(func(_ guestfs.Event, _ int, text []byte,
		_ []uint64) {
		traced += string(text)
	}, guestfs.EVENT_TRACE)
	g.Set_trace(true)
	if g.Write("/f", result) != nil {
		found := regexp.MustCompile(`size (\d+)`).FindStringSubmatch(traced)
		fmt.Println("argument", found[1])
	}
}
