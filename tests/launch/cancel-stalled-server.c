/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A launch that waits for a storage server which accepts connections and says
 * nothing can be cancelled from another thread, and leaves nothing behind. */

#include <config.h>

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "testing.h"

/* The kernel accepts for it, as long as the test runs. */
static void
stalled_server (char *name, size_t size)
{
  struct sockaddr_in a = {
    .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)
  };
  socklen_t len = sizeof a;
  const int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd == -1 || bind (fd, (struct sockaddr *) &a, len) == -1
      || listen (fd, 16) == -1
      || getsockname (fd, (struct sockaddr *) &a, &len) == -1)
    abort ();
  snprintf (name, size, "localhost:%d", ntohs (a.sin_port));
}

static double
seconds (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static double cancelled_at;

static void *
cancel_soon (void *g)
{
  sleep (3);
  cancelled_at = seconds ();
  CHECK (guestfs_user_cancel (g) == 0);
  return NULL;
}

static void
add_stalled (guestfs_h *g, char *server)
{
  char *servers[] = { server, NULL };

  CHECK (guestfs_add_drive_opts (g, "export",
                                 GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                                 GUESTFS_ADD_DRIVE_OPTS_PROTOCOL, "nbd",
                                 GUESTFS_ADD_DRIVE_OPTS_SERVER, servers, -1)
         == 0);
}

/* The machine is the saved one, or not. */
static void
test_cancel (const char *settings, char *server)
{
  guestfs_h *g = new_handle ();
  pthread_t thread;

  if (settings)
    CHECK (guestfs_set_backend_setting (g, "template", settings) == 0);
  add_stalled (g, server);
  if (pthread_create (&thread, NULL, cancel_soon, g) != 0)
    abort ();
  FAILS (g, guestfs_launch (g), "launch", EINTR, "cancelled by the user");
  CHECK (cancelled_at > 0 && seconds () - cancelled_at < 5);
  pthread_join (thread, NULL);
  CHECK (waitpid (-1, NULL, WNOHANG) == -1 && errno == ECHILD);
  guestfs_close (g);
  CHECK (test_is_clean ());
}

/* What was cancelled is not held against the next launch. */
static void
test_again (void)
{
  static const int disks[] = { 10, 0 };
  guestfs_h *g = new_handle ();

  start (g, disks);
  CHECK (guestfs_ping_daemon (g) == 0);
  guestfs_close (g);
}

int
main (void)
{
  char server[64];

  stalled_server (server, sizeof server);
  test_begin (120);
  running_test = "template";
  test_cancel (NULL, server);
  running_test = "machine of its own";
  test_cancel ("off", server);
  running_test = "again";
  test_again ();
  return test_end ();
}
