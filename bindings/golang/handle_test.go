/* SPDX-License-Identifier: GPL-2.0-or-later */

package guestfs_test

// tests/bindings/golang-handle.sh runs these, with LIBGUESTFS_MEMSIZE=700.

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"libguestfs.org/guestfs"
)

func create(t *testing.T) *guestfs.Guestfs {
	t.Helper()
	g, err := guestfs.Create()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func is(t *testing.T, got, wanted interface{}) {
	t.Helper()
	if got != wanted {
		t.Fatalf("got %#v, expected %#v", got, wanted)
	}
}

func memsize(t *testing.T, g *guestfs.Guestfs) int {
	t.Helper()
	m, err := g.Get_memsize()
	ok(t, err)
	return m
}

// ---- Life ----

func TestFlags(t *testing.T) {
	g := create(t)
	is(t, memsize(t, g), 700)
	g.Close()
	g, err := guestfs.Create_flags(guestfs.CREATE_NO_ENVIRONMENT |
		guestfs.CREATE_NO_CLOSE_ON_EXIT)
	ok(t, err)
	if memsize(t, g) == 700 {
		t.Fatal("the environment was read")
	}
	g.Close()
}

func TestManyHandles(t *testing.T) {
	var handles []*guestfs.Guestfs
	for i := 0; i < 10; i++ {
		g := create(t)
		ok(t, g.Set_memsize(1000+i))
		handles = append(handles, g)
	}
	handles[5].Close()
	is(t, memsize(t, handles[6]), 1006)
	is(t, memsize(t, handles[0]), 1000)
}

func TestClosed(t *testing.T) {
	g := create(t)
	other := g.With_context(context.Background())
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	err := error(other.Close())
	is(t, err.Error(), "close: the handle is closed")
	for _, err := range []error{g.Set_memsize(500), g.Launch(),
		g.User_cancel(), g.Delete_event_callback(0)} {
		if !errors.Is(err, syscall.EBADF) {
			t.Fatal(err)
		}
	}
	_, err = g.Set_event_callback(nil, guestfs.EVENT_ALL)
	if !errors.Is(err, syscall.EBADF) {
		t.Fatal(err)
	}
}

// A handle that nobody has is closed by the garbage collector.
func TestGarbage(t *testing.T) {
	var closed int32
	g := create(t)
	_, err := g.Set_event_callback(func(guestfs.Event, int, []byte, []uint64) {
		atomic.StoreInt32(&closed, 1)
	}, guestfs.EVENT_CLOSE)
	ok(t, err)
	g = nil
	for i := 0; i < 6000 && atomic.LoadInt32(&closed) == 0; i++ {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	is(t, atomic.LoadInt32(&closed), int32(1))
}

func TestConstants(t *testing.T) {
	g := create(t)
	defer g.Close()
	ok(t, g.Set_program("first"))
	program, err := g.Get_program()
	ok(t, err)
	ok(t, g.Set_program("second"))
	is(t, program, "first")
	s, err := g.Internal_test_rconstoptstring("")
	ok(t, err)
	is(t, *s, "static string")
}

// ---- Errors ----

func TestErrors(t *testing.T) {
	g := create(t)
	defer g.Close()
	var e *guestfs.GuestfsError
	err := g.Set_memsize(0)
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	is(t, e.Op, "set_memsize")
	is(t, e.Errno, syscall.EINVAL)
	is(t, errors.Is(err, syscall.EINVAL), true)
	is(t, strings.Count(err.Error(), "set_memsize"), 1)

	_, err = g.Internal_test_rinterr()
	is(t, err.Error(), "internal_test_rinterr: error")
	is(t, errors.Unwrap(err), nil)
	_, err = g.Internal_test_rstructerr()
	is(t, err.Error(), "internal_test_rstructerr: error")
	other := &guestfs.GuestfsError{Op: "op", Errmsg: "message"}
	is(t, other.Error(), "op: message")
}

// Goroutines move between threads, of which each has its last error.
func TestErrorsOfManyGoroutines(t *testing.T) {
	g := create(t)
	defer g.Close()
	var wait sync.WaitGroup
	for i := 0; i < 8; i++ {
		wait.Add(1)
		go func(i int) {
			defer wait.Done()
			for j := 0; j < 500; j++ {
				err := g.Set_memsize(-i)
				text := "size of " + strconv.Itoa(-i) + " MiB"
				if err == nil || !strings.Contains(err.Error(), text) {
					t.Error(err)
				}
				runtime.Gosched()
			}
		}(i)
	}
	wait.Wait()
}

func TestArguments(t *testing.T) {
	g := create(t)
	defer g.Close()
	nul := "a\x00b"
	test := func(str string, optstr *string, list []string, integer int,
		o *guestfs.OptargsInternal_test) error {
		return g.Internal_test(str, optstr, list, true, integer, 0, "", "",
			nil, o)
	}
	ok(t, g.Internal_test_set_output("/dev/null"))
	ok(t, test("", nil, nil, math.MaxInt32, nil))
	ok(t, test("\xff", nil, []string{}, math.MinInt32,
		&guestfs.OptargsInternal_test{}))
	for _, err := range []error{
		test(nul, nil, nil, 0, nil),
		test("", &nul, nil, 0, nil),
		test("", nil, []string{"a", nul}, 0, nil),
		test("", nil, nil, math.MaxInt32+1, nil),
		test("", nil, nil, 0, &guestfs.OptargsInternal_test{
			Ostring_is_set: true, Ostring: nul}),
		test("", nil, nil, 0, &guestfs.OptargsInternal_test{
			Ostringlist_is_set: true, Ostringlist: []string{nul}}),
	} {
		if !errors.Is(err, syscall.EINVAL) {
			t.Fatal(err)
		}
	}
	ok(t, g.Internal_test_close_output())

	// Bytes that are not UTF-8 are kept.
	s, err := g.Internal_test_rstring("\xff\xfe")
	ok(t, err)
	is(t, s, "\xff\xfe")
	pv, err := g.Internal_test_rstruct("")
	ok(t, err)
	is(t, string(pv.Pv_uuid[:]), "12345678901234567890123456789012")
}

// ---- Events ----

func TestEvents(t *testing.T) {
	g := create(t)
	ok(t, g.Set_trace(true))
	var trace []string
	var eh int
	eh, err := g.Set_event_callback(func(event guestfs.Event, handle int,
		buf []byte, array []uint64) {
		is(t, event, guestfs.EVENT_TRACE)
		is(t, handle, eh)
		trace = append(trace, string(buf))
	}, guestfs.EVENT_TRACE)
	ok(t, err)
	ok(t, g.Set_memsize(800))
	if !strings.Contains(trace[0], "set_memsize 800") {
		t.Fatal(trace)
	}
	ok(t, g.Delete_event_callback(eh))
	ok(t, g.Delete_event_callback(eh))
	ok(t, g.Set_trace(false))
	n := len(trace)

	closed := 0
	_, err = g.Set_event_callback(func(event guestfs.Event, _ int, buf []byte,
		array []uint64) {
		is(t, event, guestfs.EVENT_CLOSE)
		is(t, len(buf)+len(array), 0)
		closed++
	}, guestfs.EVENT_CLOSE)
	ok(t, err)
	g.Close()
	is(t, closed, 1)
	is(t, len(trace), n)

	is(t, guestfs.EVENT_PROGRESS.String(), "progress")
	s, err := guestfs.Event_to_string(guestfs.EVENT_CLOSE |
		guestfs.EVENT_WARNING)
	ok(t, err)
	is(t, s, "close,warning")
}

// A callback calls methods, deletes itself, closes the handle and panics.
func TestCallbackDoesWhatItShouldNot(t *testing.T) {
	g := create(t)
	ok(t, g.Set_trace(true))
	calls := 0
	_, err := g.Set_event_callback(func(_ guestfs.Event, eh int, _ []byte,
		_ []uint64) {
		calls++
		ok(t, g.Delete_event_callback(eh))
		is(t, memsize(t, g), 700)
		if err := g.Close(); err != nil {
			t.Error(err)
		}
		panic("a callback panics on purpose")
	}, guestfs.EVENT_TRACE)
	ok(t, err)
	g.Set_memsize(800)
	is(t, calls, 1)
	if err := g.Set_memsize(900); !errors.Is(err, syscall.EBADF) {
		t.Fatal(err)
	}
}

// ---- An appliance ----

type failingReader struct{ left int }

var errReader = errors.New("the reader fails on purpose")

func (r *failingReader) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, errReader
	}
	n := len(p)
	if n > r.left {
		n = r.left
	}
	r.left -= n
	return n, nil
}

