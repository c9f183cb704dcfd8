/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of this room tell each other. */

#ifndef GUESTFSD_SERVE_H
#define GUESTFSD_SERVE_H

#include "state.h"

/* ---- loop.c ---- */
extern void loop (void) __attribute__ ((noreturn));

/* ---- setup.c ---- */
extern void send_hello (void);
/* Applies a SETUP frame and answers it. */
extern void handle_setup (const struct frame *f);

/* ---- activate.c ---- */
/* Assembles MD arrays and activates volume groups, if there are any: called
 * when the drives are there. */
extern int activate_devices (void);

/* ---- network.c ---- */
extern int network_start (void);

#endif /* GUESTFSD_SERVE_H */
