// SPDX-License-Identifier: LGPL-2.1-or-later
// Open, inspect and change the disk images of virtual machines.
//
// The methods of class GuestFS are made of the table of calls that the addon
// has; index.d.ts has their documentation.

'use strict';

const { EventEmitter } = require('node:events');
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const native = require('./build/Release/guestfs.node');
const events = require('./events.js');

// ---- Errors ----

const codes = new Map(Object.entries(os.constants.errno)
  .map(([code, errno]) => [errno, code]));

class GuestFSError extends Error {
  constructor(message, errno = 0) {
    super(message);
    this.errno = errno;
    this.code = codes.get(errno);
  }
}
GuestFSError.prototype.name = 'GuestFSError';

class ClosedHandle extends GuestFSError {
  constructor() {
    super('GuestFS: the handle is closed', os.constants.errno.EBADF);
  }
}
ClosedHandle.prototype.name = 'ClosedHandle';

native.setErrors((message, errno) =>
  message === undefined ? new ClosedHandle() : new GuestFSError(message, errno));

// ---- Arguments ----

function typeError(message) {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
}

// What may be behind the arguments.
function optionsOf(call, given) {
  const { name, nrArgs, optargs } = call;
  if (given.length < nrArgs || given.length > nrArgs + 1) {
    throw typeError(`${name}: takes ${nrArgs} arguments and an object of ` +
                    `optional ones, not ${given.length}`);
  }
  const options = given[nrArgs] ?? {};
  if (typeof options !== 'object') {
    throw typeError(`${name}: optional arguments must be in an object`);
  }
  for (const key of Object.keys(options)) {
    if (!optargs.includes(key) && key !== 'signal') {
      throw typeError(`${name}: has no optional argument ${key}`);
    }
  }
  return options;
}

const warned = new Set();

function warnIfDeprecated({ name, instead }) {
  if (instead === undefined || warned.has(name)) return;
  warned.add(name);
  process.emitWarning(
    instead ? `use GuestFS.${instead}() instead of GuestFS.${name}()`
      : `GuestFS.${name}() is deprecated`, 'DeprecationWarning');
}

// [key, value, key, value, …]
function toMap(list) {
  const map = new Map();
  for (let i = 0; i < list.length; i += 2) map.set(list[i], list[i + 1]);
  return map;
}

// ---- Handles ----

let lastId = 0;

class GuestFS extends EventEmitter {
  #handle;
  #callbacks = new Map();       // event handle to function
  #heard = new Map();           // name of an event to event handle

  constructor({ environment = true, close_on_exit = true } = {}) {
    super();
    // What the addon holds must not keep this object.
    const weak = new WeakRef(this);
    this.#handle = native.create(
      (environment ? 0 : 1) | (close_on_exit ? 0 : 2),
      (...event) => weak.deref()?.#dispatch(...event));
    if (process.argv[1]) {
      this.set_programSync(path.basename(process.argv[1]));
    }
  }

  async close() {
    return this.#start(native.close);
  }

  closeSync() {
    native.closeSync(this.#handle);
  }

  async [Symbol.asyncDispose ?? Symbol('asyncDispose')]() {
    try {
      await this.close();
    } catch (e) {
      if (!(e instanceof ClosedHandle)) throw e;
    }
  }

  // ---- Calls ----

  #start(start, signal, ...args) {
    const id = ++lastId >>> 0;
    if (!signal) return start(this, this.#handle, id, ...args);
    signal.throwIfAborted();
    const promise = start(this, this.#handle, id, ...args);
    return this.#untilAborted(promise, id, signal);
  }

  // A call that is about to begin forgets what was cancelled before: it is
  // cancelled until it ends.
  #untilAborted(promise, id, signal) {
    return new Promise((resolve, reject) => {
      let timer;
      const cancel = () => {
        if (native.cancel(this.#handle, id)) {
          timer = setTimeout(cancel, 50);
        } else {
          reject(signal.reason);
        }
      };
      signal.addEventListener('abort', cancel, { once: true });
      promise.finally(() => {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
      }).then(resolve, (e) => {
        reject(signal.aborted && e.code === 'EINTR' ? signal.reason : e);
      });
    });
  }

  static #define(call) {
    const { name, row, nrArgs, optargs, isMap } = call;
    const convert = isMap ? toMap : (result) => result;
    const values = (options) => optargs.map((key) => options[key]);
    const methods = {
      async [name](...given) {
        const options = optionsOf(call, given);
        warnIfDeprecated(call);
        return convert(await this.#start(native.call, options.signal, row,
                                         given, values(options)));
      },
      [name + 'Sync'](...given) {
        const options = optionsOf(call, given);
        warnIfDeprecated(call);
        return convert(native.callSync(this.#handle, row, given,
                                       values(options)));
      },
    };
    for (const [key, value] of Object.entries(methods)) {
      Object.defineProperty(GuestFS.prototype, key,
                            { value, writable: true, configurable: true });
    }
  }

