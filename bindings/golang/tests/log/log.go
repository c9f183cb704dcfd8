/* SPDX-License-Identifier: GPL-2.0-or-later */

// Package log prints results as the logs of all languages have them.
package log

import (
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strings"

	"libguestfs.org/guestfs"
)

func quote(s string) string { return `"` + s + `"` }

func list(length int, element func(i int) string) string {
	elements := make([]string, length)
	for i := range elements {
		elements[i] = element(i)
	}
	return "[" + strings.Join(elements, ", ") + "]"
}

func bytes(b []byte) string {
	s := ""
	for _, c := range b {
		s += fmt.Sprintf("<%02x>", c)
	}
	return s
}

func pairs(m map[string]string) string {
	var pairs []string
	for key, value := range m {
		pairs = append(pairs, quote(key)+": "+quote(value))
	}
	sort.Strings(pairs)
	return "{" + strings.Join(pairs, ", ") + "}"
}

// Names are those of C: "pv_name" is the field Pv_name.
func fields(s reflect.Value, names []string) string {
	fields := make([]string, len(names))
	for i, name := range names {
		field := s.FieldByName(strings.ToUpper(name[:1]) + name[1:])
		fields[i] = name + ": " + show(field.Interface(), nil)
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

func show(r interface{}, names []string) string {
	switch r := r.(type) {
	case nil:
		return "ok"
	case string:
		return quote(r)
	case *string:
		if r == nil {
			return "null"
		}
		return quote(*r)
	case []string:
		return list(len(r), func(i int) string { return quote(r[i]) })
	case map[string]string:
		return pairs(r)
	case []byte:
		return bytes(r)
	case [32]byte:
		return quote(string(r[:]))
	}
	v := reflect.ValueOf(r)
	if v.Kind() != reflect.Ptr {
		return fmt.Sprint(r)
	}
	v = v.Elem()
	if v.Kind() == reflect.Slice {
		return list(v.Len(), func(i int) string {
			return fields(v.Index(i), names)
		})
	}
	return fields(v, names)
}

// Step prints what a call has returned; of structs only the named fields.
func Step(title string, r interface{}, err error, names ...string) {
	result := ""
	var e *guestfs.GuestfsError
	if errors.As(err, &e) {
		result = fmt.Sprintf("error: %s (%d)", e, e.Errno)
	} else if err != nil {
		result = "another error: " + err.Error()
	} else {
		result = show(r, names)
	}
	fmt.Printf("%s\n%s\n", title, result)
}
