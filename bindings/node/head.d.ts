// SPDX-License-Identifier: LGPL-2.1-or-later
/**
 * Open, inspect and change the disk images of virtual machines.
 *
 * ```ts
 * import { GuestFS } from 'guestfs';
 *
 * const g = new GuestFS();
 * await g.add_drive('disk.qcow2', { readonly: true });
 * await g.launch();
 * for (const root of await g.inspect_os()) {
 *   console.log(root, await g.inspect_get_product_name(root));
 * }
 * await g.close();
 * ```
 *
 * guestfs-node(3) explains the package, guestfs(3) the library behind it.
 *
 * @packageDocumentation
 */

/// <reference types="node" />

import { EventEmitter } from 'node:events';

// ---- Values ----

/**
 * 64 bits: a number if it holds the value exactly (up to
 * `Number.MAX_SAFE_INTEGER`), otherwise a BigInt. `BigInt(x)` is always exact.
 */
export type Int64 = number | bigint;

/** Text without NUL. Bytes are for names that are not UTF-8. */
export type Text = string | Uint8Array;

/** Any bytes; a string stands for its UTF-8. */
export type Bytes = string | NodeJS.ArrayBufferView | ArrayBuffer;

/** The optional argument of methods that return a promise. */
export interface Cancellable {
  /** Cancels the call as `user_cancel` does: the promise is rejected. */
  signal?: AbortSignal | undefined;
}

/**
 * The bytes of text that a method has returned: names of files need not be
 * UTF-8, and bytes that are not are lone surrogates, U+DC80 to U+DCFF.
 */
export function bytesOf(text: string): Buffer;
/** The opposite of {@link bytesOf}. */
export function textOf(bytes: NodeJS.ArrayBufferView | ArrayBuffer): string;

// ---- Errors ----

/** A call failed: `message` has what was asked and what went wrong. */
export class GuestFSError extends Error {
  constructor(message: string, errno?: number);
  /** As in C, greater than 0; 0 if there is none. */
  errno: number;
  /** Its name, such as `'ENOENT'`. */
  code: string | undefined;
}

/** A method was called on a handle that is closed. */
export class ClosedHandle extends GuestFSError {
  constructor();
}

/** The names of the events in a mask of `EVENT_*`, with commas. */
export function event_to_string(mask: number): string;