type failingWriter struct{}

func (failingWriter) Write(p []byte) (int, error) {
	return 0, errReader
}

func launch(t *testing.T, g *guestfs.Guestfs) {
	var launched, progress int
	_, err := g.Set_event_callback(func(event guestfs.Event, _ int, _ []byte,
		array []uint64) {
		if event == guestfs.EVENT_LAUNCH_DONE {
			launched++
			return
		}
		is(t, len(array), 4)
		progress++
	}, guestfs.EVENT_LAUNCH_DONE|guestfs.EVENT_PROGRESS)
	ok(t, err)
	ok(t, g.Add_drive_scratch(256<<20, nil))
	ok(t, g.Set_memsize(1280)) // the usual machine is there already
	ok(t, g.Launch())
	is(t, launched, 1)
	_, err = g.Debug("progress", []string{"1"})
	ok(t, err)
	if progress == 0 {
		t.Fatal("no progress")
	}
	ok(t, g.Mkfs("ext2", "/dev/sda", nil))
	ok(t, g.Mount("/dev/sda", "/"))
}

func TestLaunched(t *testing.T) {
	g := create(t)
	defer g.Close()
	launch(t, g)
	t.Run("names", func(t *testing.T) { names(t, g) })
	t.Run("streams", func(t *testing.T) { streams(t, g) })
	t.Run("contexts", func(t *testing.T) { contexts(t, g) })
	t.Run("turns", func(t *testing.T) { turns(t, g) })
	t.Run("shutdown", func(t *testing.T) { closeMeanwhile(t, g) })
}

