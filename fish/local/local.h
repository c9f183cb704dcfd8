/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands of guestfish itself: local/, a file for each or for a few
 * that are alike. */

#ifndef GUESTFISH_LOCAL_H
#define GUESTFISH_LOCAL_H

#include "fish.h"

extern const struct fish_command fish_local_alloc;
extern const struct fish_command fish_local_copy_in;
extern const struct fish_command fish_local_copy_out;
extern const struct fish_command fish_local_delete_event;
extern const struct fish_command fish_local_display;
extern const struct fish_command fish_local_echo;
extern const struct fish_command fish_local_edit;
extern const struct fish_command fish_local_emacs;
extern const struct fish_command fish_local_event;
extern const struct fish_command fish_local_glob;
extern const struct fish_command fish_local_help;
extern const struct fish_command fish_local_hexedit;
extern const struct fish_command fish_local_lcd;
extern const struct fish_command fish_local_less;
extern const struct fish_command fish_local_list_events;
extern const struct fish_command fish_local_man;
extern const struct fish_command fish_local_more;
extern const struct fish_command fish_local_not;
extern const struct fish_command fish_local_quit;
extern const struct fish_command fish_local_reopen;
extern const struct fish_command fish_local_setenv;
extern const struct fish_command fish_local_sparse;
extern const struct fish_command fish_local_supported;
extern const struct fish_command fish_local_time;
extern const struct fish_command fish_local_unsetenv;
extern const struct fish_command fish_local_vi;

/* A guest file in a program of the host. */
extern int fish_view (const char *program, const char *name);

#endif /* GUESTFISH_LOCAL_H */
