// SPDX-License-Identifier: GPL-2.0-or-later
// Prints results as the logs of all languages have them.  With --sync, the
// methods that do not return a promise are called.

'use strict';

const assert = require('node:assert');
const { GuestFS, GuestFSError } = require('guestfs');

const sync = process.argv[2] === '--sync';
const scratch = process.argv.at(-1);
const g = new GuestFS();

const text = (r) => `"${r}"`;
const list = (show) => (r, ...more) =>
  `[${r.map((element) => show(element, ...more)).join(', ')}]`;
const bytes = (r) =>
  Array.from(r, (b) => `<${b.toString(16).padStart(2, '0')}>`).join('');
const field = (r) => Buffer.isBuffer(r) ? bytes(r)
  : typeof r === 'string' ? text(r) : `${r}`;
const struct = (r, fields) =>
  `{${fields.map((f) => `${f}: ${field(r[f])}`).join(', ')}}`;

const show = {
  ok: (r) => { assert.strictEqual(r, undefined); return 'ok'; },
  plain: (r) => `${r}`,
  text,
  textOrNull: (r) => r === null ? 'null' : text(r),
  texts: list(text),
  map: (r) => `{${[...r].sort().map(([k, v]) => `${text(k)}: ${text(v)}`)
    .join(', ')}}`,
  bytes,
  struct,
  structs: list(struct),
};

const call = (name, ...args) => () =>
  sync ? g[name + 'Sync'](...args) : g[name](...args);

async function step(title, call, show, ...more) {
  let line;
  try {
    line = show(await call(), ...more);
  } catch (e) {
    if (!(e instanceof GuestFSError)) throw e;
    line = `error: ${e.message} (${e.errno})`;
  }
  console.log(`${title}\n${line}`);
}

module.exports = { call, close: () => g.close(), scratch, show, step };
