/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A domain's state, saved once and given to all the later ones.
 *
 * libvirt's own way (virDomainRestore) does not know AUTODESTROY: such a domain
 * would outlive a program that is killed.  So libvirt starts a QEMU that waits
 * (-incoming defer), which gets its state over a descriptor that libvirt
 * passes on.  Nothing has a name that another user would have to open, and
 * QEMU never sees the file itself.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <jansson.h>

#include "deadline.h"
#include "libvirt_launch.h"

/* For all of it; each piece must come within the second. */
#define SAVE_MS 60000
#define LOAD_MS 60000
#define ASK_AGAIN_MS 10

#define CLEANUP_JSON __attribute__ ((cleanup (json_done)))

static void
json_done (json_t **o)
{
  json_decref (*o);
}

/* ---- What it depends on ---- */

/* The description of a domain whose names are always the same. */
int
guestfs_int_libvirt_key (guestfs_h *g, const struct vm *d,
                         const struct libvirt_config *config, struct strbuf *b)
{
  static char none[] = "";
  const struct machine_config appliance = {
    .accel = config->accel, .appliance = config->appliance,
  };
  struct libvirt_config bare = *config;
  struct vm nameless = *d;
  CLEANUP_FREE char *xml = NULL;

  bare.bare = true;
  bare.incoming = false;
  nameless.name = none;
  for (size_t i = 0; i < LIBVIRT_NR_SOCKETS; i++)
    nameless.sockets[i].path = none;
  xml = guestfs_int_libvirt_xml (g, &nameless, &bare);
  if (!xml || guestfs_int_template_common_lines (g, b, d->host.emulator,
                                                 &appliance) == -1)
    return -1;
  return strbuf_addf (b, "libvirt %lu\n%s", d->host.version, xml);
}

/* ---- QEMU's monitor ---- */

/* What QEMU returned, NULL with error set when it was an error.  args is
 * stolen, and may be NULL. */
static json_t *
ask_qemu (guestfs_h *g, struct vm *d, const char *name, json_t *args,
          int fd)
{
  CLEANUP_JSON json_t *command = json_pack ("{s:s, s:o*}", "execute", name,
                                            "arguments", args);
  CLEANUP_FREE char *text = command ? json_dumps (command, JSON_COMPACT)
    : NULL;
  CLEANUP_FREE char *answer = NULL;
  CLEANUP_JSON json_t *reply = NULL;
  struct libvirt_error err = { .errnum = ENOMEM };
  const char *desc = NULL;
  json_t *ret;

  if (!text ||
      d->lv->monitor (d->running, text, fd, &answer, &err) == -1) {
    guestfs_int_libvirt_error (g, &err, "%s", name);
    return NULL;
  }
  reply = answer ? json_loads (answer, 0, NULL) : NULL;
  ret = json_object_get (reply, "return");
  if (ret)
    return json_incref (ret);
  json_unpack (reply, "{s:{s:s}}", "error", "desc", &desc);
  error (g, "QEMU, asked for %s: %s", name, desc ? desc : "no answer");
  return NULL;
}

static int
tell_qemu (guestfs_h *g, struct vm *d, const char *name, json_t *args,
           int fd)
{
  CLEANUP_JSON json_t *ret = ask_qemu (g, d, name, args, fd);

  return ret ? 0 : -1;
}

/* QEMU has the other end of *ret_fd under the name "state". */
static int
connect_to_qemu (guestfs_h *g, struct vm *d, int *ret_fd)
{
  int fds[2] = { -1, -1 };
  int r = guestfs_int_libvirt_socket_pair (g, d, fds);

  if (r == 0)
    r = tell_qemu (g, d, "getfd", json_pack ("{s:s}", "fdname", "state"),
                   fds[1]);
  cleanup_close (&fds[1]);
  if (r == 0)
    *ret_fd = fds[0];
  else
    cleanup_close (&fds[0]);
  return r;
}

static int
wait_for_qemu (guestfs_h *g, int fd, short events,
               const struct timespec *deadline)
{
  if (guestfs_int_libvirt_wait (g, fd, events, deadline) == 0)
    return 0;
  if (errno == EINTR)
    guestfs_int_error_errno (g, EINTR, "cancelled");
  else
    guestfs_int_error_errno (g, errno, "QEMU took too long for its state");
  return -1;
}

/* ---- Saving ---- */

/* Until QEMU has closed its end. */
static int
receive_state (guestfs_h *g, int from, int to)
{
  const struct timespec deadline = guestfs_int_deadline_in (SAVE_MS);
  CLEANUP_FREE char *buf = safe_malloc (g, TEMPLATE_PIECE);
  ssize_t n;

  for (;;) {
    if (wait_for_qemu (g, from, POLLIN, &deadline) == -1)
      return -1;
    n = recv (from, buf, TEMPLATE_PIECE, 0);
    if (n == 0)
      return 0;
    if (n == -1 && (errno == EAGAIN || errno == EINTR))
      continue;
    if (n == -1 || full_write (to, buf, n) == -1) {
      perrorf (g, "state of the domain");
      return -1;
    }
  }
}

