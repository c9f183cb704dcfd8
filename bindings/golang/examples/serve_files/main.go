/* SPDX-License-Identifier: LGPL-2.1-or-later */

// Serves the files of the first file system on a disk image over HTTP, without changing
// it; whole directories come as tar files:
//
//	serve_files disk.img localhost:8080
//
//	curl http://localhost:8080/etc/hostname
//	curl http://localhost:8080/etc/ | tar t
//
// A download that the client breaks off is cancelled in the appliance.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path"
	"strconv"
	"strings"

	"libguestfs.org/guestfs"
)

type server struct{ g *guestfs.Guestfs }

func (s server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g := s.g.With_context(r.Context())
	name := path.Clean("/" + r.URL.Path)
	var err error
	if strings.HasSuffix(r.URL.Path, "/") {
		err = serveDirectory(g, w, name)
	} else {
		err = serveFile(g, w, name)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "serve_files:", err)
		http.Error(w, err.Error(), status(err))
	}
}

func serveFile(g *guestfs.Guestfs, w http.ResponseWriter, name string) error {
	size, err := g.Filesize(name)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	return g.Download_to(name, w)
}

func serveDirectory(g *guestfs.Guestfs, w http.ResponseWriter,
	name string) error {
	w.Header().Set("Content-Type", "application/x-tar")
	return g.Tar_out_to(name, w, nil)
}

func status(err error) int {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return http.StatusNotFound
	case errors.Is(err, fs.ErrPermission):
		return http.StatusForbidden
	}
	return http.StatusInternalServerError
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
	filesystems, err := g.List_filesystems()
	for device := range filesystems {
		if g.Mount_ro(device, "/") == nil {
			return g, nil
		}
	}
	if err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("%s: nothing on it can be mounted", image)
}

func serveFiles(image, address string) error {
	g, err := open(image)
	if err != nil {
		return err
	}
	defer g.Close()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Println("serving at", listener.Addr())
	return http.Serve(listener, server{g})
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: serve_files DISK-IMAGE HOST:PORT")
		os.Exit(2)
	}
	if err := serveFiles(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "serve_files:", err)
		os.Exit(1)
	}
}
