// SPDX-License-Identifier: GPL-2.0-or-later
// What a call costs in JavaScript: see bench/call.c. With --sync, in the forms
// that block.

'use strict';

const { GuestFS } = require('guestfs');
const sync = process.argv[2] === '--sync';

async function took(what, times, call) {
  const began = process.hrtime.bigint();
  for (let i = 0; i < times; ++i) {
    const result = call();
    if (!sync) await result;
  }
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  console.log(what, (seconds / times).toFixed(9));
}

async function main() {
  const g = new GuestFS();
  const call = (name, ...args) =>
    () => sync ? g[name + 'Sync'](...args) : g[name](...args);
  await g.add_drive_ro(process.argv.at(-1));
  await g.launch();
  await g.mount_ro('/dev/sda', '/');
  await took('call', 100000, call('get_memsize'));
  await took('ping', 2000, call('ping_daemon'));
  await took('readdir', 1, call('readdir', '/many'));
  await took('read_file', 1, call('read_file', '/large'));
  await g.close();
}

main();
