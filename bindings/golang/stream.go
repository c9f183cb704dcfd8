/* SPDX-License-Identifier: LGPL-2.1-or-later */

package guestfs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// C reads and writes files by their names: a pipe has one, too.
func fileName(f *os.File) string {
	return fmt.Sprintf("/dev/fd/%d", f.Fd())
}

// A reader or writer that has failed is why the call did.
func streamError(op string, cause, err error) error {
	if cause == nil {
		return err
	}
	return &GuestfsError{Op: op, Errmsg: cause.Error(), Errno: syscall.EIO,
		cause: cause}
}

// fromReader calls an action that reads a file with what a reader gives. When
// the reader fails the action is cancelled: it must not take what it has got
// for all.
func (g *Guestfs) fromReader(r io.Reader,
	action func(g *Guestfs, name string) error) error {
	out, in, err := os.Pipe()
	if err != nil {
		return streamError("pipe", err, nil)
	}
	ctx, cancel := context.WithCancel(g.context())
	defer cancel()
	returned, result := make(chan struct{}), make(chan error, 1)
	go func() {
		_, err := io.Copy(in, r)
		if err != nil {
			cancel()
			<-returned
		}
		in.Close()
		result <- err
	}()
	err = action(g.With_context(ctx), fileName(out))
	close(returned)
	out.Close()
	cause := <-result
	if errors.Is(cause, syscall.EPIPE) {
		// The action has not read all: that is no error of the reader.
		cause = nil
	}
	return streamError("read", cause, err)
}

// toWriter calls an action that writes a file, and gives it to a writer. When
// the writer fails the action cannot write to the pipe any more, and fails.
func (g *Guestfs) toWriter(w io.Writer,
	action func(g *Guestfs, name string) error) error {
	out, in, err := os.Pipe()
	if err != nil {
		return streamError("pipe", err, nil)
	}
	result := make(chan error, 1)
	go func() {
		_, err := io.Copy(w, out)
		out.Close()
		result <- err
	}()
	err = action(g, fileName(in))
	in.Close()
	return streamError("write", <-result, err)
}