func names(t *testing.T, g *guestfs.Guestfs) {
	ok(t, g.Mkdir("/\xff"))
	err := g.Mkdir("/\xff")
	is(t, errors.Is(err, syscall.EEXIST), true)
	is(t, errors.Is(err, fs.ErrExist), true)
	is(t, errors.Is(err, fs.ErrNotExist), false)
	names, err := g.Ls("/")
	ok(t, err)
	is(t, names[len(names)-1], "\xff")
	dirents, err := g.Readdir("/")
	ok(t, err)
	is(t, (*dirents)[0].Ftyp, byte('d'))
}

func streams(t *testing.T, g *guestfs.Guestfs) {
	content := bytes.Repeat([]byte("0123456\x00"), 1<<18)
	ok(t, g.Upload_from(bytes.NewReader(content), "/file"))
	size, err := g.Filesize("/file")
	ok(t, err)
	is(t, size, int64(len(content)))
	var got bytes.Buffer
	ok(t, g.Download_to("/file", &got))
	is(t, bytes.Equal(got.Bytes(), content), true)

	var tar bytes.Buffer
	ok(t, g.Tar_out_to("/", &tar, nil))
	ok(t, g.Mkdir("/copy"))
	ok(t, g.Tar_in_from(&tar, "/copy", nil))
	size, err = g.Filesize("/copy/file")
	ok(t, err)
	is(t, size, int64(len(content)))

	err = g.Upload_from(&failingReader{left: 1 << 20}, "/failed")
	is(t, errors.Is(err, errReader), true)
	err = g.Upload_from(&failingReader{}, "/failed")
	is(t, errors.Is(err, errReader), true)
	err = g.Download_to("/file", failingWriter{})
	is(t, errors.Is(err, errReader), true)
	err = g.Upload_from(bytes.NewReader(content), "/none/file")
	is(t, errors.Is(err, fs.ErrNotExist), true)
	err = g.Download_to("/none", io.Discard)
	is(t, errors.Is(err, fs.ErrNotExist), true)
	ok(t, g.Ping_daemon())
}

// stalled gives more than a pipe holds, so that a call has read some of it when
// begun is closed; that call lasts until release is closed.
type stalled struct {
	given          int
	begun, release chan struct{}
}

func newStalled() *stalled {
	return &stalled{begun: make(chan struct{}), release: make(chan struct{})}
}

func (r *stalled) Read(p []byte) (int, error) {
	if r.given < 1<<20 {
		r.given += len(p)
		return len(p), nil
	}
	close(r.begun)
	<-r.release
	return 0, io.EOF
}

