// SPDX-License-Identifier: GPL-2.0-or-later
// See tests/bindings/all-large.sh.

'use strict';

const guestfs = require('guestfs');

const g = new guestfs.GuestFS();
const large = Buffer.alloc(2 ** 31 + 16, 'y');
large[large.length - 1] = 'z'.charCodeAt(0);
const result = g.internal_test_rbufferoutSync(large);
console.log('result', result.length, String.fromCharCode(result.at(-1)));
let traced = '';
g.on('trace', (text) => { traced += text; });
g.set_traceSync(true);
try {
  g.writeSync('/f', result);
} catch (e) {
  console.log('argument', /size (\d+)/.exec(traced)[1]);
}
