/* SPDX-License-Identifier: LGPL-2.1-or-later */

package guestfs

/*
#include <stdlib.h>
#include <string.h>
#include <guestfs.h>
*/
import "C"

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// A call is one of C: what it keeps and, when err is set, why it must not be
// made.
type call struct {
	h      *handle
	g      *C.guestfs_h
	op     string
	err    error
	memory []unsafe.Pointer
	ctx    context.Context
	ended  func() // nil, or ends the watch of the context
	turn   bool   // it has the turn
}

// The library has a last error for each thread, so that the goroutine must stay
// in its own until it has asked for it.
func (g *Guestfs) enter(op string) call {
	c := call{h: g.h, g: g.h.enter(), op: op, ctx: g.context()}
	if c.g == nil {
		c.err = closed(op)
		return c
	}
	runtime.LockOSThread()
	return c
}

// enterBlocking is for calls that may take long.
func (g *Guestfs) enterBlocking(op string) call {
	c := g.enter(op)
	if c.err == nil {
		c.takeTurn()
	}
	if c.err == nil && c.ctx.Done() != nil {
		c.ended = watch(c.ctx, c.g)
	}
	return c
}

func (c *call) takeTurn() {
	thread := int32(syscall.Gettid())
	if err := c.ctx.Err(); err != nil {
		c.err = c.contextError(err)
		return
	}
	if atomic.LoadInt32(&c.h.owner) == thread {
		return
	}
	select {
	case c.h.turn <- struct{}{}:
		c.turn = true
		atomic.StoreInt32(&c.h.owner, thread)
	case <-c.ctx.Done():
		c.err = c.contextError(c.ctx.Err())
	}
}

func (c *call) contextError(err error) error {
	return &GuestfsError{Op: c.op, Errmsg: err.Error(), Errno: syscall.EINTR,
		cause: err}
}

func (c *call) leave() {
	if c.ended != nil {
		c.ended()
	}
	if c.turn {
		atomic.StoreInt32(&c.h.owner, 0)
		<-c.h.turn
	}
	for _, p := range c.memory {
		C.free(p)
	}
	if c.g != nil {
		runtime.UnlockOSThread()
		c.h.leave()
	}
}

// failed is the error of a call that was made.
func (c *call) failed() error {
	e := &GuestfsError{Op: c.op, Errmsg: "unknown error",
		Errno: syscall.Errno(C.guestfs_last_errno(c.g))}
	if m := C.guestfs_last_error(c.g); m != nil {
		e.Errmsg = C.GoString(m)
	}
	if e.Errno == syscall.EINTR {
		e.cause = c.ctx.Err()
	}
	return e
}

// ---- Arguments ----

func (c *call) refuse(format string, args ...interface{}) {
	if c.err == nil {
		c.err = &GuestfsError{Op: c.op, Errmsg: fmt.Sprintf(format, args...),
			Errno: syscall.EINVAL}
	}
}

func (c *call) text(s string) *C.char {
	if strings.IndexByte(s, 0) != -1 {
		c.refuse("%q: text with a NUL character cannot be an argument", s)
		return nil
	}
	p := C.CString(s)
	c.memory = append(c.memory, unsafe.Pointer(p))
	return p
}

func (c *call) textOrNull(s *string) *C.char {
	if s == nil {
		return nil
	}
	return c.text(*s)
}

func (c *call) texts(texts []string) **C.char {
	size := C.size_t(len(texts)+1) * C.size_t(unsafe.Sizeof((*C.char)(nil)))
	p := C.malloc(size)
	c.memory = append(c.memory, p)
	list := unsafe.Slice((**C.char)(p), len(texts)+1)
	for i, s := range texts {
		list[i] = c.text(s)
	}
	list[len(texts)] = nil
	return (**C.char)(p)
}

var noBytes [1]byte

func (c *call) bytes(b []byte) (*C.char, C.size_t) {
	if len(b) == 0 {
		b = noBytes[:]
		return (*C.char)(unsafe.Pointer(&b[0])), 0
	}
	return (*C.char)(unsafe.Pointer(&b[0])), C.size_t(len(b))
}

func (c *call) number(i int) C.int {
	if i < math.MinInt32 || i > math.MaxInt32 {
		c.refuse("%d: this number must fit into 32 bits", i)
	}
	return C.int(i)
}

// pointer is an address in C's memory, which Go must not look at.
func (c *call) pointer(address int64) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Pointer(&address))
}

func cBool(b bool) C.int {
	if b {
		return 1
	}
	return 0
}

// ---- Results ----

func goBytes(p *C.char, size C.size_t) []byte {
	b := make([]byte, size)
	if size > 0 {
		copy(b, unsafe.Slice((*byte)(unsafe.Pointer(p)), int(size)))
	}
	return b
}

func goUUID(uuid *[32]C.char) (u [32]byte) {
	for i, c := range uuid {
		u[i] = byte(c)
	}
	return u
}

func goTextOrNull(p *C.char) *string {
	if p == nil {
		return nil
	}
	s := C.GoString(p)
	return &s
}

func takeText(p *C.char) string {
	defer C.free(unsafe.Pointer(p))
	return C.GoString(p)
}

func takeBytes(p *C.char, size C.size_t) []byte {
	defer C.free(unsafe.Pointer(p))
	return goBytes(p, size)
}

func takeTexts(p **C.char) []string {
	defer C.free(unsafe.Pointer(p))
	texts := []string{}
	for ; *p != nil; p = next(p) {
		texts = append(texts, takeText(*p))
	}
	return texts
}

func next(p **C.char) **C.char {
	return (**C.char)(unsafe.Add(unsafe.Pointer(p), unsafe.Sizeof(*p)))
}

func takePairs(p **C.char) map[string]string {
	texts := takeTexts(p)
	pairs := make(map[string]string, len(texts)/2)
	for i := 0; i+1 < len(texts); i += 2 {
		pairs[texts[i]] = texts[i+1]
	}
	return pairs
}
