/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Packets to and from Erlang: four bytes of length, and what they count. */

#ifndef PACKETS_H
#define PACKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes standard input and output for packets.  What the library prints goes to
 * standard error then.  False: errno tells why. */
extern bool packets_open (void);

/* Writes one packet: head and data.  Several threads may do so.  That Erlang
 * has gone is seen by who reads. */
extern void packets_write (const void *head, size_t head_size,
                           const void *data, size_t data_size);

/* The length of the next packet, and then what it holds.  One thread at a time.
 * False at the end of the file. */
extern bool packets_read_length (size_t *ret_size);
extern bool packets_read (char *buf, size_t size);

/* The highest byte comes first. */
extern void packets_put_number (unsigned char *to, size_t size, uint64_t n);

#endif
