/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The callback that C calls, which calls Go. */

#include <stdint.h>
#include <stdlib.h>

#include <guestfs.h>

#include "_cgo_export.h"

static void
event_to_go (guestfs_h *g, void *callback, uint64_t event, int event_handle,
             int flags, const char *buf, size_t buf_len,
             const uint64_t *array, size_t array_len)
{
  (void) g;
  (void) flags;
  guestfsGolangEvent ((uintptr_t) callback, event, event_handle, (char *) buf,
                      buf_len, (uint64_t *) array, array_len);
}

int
guestfs_golang_set_event_callback (guestfs_h *g, uint64_t events,
                                   uintptr_t callback)
{
  guestfs_set_error_handler (g, NULL, NULL);
  return guestfs_set_event_callback (g, event_to_go, events, 0,
                                     (void *) callback);
}
