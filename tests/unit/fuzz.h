/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What fuzz.c offers and run.c builds inputs for. */

#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* First byte of an input. */
enum {
  FUZZ_STRUCT,                  /* then: which one; then the struct */
  FUZZ_PAYLOAD,
  FUZZ_FRAMES,                  /* then: size of the pieces; then frames */
  FUZZ_CALL,                    /* then: bit 0 FileIn, bit 1 FileOut; frames */
  FUZZ_HELLO,
  FUZZ_STREAM,                  /* then: which struct; then as many as fit */
  FUZZ_BUDGET,                  /* then: how small; then strings */
  FUZZ_UNTAR,                   /* then: size of the pieces; then an archive */
  FUZZ_APPLICATIONS,            /* then: size of the pieces; then records */
  FUZZ_TARGETS
};

#define FUZZ_PROC 7             /* of the call; its serial number is 1 */

extern int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#endif /* TESTS_FUZZ_FUZZ_H */
