/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the library asks of libguestfs-libvirt.so, which alone is linked to
 * libvirt and libxml2 and is loaded when something needs them.
 *
 * Plain C: the module knows nothing of handles.  Whatever asks a server runs
 * in a thread of its own (libvirt/job.c), so that a server that does not
 * answer makes no call wait for longer than the caller wants.
 */

#ifndef GUESTFS_LIBVIRT_MODULE_H
#define GUESTFS_LIBVIRT_MODULE_H

#include <stdbool.h>
#include <stddef.h>

#include "libvirt_machine.h"
#include "source_extras.h"

/* The module's only symbol, a struct libvirt_module. */
#define LIBVIRT_MODULE_FILE "libguestfs-libvirt.so"
#define LIBVIRT_MODULE_SYMBOL "guestfs_int_libvirt_module"

/* What went wrong: errnum is not 0, text is libvirt's, in one line. */
struct libvirt_error {
  int errnum;
  char *text;                   /* to be freed; NULL only without memory */
  const char *remedy;           /* what to do, or NULL */
};

/* What a server may ask for: libvirt's constant, and the word for programs. */
#define LIBVIRT_CREDENTIALS(TYPE)               \
  TYPE (VIR_CRED_USERNAME, "username")          \
  TYPE (VIR_CRED_AUTHNAME, "authname")          \
  TYPE (VIR_CRED_LANGUAGE, "language")          \
  TYPE (VIR_CRED_CNONCE, "cnonce")              \
  TYPE (VIR_CRED_PASSPHRASE, "passphrase")      \
  TYPE (VIR_CRED_ECHOPROMPT, "echoprompt")      \
  TYPE (VIR_CRED_NOECHOPROMPT, "noechoprompt")  \
  TYPE (VIR_CRED_REALM, "realm")                \
  TYPE (VIR_CRED_EXTERNAL, "external")

/* Something a server wants to know. */
struct libvirt_credential {
  const char *type;             /* "username", "passphrase" … */
  const char *prompt, *challenge, *defresult;   /* "" when there is none */
  char *result;                 /* malloc'd; NULL: there is no answer */
  size_t result_len;            /* a NUL follows */
};

/* Who calls.  The functions are called in the thread of the caller. */
struct libvirt_caller {
  void *opaque;
  /* Waits until fd can be read.  0, or -1 with errno: ETIMEDOUT, or EINTR when
   * the call was cancelled. */
  int (*wait) (void *opaque, int fd);
  /* The types that ask can answer, NULL at the end.  NULL: libvirt itself asks
   * at the terminal. */
  const char *const *types;
  /* Fills in the results; -1: log in no further. */
  int (*ask) (void *opaque, const char *uri,
              struct libvirt_credential *creds, size_t n);
  /* Before libvirt itself asks. */
  void (*before_prompt) (void *opaque, const char *uri);
};

struct libvirt_conn;
struct libvirt_running;         /* a machine that was started */

/* What a server can run, and as whom. */
struct libvirt_host {
  unsigned long version;        /* of libvirt: 9.0.0 is 9000000 */
  bool kvm, tcg;                /* says libvirt */
  char *emulator;               /* NULL: there is none for x86_64 */
  bool runs_as_user;            /* uid, gid: QEMU's; else it has the caller's */
  unsigned uid, gid;
  bool selinux, apparmor;       /* label what QEMU may open */
};

enum libvirt_state { LIBVIRT_RUNS, LIBVIRT_PAUSED, LIBVIRT_GONE };

struct libvirt_domain {
  char *name;
  bool active;                  /* it runs, or is paused, or ends just now */
  bool saved;                   /* its memory is: it will go on from there */
  char *xml;
  char *shown_xml;              /* the same without secrets, for the log */
};

/* Where libvirt keeps a password; neither uuid nor usage: there is none. */
struct libvirt_secret {
  char *type;                   /* "ceph", "iscsi" … or NULL */
  char *uuid, *usage;           /* or NULL */
};

/* A disk of a domain, as add_drive takes it.  What is not there is NULL. */
struct domain_disk {
  char *target;                 /* "vda" */
  char *protocol, *filename;    /* never NULL, unless it is a volume */
  char **servers;               /* "host:port", "[::1]:port", "unix:/socket" */
  char *username;
  struct libvirt_secret secret;
  struct source_extras extras;
  char *pool, *volume;          /* of a volume that is still to be found */
  char *format;
  int blocksize;                /* 0: not said */
  bool readonly;
  bool optional;                /* the domain starts without its medium, too */
  bool empty;                   /* there is no medium in the drive */
  char *skipped;                /* why it is no disk for us … */
  char *refused;                /* … and why it cannot be added as it is */
  char **warnings;              /* what of its XML does not count here … */
  char **write_warnings;        /* … and what only when it is written to */
};

