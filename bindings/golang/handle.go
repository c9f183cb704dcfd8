/* SPDX-License-Identifier: LGPL-2.1-or-later */

// Package guestfs opens, inspects and changes the disk images of virtual
// machines.
//
//	g, err := guestfs.Create()
//	if err != nil {
//		log.Fatal(err)
//	}
//	defer g.Close()
//	g.Add_drive("disk.img", &guestfs.OptargsAdd_drive{
//		Readonly_is_set: true, Readonly: true,
//	})
//	if err := g.Launch(); err != nil {
//		log.Fatal(err)
//	}
//	roots, err := g.Inspect_os()
//
// Each action of the library is a method of Guestfs: its name begins with a
// capital letter. Optional arguments are a pointer to a struct; nil gives none.
// guestfs-golang(3) explains the package, guestfs(3) the library behind it.
package guestfs

/*
#cgo CFLAGS: -DGUESTFS_PRIVATE=1 -Wno-deprecated-declarations
#cgo pkg-config: libguestfs
#include <stdlib.h>
#include <guestfs.h>

// cgo cannot call a function that takes more arguments than it names.
static guestfs_h *
guestfs_golang_create (unsigned flags)
{
  return guestfs_create_flags (flags);
}
*/
import "C"

import (
	"context"
	"fmt"
	"runtime"
	"runtime/cgo"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// A GuestfsError is why a method has failed. errors.Is compares it with a
// syscall.Errno, with what package fs has for some of those, and with the
// errors of a context that has ended.
type GuestfsError struct {
	Op     string        // the action: "mkdir"
	Errmsg string        // what went wrong
	Errno  syscall.Errno // 0 when there is none

	cause error
}

func (e *GuestfsError) Error() string {
	if strings.HasPrefix(e.Errmsg, e.Op+": ") {
		return e.Errmsg
	}
	return e.Op + ": " + e.Errmsg
}

// Unwrap returns the error of a context, reader or writer that ended the call,
// or Errno, or nil.
func (e *GuestfsError) Unwrap() error {
	if e.cause != nil {
		return e.cause
	}
	if e.Errno != 0 {
		return e.Errno
	}
	return nil
}

// CreateFlags say how a handle is created.
type CreateFlags uint

const (
	CREATE_NO_ENVIRONMENT   CreateFlags = 1 // ignore LIBGUESTFS_* variables
	CREATE_NO_CLOSE_ON_EXIT CreateFlags = 2 // leave it open when C exits
)

// A Guestfs is a handle: the drives of one appliance, and what is done to them.
//
// Several goroutines may use it; the library does one call at a time.
type Guestfs struct {
	h   *handle
	ctx context.Context // nil: calls are not cancelled
}

// What C knows the function of an event by.
type callback struct {
	cgo cgo.Handle
}

func (c *callback) release() {
	c.cgo.Delete()
}

// A handle is closed when the last call has returned.
type handle struct {
	state  int32 // atomic: closing, and a user for each call
	g      *C.guestfs_h
	mutex  sync.Mutex // of events, and of closing; never held in a call
	events map[int]*callback

	// Calls that may take long wait for each other here rather than in C, so
	// that the one which is cancelled is the one that is running. Callbacks
	// make calls, too: in the thread of the owner.
	turn  chan struct{}
	owner int32 // atomic: a thread, or 0
}

// Create makes a handle.
func Create() (*Guestfs, error) {
	return Create_flags(0)
}

// Create_flags makes a handle in another way.
func Create_flags(flags CreateFlags) (*Guestfs, error) {
	c, err := C.guestfs_golang_create(C.uint(flags))
	if c == nil {
		errno, _ := err.(syscall.Errno)
		return nil, &GuestfsError{Op: "create", Errno: errno,
			Errmsg: "the handle could not be created"}
	}
	h := &handle{g: c, events: make(map[int]*callback),
		turn: make(chan struct{}, 1)}
	runtime.SetFinalizer(h, (*handle).close)
	return &Guestfs{h: h}, nil
}

// With_context returns the same handle with another way to use it: calls fail
// when ctx has ended, and those that can be cancelled are when it ends.
// errors.Is tells the error from others. Closing one of them closes both.
func (g *Guestfs) With_context(ctx context.Context) *Guestfs {
	return &Guestfs{h: g.h, ctx: ctx}
}

func (g *Guestfs) context() context.Context {
	if g.ctx == nil {
		return context.Background()
	}
	return g.ctx
}

// Close closes the handle, and ends its appliance. Closing it twice is an
// error. A call that another goroutine is in is waited for by nobody: the
// handle is closed when it returns.
//
// The result is no error: compare it with nil, or use it as one if it is not.
func (g *Guestfs) Close() *GuestfsError {
	if !g.h.close() {
		return closed("close")
	}
	runtime.SetFinalizer(g.h, nil)
	return nil
}

func (g *Guestfs) String() string {
	return fmt.Sprintf("&Guestfs{%p}", g.h)
}

func closed(op string) *GuestfsError {
	return &GuestfsError{Op: op, Errmsg: "the handle is closed",
		Errno: syscall.EBADF}
}

const (
	closing = 1
	user    = 2
)

// close returns false when it was closed before.
func (h *handle) close() bool {
	was := atomic.LoadInt32(&h.state)
	for !atomic.CompareAndSwapInt32(&h.state, was, was|closing) {
		was = atomic.LoadInt32(&h.state)
	}
	if was == 0 {
		h.closeNow()
	}
	return was&closing == 0
}

// There is no user, and no new one will come: of those that find this out, the
// first closes. Closing sends the event "close", so callbacks live until it is
// done.
func (h *handle) closeNow() {
	h.mutex.Lock()
	c, events := h.g, h.events
	h.g, h.events = nil, nil
	h.mutex.Unlock()
	C.guestfs_close(c)
	for _, e := range events {
		e.release()
	}
}

// enter keeps the handle open; nil when it is closed.
func (h *handle) enter() *C.guestfs_h {
	if atomic.AddInt32(&h.state, user)&closing != 0 {
		h.leave()
		return nil
	}
	return h.g
}

func (h *handle) leave() {
	if atomic.AddInt32(&h.state, -user) == closing {
		h.closeNow()
	}
}

// watch cancels the call that is running again and again once ctx has ended,
// since a call that has not begun cannot be. The function that it returns ends
// that.
func watch(ctx context.Context, g *C.guestfs_h) func() {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-ctx.Done():
			cancelUntil(done, g)
		case <-done:
		}
	}()
	return func() {
		close(done)
		<-ended
	}
}

func cancelUntil(done <-chan struct{}, g *C.guestfs_h) {
	for {
		C.guestfs_user_cancel(g)
		select {
		case <-done:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}