// stall begins a call that has the handle until the reader is released.
func stall(g *guestfs.Guestfs) (*stalled, chan error) {
	r, done := newStalled(), make(chan error, 1)
	go func() { done <- g.Upload_from(r, "/stalled") }()
	<-r.begun
	return r, done
}

// endDuringCall runs a call that ends only when its context does.
func endDuringCall(t *testing.T, g *guestfs.Guestfs, ctx context.Context,
	cancel func(), wanted error) {
	out, in, err := os.Pipe()
	ok(t, err)
	defer out.Close()
	defer in.Close()
	go func() {
		in.Write([]byte("read by the call"))
		cancel()
	}()
	view := g.With_context(ctx)
	err = view.Upload("/dev/fd/"+strconv.Itoa(int(out.Fd())), "/zeroes")
	is(t, errors.Is(err, wanted), true)
	var e *guestfs.GuestfsError
	is(t, errors.As(err, &e) && e.Errno == syscall.EINTR, true)
	is(t, errors.Is(view.Ping_daemon(), wanted), true)
	ok(t, g.Ping_daemon())
}

func contexts(t *testing.T, g *guestfs.Guestfs) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ok(t, g.With_context(ctx).Ping_daemon())
	endDuringCall(t, g, ctx, cancel, context.Canceled)

	ctx, cancel = context.WithTimeout(context.Background(),
		50*time.Millisecond)
	defer cancel()
	endDuringCall(t, g, ctx, func() {}, context.DeadlineExceeded)
}

// What is cancelled is the call of the context, not that of another goroutine.
func turns(t *testing.T, g *guestfs.Guestfs) {
	r, done := stall(g)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := g.With_context(ctx).Ping_daemon()
	is(t, errors.Is(err, context.Canceled), true)
	ctx, cancel = context.WithTimeout(context.Background(),
		100*time.Millisecond)
	defer cancel()
	err = g.With_context(ctx).Ping_daemon()
	is(t, errors.Is(err, context.DeadlineExceeded), true)
	close(r.release)
	ok(t, <-done)
}

// Closed while another goroutine is in a call: it is closed when that returns.
func closeMeanwhile(t *testing.T, g *guestfs.Guestfs) {
	r, done := stall(g)
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	is(t, errors.Is(g.Ping_daemon(), syscall.EBADF), true)
	close(r.release)
	ok(t, <-done)
}

// ---- Memory ----

func resident(t *testing.T) int {
	t.Helper()
	statm, err := os.ReadFile("/proc/self/statm")
	ok(t, err)
	pages, err := strconv.Atoi(strings.Fields(string(statm))[1])
	ok(t, err)
	return pages * os.Getpagesize()
}

func manyCalls(t *testing.T, g *guestfs.Guestfs) {
	list := []string{"a", "b", "c"}
	o := &guestfs.OptargsInternal_test{
		Ostringlist_is_set: true, Ostringlist: list}
	for i := 0; i < 10000; i++ {
		_, err := g.Internal_test_rstructlist("3")
		ok(t, err)
		_, err = g.Internal_test_rhashtable("3")
		ok(t, err)
		_, err = g.Internal_test_rbufferout("bytes")
		ok(t, err)
		g.Internal_test_rstringerr()
		ok(t, g.Internal_test("", nil, list, true, 0, 0, "", "", nil, o))
		eh, err := g.Set_event_callback(func(guestfs.Event, int, []byte,
			[]uint64) {
		}, guestfs.EVENT_CLOSE)
		ok(t, err)
		ok(t, g.Delete_event_callback(eh))
	}
	runtime.GC()
}

// Threads and the collector take some, once; what is lost in a call is lost in
// each round.
func TestMemory(t *testing.T) {
	g := create(t)
	defer g.Close()
	ok(t, g.Internal_test_set_output("/dev/null"))
	manyCalls(t, g)
	grown := 0
	for round := 0; round < 5; round++ {
		before := resident(t)
		manyCalls(t, g)
		if grown = resident(t) - before; grown <= 3<<20 {
			break
		}
	}
	if grown > 3<<20 {
		t.Fatalf("memory has grown by %d bytes in each round", grown)
	}
	ok(t, g.Internal_test_close_output())
}