struct libvirt_disks {
  struct domain_disk *ptr;
  size_t len;
  char *label, *imagelabel;     /* of SELinux, or NULL */
};

/* Functions return 0, or -1 with *err filled in, unless they say otherwise. */
struct libvirt_module {
  const char *build_id;         /* must be that of the library */

  /* Before anything else.  quiet: nobody else in this process uses libvirt,
   * which would print its errors. */
  void (*init) (bool quiet);

  /* uri NULL: what libvirt takes by default.  caller is copied. */
  int (*connect) (const char *uri, const struct libvirt_caller *caller,
                  struct libvirt_conn **ret, struct libvirt_error *err);
  /* NULL is ignored. */
  void (*disconnect) (struct libvirt_conn *conn);
  /* What the server calls itself; borrowed, never NULL. */
  const char *(*uri) (const struct libvirt_conn *conn);

  /* ---- Machines ---- */
  int (*host) (struct libvirt_conn *conn, struct libvirt_host *ret,
               struct libvirt_error *err);
  void (*host_done) (struct libvirt_host *host);
  /* Strings to be freed: see libvirt_machine.h. */
  char *(*domain_xml) (const struct libvirt_machine *m, const char **ret_bad);
  char *(*disk_xml) (const struct libvirt_disk *d, const char **ret_bad);
  char *(*secret_xml) (const char *type, const char *name,
                       const char **ret_bad);
  int (*define_secret) (struct libvirt_conn *conn, const char *xml,
                        const void *value, size_t n, char **ret_uuid,
                        struct libvirt_error *err);
  int (*undefine_secret) (struct libvirt_conn *conn, const char *uuid,
                          struct libvirt_error *err);
  /* It ends when the connection does. */
  int (*create) (struct libvirt_conn *conn, const char *xml, bool paused,
                 struct libvirt_running **ret, struct libvirt_error *err);
  /* Forgets it; the machine itself goes on.  NULL is ignored. */
  void (*forget) (struct libvirt_running *m);
  int (*resume) (struct libvirt_running *m, struct libvirt_error *err);
  int (*suspend) (struct libvirt_running *m, struct libvirt_error *err);
  /* graceful: QEMU writes what it holds, or it fails with EBUSY.  One that has
   * gone is no error. */
  int (*destroy) (struct libvirt_running *m, bool graceful,
                  struct libvirt_error *err);
  int (*state) (struct libvirt_running *m, enum libvirt_state *ret,
                struct libvirt_error *err);
  int (*attach) (struct libvirt_running *m, const char *xml,
                 struct libvirt_error *err);
  int (*detach) (struct libvirt_running *m, const char *xml,
                 struct libvirt_error *err);
  /* A command of QMP, which is given the descriptor unless it is -1.  The
   * answer is to be freed. */
  int (*monitor) (struct libvirt_running *m, const char *command, int fd,
                  char **ret_answer, struct libvirt_error *err);

  /* ---- Domains ---- */
  /* By its UUID, when that is allowed, or else by name. */
  int (*find_domain) (struct libvirt_conn *conn, const char *name,
                      bool allowuuid, struct libvirt_domain *ret,
                      struct libvirt_error *err);
  /* The same of a virDomainPtr of the program, and its connection. */
  int (*adopt_domain) (void *dom, const struct libvirt_caller *caller,
                       struct libvirt_conn **ret_conn,
                       struct libvirt_domain *ret, struct libvirt_error *err);
  void (*domain_done) (struct libvirt_domain *dom);
  /* Pure: from its XML. */
  int (*read_disks) (const char *xml, struct libvirt_disks *ret,
                     struct libvirt_error *err);
  void (*disks_done) (struct libvirt_disks *disks);
  /* What disk->volume is: protocol, filename … are filled in. */
  int (*find_volume) (struct libvirt_conn *conn, struct domain_disk *disk,
                      struct libvirt_error *err);
  /* The password, as add_drive takes it; to be freed. */
  int (*find_secret) (struct libvirt_conn *conn,
                      const struct libvirt_secret *secret, char **ret,
                      struct libvirt_error *err);
};

#endif /* GUESTFS_LIBVIRT_MODULE_H */
