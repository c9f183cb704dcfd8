/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames to and from the library, over the virtio-serial port. */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "state.h"

#define PORT_NAME "org.libguestfs.channel.0"
#define PORTS "/sys/class/virtio-ports"
/* How long to look for the port, and to sleep while the host is away. */
#define PORT_WAIT_MS 5000
#define AWAY_MS 5
/* More than a message header takes. */
#define FRAME_HEADER_ROOM 1024

static int port = -1;
static int watched_fd = -1;
static void (*watched_fn) (void);
static bool must_stay;
static struct frame_reader reader;

void
protocol_error (const char *fs, ...)
{
  va_list args;

  fprintf (stderr, "guestfsd: fatal: ");
  va_start (args, fs);
  vfprintf (stderr, fs, args);
  va_end (args);
  fprintf (stderr, "\n");
  exit (1);
}

static bool
port_has_name (const char *dir, const char *want)
{
  CLEANUP_FREE char *path = NULL;
  CLEANUP_FREE char *line = NULL;
  CLEANUP_FCLOSE FILE *fp = NULL;
  size_t size = 0;

  if (asprintf (&path, PORTS "/%s/name", dir) == -1)
    return false;
  fp = fopen (path, "re");
  if (!fp || getline (&line, &size, fp) == -1)
    return false;
  line[strcspn (line, "\n")] = '\0';
  return strcmp (line, want) == 0;
}

/* The node of the port, without udev to tell. */
static char *
find_port (void)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir (PORTS);
  struct dirent *d;
  char *dev = NULL;

  while (dir && !dev && (d = readdir (dir)) != NULL)
    if (d->d_name[0] != '.' && port_has_name (d->d_name, PORT_NAME)
        && asprintf (&dev, "/dev/%s", d->d_name) == -1)
      dev = NULL;
  return dev;
}

void
channel_open (void)
{
  const int64_t deadline_ms = monotonic_ms () + PORT_WAIT_MS;
  CLEANUP_FREE char *dev = NULL;

  while (!(dev = find_port ()) && monotonic_ms () < deadline_ms)
    sleep_ms (1);
  if (!dev)
    protocol_error ("no virtio-serial port is called %s", PORT_NAME);
  port = open (dev, O_RDWR | O_CLOEXEC);
  if (port == -1)
    protocol_error ("%s: %s", dev, strerror (errno));
  frame_reader_init (&reader, FRAME_MESSAGE_MAX);
}

void
channel_must_stay (void)
{
  must_stay = true;
}

static void
host_is_away (void)
{
  if (must_stay) {
    debug ("the library has gone");
    exit (0);
  }
  sleep_ms (AWAY_MS);
}

static void
write_or_exit (const void *p, size_t n)
{
  if (n > 0 && full_write (port, p, n) == -1)
    protocol_error ("writing to the library: %s", strerror (errno));
}

/* What fits into one write of the port (32 KiB) goes out as one: each is a
 * trip to the host. */
void
channel_send_parts (enum frame_kind kind, const void *a, size_t na,
                    const void *b, size_t nb)
{
  char first[32 * 1024];
  size_t n = sizeof first - FRAME_HEADER_SIZE - na;

  if (na > FRAME_HEADER_ROOM || nb > UINT32_MAX - na)
    protocol_error ("a frame of %zu bytes cannot be sent", na + nb);
  if (n > nb)
    n = nb;
  frame_put_prefix (first, kind, na + nb);
  if (na > 0)
    memcpy (first + FRAME_HEADER_SIZE, a, na);
  if (n > 0)
    memcpy (first + FRAME_HEADER_SIZE + na, b, n);
  write_or_exit (first, FRAME_HEADER_SIZE + na + n);
  write_or_exit ((const char *) b + n, nb - n);
}

void
channel_send (enum frame_kind kind, const void *payload, size_t n)
{
  channel_send_parts (kind, NULL, 0, payload, n);
}

static void
read_some (void)
{
  size_t n;
  ssize_t got;
  char *p = frame_reader_space (&reader, &n);

  if (!p)
    protocol_error ("out of memory for a message from the library");
  do {
    got = read (port, p, n);
  } while (got == -1 && errno == EINTR);
  if (got == -1)
    protocol_error ("reading from the library: %s", strerror (errno));
  frame_reader_fed (&reader, got);
  if (got == 0)
    host_is_away ();
}

static int
take_frame (struct frame *ret)
{
  int r = frame_reader_next (&reader, ret);

  if (r == -1)
    protocol_error ("from the library: %s", reader.problem);
  return r;
}

void
channel_also_watch (int fd, void (*fn) (void))
{
  watched_fd = fd;
  watched_fn = fn;
}

/* In the middle of a message nothing else is done. */
static void
serve_watched (void)
{
  struct pollfd fds[] = {
    { port, POLLIN, 0 }, { watched_fd, POLLIN, 0 },
  };

  while (watched_fd != -1 && !frame_reader_is_midway (&reader)
         && (poll (fds, 2, -1) == -1 || !fds[0].revents))
    if (fds[1].revents & POLLIN)
      watched_fn ();
}

void
channel_next (struct frame *ret)
{
  while (take_frame (ret) == 0) {
    serve_watched ();
    read_some ();
  }
}

static bool
readable (void)
{
  struct pollfd pfd = { .fd = port, .events = POLLIN };

  if (poll (&pfd, 1, 0) != 1)
    return false;
  if (pfd.revents & POLLIN)
    return true;
  if (pfd.revents & POLLHUP)
    host_is_away ();
  return false;
}

int
channel_try_next (struct frame *ret)
{
  int r;

  while ((r = take_frame (ret)) == 0) {
    if (!frame_reader_is_midway (&reader) && !readable ())
      return 0;
    read_some ();
  }
  return r;
}

int
channel_fd (void)
{
  return port;
}

void
channel_steal (const struct frame *f, char **ret_buf, const char **ret_payload)
{
  if (frame_reader_steal (&reader, f, ret_buf, ret_payload) == -1)
    protocol_error ("out of memory for a message from the library");
}