  // ---- Events ----

  set_event_callback(callback, mask) {
    if (typeof callback !== 'function') {
      throw typeError('set_event_callback: callback must be a function');
    }
    if (!Number.isSafeInteger(mask)) {
      throw typeError('set_event_callback: mask must be a number');
    }
    const eh = native.addEvent(this.#handle, mask);
    this.#callbacks.set(eh, callback);
    return eh;
  }

  delete_event_callback(eh) {
    native.deleteEvent(this.#handle, eh);
    this.#callbacks.delete(eh);
  }

  #dispatch(event, eh, text, array) {
    try {
      this.#callbacks.get(eh)?.(event, eh, text, array);
    } catch (e) {
      console.error(e);         // nobody else could get it
    }
  }

  // The library is asked for the events that somebody listens to.
  #hear() {
    for (const [name, mask] of eventNames) {
      const eh = this.#heard.get(name);
      if (eh === undefined && this.listenerCount(name) > 0) {
        this.#heard.set(name, this.set_event_callback(
          (event, _eh, text, array) => this.emit(name, text, array), mask));
      } else if (eh !== undefined && this.listenerCount(name) === 0) {
        this.#heard.delete(name);
        this.delete_event_callback(eh);
      }
    }
  }

  // ---- Long results ----

  async *iter_find(directory) {
    const file = await temporaryFile();
    try {
      await this.find0(directory, `/dev/fd/${file.fd}`);
      yield* namesIn(file);
    } finally {
      await file.close();
    }
  }

  async *iter_file(name, size = 1 << 20) {
    for (let offset = 0; ;) {
      const data = await this.pread(name, size, offset);
      if (data.length === 0) return;
      yield data;
      offset += data.length;
    }
  }

  static {
    for (const call of native.calls()) this.#define(call);
    for (const name of ['on', 'addListener', 'prependListener', 'off',
                        'removeListener', 'removeAllListeners']) {
      const inherited = EventEmitter.prototype[name];
      this.prototype[name] = function (...args) {
        inherited.apply(this, args);
        this.#hear();
        return this;
      };
    }
  }
}

// "EVENT_LAUNCH_DONE" is the event "launch_done".
const eventNames = Object.entries(events)
  .filter(([name]) => name !== 'EVENT_ALL')
  .map(([name, mask]) => [name.slice('EVENT_'.length).toLowerCase(), mask]);

// ---- Names in files ----

async function temporaryFile() {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'guestfs-'));
  try {
    return await fs.open(path.join(directory, 'names'), 'wx+');
  } finally {
    await fs.rm(directory, { recursive: true });
  }
}

// Each ends with NUL.
async function* namesIn(file) {
  let rest = Buffer.alloc(0);
  for (let position = 0; ;) {
    const { bytesRead, buffer } =
      await file.read(Buffer.alloc(1 << 16), 0, 1 << 16, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    for (let end; (end = rest.indexOf(0)) !== -1; rest = rest.subarray(end + 1)) {
      yield native.textOf(rest.subarray(0, end));
    }
  }
}

const { bytesOf, textOf, eventToString: event_to_string } = native;

module.exports = {
  GuestFS,
  GuestFSError,
  ClosedHandle,
  bytesOf,
  textOf,
  event_to_string,
  ...require('./events.js'),
};
