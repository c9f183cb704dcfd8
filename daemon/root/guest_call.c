/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls of libraries that open paths on their own, made where the guest's
 * root is the root. */

#include "config.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "call.h"
#include "root.h"

struct inside {
  void (*fn) (void *);
  void *arg;
  int err;                      /* why fn was not called */
};

/* The descriptor of the old root leads back: who waits for the thread may
 * unmount at once, and the kernel lets go of a thread's root only after the
 * thread has been joined. */
static void *
go_inside (void *opaque)
{
  struct inside *in = opaque;
  CLEANUP_CLOSE int outside = open ("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

  if (outside == -1 || unshare (CLONE_FS) == -1 ||
      chdir (sysroot) == -1 || chroot (".") == -1) {
    in->err = errno;
    return NULL;
  }
  in->fn (in->arg);
  if (fchdir (outside) == -1 || chroot (".") == -1)
    debug ("leaving the guest's root: %m");
  return NULL;
}

int
guest_call (void (*fn) (void *), void *arg)
{
  struct inside in = { .fn = fn, .arg = arg };
  pthread_t thread;
  int err = pthread_create (&thread, NULL, go_inside, &in);

  if (err == 0)
    err = pthread_join (thread, NULL);
  if (err == 0)
    err = in.err;
  if (err == 0)
    return 0;
  reply_with_perror_errno (err, "entering the guest's root");
  return -1;
}