/* "completed", and not cancelled half-way. */
static int
check_saved (guestfs_h *g, struct vm *d)
{
  const struct timespec deadline = guestfs_int_deadline_in (SAVE_MS);

  for (;;) {
    const struct timespec next = guestfs_int_deadline_in (ASK_AGAIN_MS);
    CLEANUP_JSON json_t *ret = ask_qemu (g, d, "query-migrate", NULL, -1);
    const char *status =
      ret ? json_string_value (json_object_get (ret, "status")) : NULL;

    if (!ret)
      return -1;
    if (status && strcmp (status, "completed") == 0)
      return 0;
    if (!status || strcmp (status, "failed") == 0 ||
        guestfs_int_deadline_passed (&deadline)) {
      error (g, "QEMU did not save its state");
      return -1;
    }
    guestfs_int_wait_until (NULL, 0, &next);
  }
}

#define UNLIMITED ((json_int_t) 1 << 40)

int
guestfs_int_libvirt_save (guestfs_h *g, struct vm *d, int fd)
{
  struct libvirt_error err = { .errnum = 0 };
  CLEANUP_CLOSE int from = -1;

  if (connect_to_qemu (g, d, &from) == -1)
    return -1;
  if (d->lv->suspend (d->running, &err) == -1) {
    guestfs_int_libvirt_error (g, &err, "suspend");
    return -1;
  }
  if (tell_qemu (g, d, "migrate-set-parameters",
                 json_pack ("{s:I}", "max-bandwidth", UNLIMITED), -1) == -1 ||
      tell_qemu (g, d, "migrate", json_pack ("{s:s}", "uri", "fd:state"), -1)
      == -1 ||
      receive_state (g, from, fd) == -1)
    return -1;
  return check_saved (g, d);
}

/* ---- Loading ---- */

static int
send_piece (guestfs_h *g, int to, const char *p, size_t n,
            const struct timespec *deadline)
{
  while (n > 0) {
    const ssize_t r = send (to, p, n, MSG_NOSIGNAL);

    if (r == -1 && errno != EAGAIN && errno != EINTR) {
      perrorf (g, "state of the domain");
      return -1;
    }
    if (r == -1 && wait_for_qemu (g, to, POLLOUT, deadline) == -1)
      return -1;
    if (r > 0) {
      p += r;
      n -= r;
    }
  }
  return 0;
}

static int
send_state (guestfs_h *g, int to, const struct template *t)
{
  const struct timespec deadline = guestfs_int_deadline_in (LOAD_MS);
  CLEANUP_FREE char *buf = safe_malloc (g, TEMPLATE_PIECE);
  uint64_t sum = 0, at = 0;
  ssize_t n;

  while ((n = pread (t->state_fd, buf, TEMPLATE_PIECE,
                     TEMPLATE_HEADER_SIZE + at)) > 0) {
    sum += guestfs_int_template_sum (at, buf, n);
    if (send_piece (g, to, buf, n, &deadline) == -1)
      return -1;
    at += n;
  }
  if (n == 0 && sum == t->header.state_sum)
    return 0;
  error (g, "its state is damaged");
  return -1;
}

/* It has read everything when it is no longer waiting for more. */
static int
wait_until_loaded (guestfs_h *g, struct vm *d)
{
  const struct timespec deadline = guestfs_int_deadline_in (LOAD_MS);

  for (;;) {
    const struct timespec next = guestfs_int_deadline_in (ASK_AGAIN_MS);
    CLEANUP_JSON json_t *ret = ask_qemu (g, d, "query-status", NULL, -1);
    const char *status =
      ret ? json_string_value (json_object_get (ret, "status")) : NULL;

    if (!ret)
      return -1;
    if (status && strcmp (status, "inmigrate") != 0)
      return 0;
    if (guestfs_int_deadline_passed (&deadline)) {
      error (g, "QEMU took too long for its state");
      return -1;
    }
    guestfs_int_wait_until (NULL, 0, &next);
  }
}

int
guestfs_int_libvirt_load (guestfs_h *g, struct vm *d,
                          const struct template *t)
{
  CLEANUP_CLOSE int to = -1;

  if (connect_to_qemu (g, d, &to) == -1 ||
      tell_qemu (g, d, "migrate-incoming",
                 json_pack ("{s:s}", "uri", "fd:state"), -1) == -1 ||
      send_state (g, to, t) == -1)
    return -1;
  shutdown (to, SHUT_WR);
  return wait_until_loaded (g, d);
}

int
guestfs_int_libvirt_resume (guestfs_h *g, struct vm *d)
{
  struct libvirt_error err = { .errnum = 0 };

  if (d->lv->resume (d->running, &err) == 0)
    return 0;
  guestfs_int_libvirt_error (g, &err, "libvirt does not let the appliance "
                             "run");
  return -1;
}
