/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stands in for libvirt-qemu.so.0: the monitor of the QEMU of fake-machine.c.
 * When its state is waited for, FAKE_LIBVIRT_LOG is told. */

#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>

#include "fake-libvirt.h"

#define STATE_SIZE (1 << 20)

static int state = -1;

static void *
send_state (void *ignored)
{
  static const char zeroes[STATE_SIZE];
  int fd = state;

  (void) ignored;
  for (size_t n = 0; n < STATE_SIZE;) {
    const ssize_t r = write (fd, zeroes + n, STATE_SIZE - n);

    if (r <= 0)
      break;
    n += r;
  }
  close (fd);
  return NULL;
}

static const char *
answer_to (const char *command)
{
  pthread_t thread;

  if (strstr (command, "\"migrate\"") && !mode_is ("hang-save"))
    pthread_create (&thread, NULL, send_state, NULL);
  else if (strstr (command, "\"migrate\"") ||
           strstr (command, "\"migrate-incoming\""))
    say ("waits for the state\n");
  if (strstr (command, "\"query-migrate\""))
    return "{\"return\": {\"status\": \"completed\"}}";
  return "{\"return\": {}}";
}

int
virDomainQemuMonitorCommandWithFiles (virDomainPtr dom, const char *command,
                                      unsigned nr_in, int *in,
                                      unsigned *nr_out, int **out,
                                      char **result, unsigned flags)
{
  (void) dom, (void) nr_out, (void) out, (void) flags;
  if (nr_in > 0)
    state = dup (in[0]);
  *result = strdup (answer_to (command));
  return 0;
}
