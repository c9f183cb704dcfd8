/* SPDX-License-Identifier: LGPL-2.1-or-later */

package guestfs

/*
#include <stdint.h>
#include <stdlib.h>
#include <guestfs.h>

extern int guestfs_golang_set_event_callback (guestfs_h *g, uint64_t events,
                                              uintptr_t callback);
*/
import "C"

import (
	"fmt"
	"os"
	"runtime/cgo"
	"runtime/debug"
	"syscall"
	"unsafe"
)

// An EventCallback gets the event, the number that Set_event_callback has
// returned, and what comes with the event: bytes or numbers.
type EventCallback func(event Event, event_handle int, buf []byte,
	array []uint64)

// Set_event_callback has a function called on events, in the goroutine that is
// in a call. It may call methods of the handle, and Delete_event_callback. A
// panic in it is printed and goes no further.
//
// A function that refers to the handle keeps it from being closed by the
// garbage collector: call Close.
func (g *Guestfs) Set_event_callback(function EventCallback,
	events Event) (int, error) {
	call := g.enter("set_event_callback")
	defer call.leave()
	if call.err != nil {
		return -1, call.err
	}
	e := &callback{cgo: cgo.NewHandle(function)}
	eh := C.guestfs_golang_set_event_callback(call.g, C.uint64_t(events),
		C.uintptr_t(e.cgo))
	if eh == -1 {
		e.release()
		return -1, call.failed()
	}
	g.h.mutex.Lock()
	defer g.h.mutex.Unlock()
	g.h.events[int(eh)] = e
	return int(eh), nil
}

// Delete_event_callback undoes Set_event_callback.
func (g *Guestfs) Delete_event_callback(event_handle int) error {
	call := g.enter("delete_event_callback")
	defer call.leave()
	if call.err != nil {
		return call.err
	}
	g.h.mutex.Lock()
	e := g.h.events[event_handle]
	delete(g.h.events, event_handle)
	g.h.mutex.Unlock()
	if e == nil {
		return nil
	}
	C.guestfs_delete_event_callback(call.g, C.int(event_handle))
	e.release()
	return nil
}

// Event_to_string returns the names of events, with commas between them.
func Event_to_string(events Event) (string, error) {
	s, err := C.guestfs_event_to_string(C.uint64_t(events))
	if s == nil {
		errno, _ := err.(syscall.Errno)
		return "", &GuestfsError{Op: "event_to_string",
			Errmsg: errno.Error(), Errno: errno}
	}
	return takeText(s), nil
}

func (e Event) String() string {
	s, _ := Event_to_string(e)
	return s
}

//export guestfsGolangEvent
func guestfsGolangEvent(data C.uintptr_t, event C.uint64_t, eh C.int,
	buf *C.char, size C.size_t, array *C.uint64_t, n C.size_t) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(os.Stderr, "guestfs: event callback: panic: %v\n%s",
				r, debug.Stack())
		}
	}()
	var numbers []uint64
	if n > 0 {
		numbers = append(numbers,
			unsafe.Slice((*uint64)(unsafe.Pointer(array)), int(n))...)
	}
	function := cgo.Handle(data).Value().(EventCallback)
	function(Event(event), int(eh), goBytes(buf, size), numbers)
}
