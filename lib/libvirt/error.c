/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What libvirt says of a failure, as errno and text. */

#include <config.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "job.h"
#include "printable.h"

static int
errno_of (const virError *e)
{
  switch (e->code) {
  case VIR_ERR_NO_MEMORY: return ENOMEM;
  case VIR_ERR_NO_DOMAIN:
  case VIR_ERR_NO_SECRET:
  case VIR_ERR_NO_STORAGE_POOL:
  case VIR_ERR_NO_STORAGE_VOL: return ENOENT;
  case VIR_ERR_AUTH_FAILED:
  case VIR_ERR_AUTH_CANCELLED:
  case VIR_ERR_AUTH_UNAVAILABLE:
  case VIR_ERR_ACCESS_DENIED:
  case VIR_ERR_OPERATION_DENIED: return EACCES;
  case VIR_ERR_NO_SUPPORT:
  case VIR_ERR_CONFIG_UNSUPPORTED: return ENOTSUP;
  case VIR_ERR_INVALID_ARG: return EINVAL;
  case VIR_ERR_OPERATION_TIMEOUT: return ETIMEDOUT;
  case VIR_ERR_RPC: return ECONNRESET;
  case VIR_ERR_SYSTEM_ERROR: return e->int1 > 0 ? e->int1 : EIO;
  default: return EIO;
  }
}

void
error_is_kept (void *opaque, virErrorPtr e)
{
  (void) opaque, (void) e;
}

void
error_set (struct libvirt_error *err, int errnum, const char *fs, ...)
{
  va_list args;

  va_start (args, fs);
  err->errnum = errnum;
  err->remedy = NULL;
  if (vasprintf (&err->text, fs, args) == -1)
    err->text = NULL;
  va_end (args);
}

void
error_remedy (struct libvirt_error *err, int code, const char *remedy)
{
  if (virGetLastErrorCode () == code)
    err->remedy = remedy;
}

void
error_take_last (struct libvirt_error *err)
{
  const virError *e = virGetLastError ();

  if (e && e->message)
    error_set (err, errno_of (e), "%s", e->message);
  else
    error_set (err, EIO, "libvirt does not say why");
  make_printable (err->text);
}
