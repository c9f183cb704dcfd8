// SPDX-License-Identifier: GPL-2.0-or-later
// The life of a handle, values at the edges, events and waiting.

'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { setTimeout: sleep } = require('node:timers/promises');
const { Worker } = require('node:worker_threads');
const guestfs = require('guestfs');
const { ClosedHandle, GuestFS, GuestFSError } = guestfs;

// What another Node.js prints that runs this, and its errors.
function program(text, ...options) {
  const r = spawnSync(process.execPath, [...options, '-e', text],
                      { encoding: 'utf8', timeout: 60000 });
  return { status: r.status ?? r.signal, stdout: r.stdout, stderr: r.stderr };
}

const ended = (stdout) => ({ status: 0, stdout, stderr: '' });

// ---- The handle ----

test('closed twice', async () => {
  const g = new GuestFS();
  assert.equal(await g.close(), undefined);
  await assert.rejects(g.close(), ClosedHandle);
  assert.throws(() => g.closeSync(), ClosedHandle);
  const other = new GuestFS();
  assert.equal(other.closeSync(), undefined);
  assert.throws(() => other.closeSync(), ClosedHandle);
});

test('used after close', async () => {
  const g = new GuestFS();
  await g.close();
  await assert.rejects(g.get_memsize(), { name: 'ClosedHandle', code: 'EBADF' });
  assert.throws(() => g.get_memsizeSync(), ClosedHandle);
  assert.throws(() => g.on('trace', () => {}), ClosedHandle);
  g.delete_event_callback(1);
});

test('closed while calls wait', async () => {
  const g = new GuestFS();
  const results = await Promise.allSettled(
    [g.get_program(), g.close(), g.get_program(), g.close()]);
  assert.deepEqual(results.map((r) => r.status),
                   ['fulfilled', 'fulfilled', 'rejected', 'rejected']);
});

test('disposed', async () => {
  const dispose = Symbol.asyncDispose;
  if (!dispose) return;
  const g = new GuestFS();
  await g[dispose]();
  await g[dispose]();
  await assert.rejects(g.get_memsize(), ClosedHandle);
});

test('collected', () => {
  const r = program(`
    const { GuestFS } = require('guestfs');
    for (let i = 0; i < 20; ++i) new GuestFS().on('trace', () => {});
    gc();
    setTimeout(() => { gc(); console.log('end'); }, 50);`, '--expose-gc');
  assert.deepEqual(r, ended('end\n'));
});

test('the program ends without close', () => {
  for (const exit of ['', 'process.exit(0);', 'g.launch(); process.exit(0)',
                      'for (let i = 0; i < 9; ++i) g.get_memsize();' +
                      'process.exit(0)']) {
    const r = program(`
      const { GuestFS } = require('guestfs');
      const g = new GuestFS();
      g.on('close', () => {}).on('trace', () => {});
      g.set_traceSync(true);
      console.log('end');
      ${exit}`);
    assert.deepEqual(r, ended('end\n'), exit);
  }
});

test('worker threads', async () => {
  const text = `
    const { GuestFS, GuestFSError } = require('guestfs');
    const { parentPort } = require('node:worker_threads');
    const g = new GuestFS();
    g.on('trace', () => {});
    g.set_traceSync(true);
    g.ping_daemon().catch((e) =>
      parentPort.postMessage(e instanceof GuestFSError));`;
  const answers = [1, 2].map(() => new Promise((resolve, reject) => {
    const worker = new Worker(text, { eval: true });
    let answer;
    worker.on('message', (message) => { answer = message; });
    worker.on('error', reject).on('exit', () => resolve(answer));
  }));
  assert.deepEqual(await Promise.all(answers), [true, true]);
  const busy = new Worker(text + 'setInterval(() => g.get_memsize(), 1);',
                          { eval: true });
  await new Promise((resolve) => busy.on('message', resolve));
  await busy.terminate();
});

test('several', async () => {
  const handles = [0, 1, 2, 3].map(() => new GuestFS());
  await Promise.all(handles.map((g, i) => g.set_memsize(1000 + i)));
  handles.splice(2, 1)[0].closeSync();
  assert.deepEqual(await Promise.all(handles.map((g) => g.get_memsize())),
                   [1000, 1001, 1003]);
});

test('what a handle is made with', async () => {
  process.env.LIBGUESTFS_MEMSIZE = '1111';
  assert.equal(await new GuestFS().get_memsize(), 1111);
  const g = new GuestFS({ environment: false, close_on_exit: false });
  delete process.env.LIBGUESTFS_MEMSIZE;
  assert.notEqual(await g.get_memsize(), 1111);
  assert.equal(await g.get_program(), path.basename(process.argv[1]));
  g.closeSync();
});

test('properties', async () => {
  const g = new GuestFS();
  for (const [name, value] of [['autosync', false], ['path', '/a:/b'],
                               ['append', null], ['append', 'quiet'],
                               ['smp', 2], ['identifier', 'me']]) {
    await g['set_' + name](value);
    assert.equal(await g['get_' + name](), value);
    assert.equal(g[`get_${name}Sync`](), value);
  }
});

test('in the order of the program', async () => {
  const g = new GuestFS();
  const done = [];
  await Promise.all([1001, 1002, 1003, 1004].flatMap((n) => [
    g.set_memsize(n).then(() => done.push(n)),
    g.get_memsize().then((m) => done.push(m)),
  ]));
  assert.deepEqual(done, [1001, 1001, 1002, 1002, 1003, 1003, 1004, 1004]);
});

// ---- Values ----

const g = new GuestFS();
after(() => g.closeSync());

test('errors', async () => {
  const e = await g.disk_create('/none/disk', 'raw', 1024).catch((e) => e);
  assert.ok(e instanceof GuestFSError && e instanceof Error);
  assert.match(e.message, /^disk_create: .*\/none/);
  assert.deepEqual([e.name, e.errno, e.code], ['GuestFSError', 2, 'ENOENT']);
  assert.throws(() => g.internal_test_rinterrSync(), { errno: 0, code: undefined });
  assert.deepEqual(program(`
    const { GuestFS } = require('guestfs');
    const g = new GuestFS();
    try { g.ping_daemonSync(); } catch {}
    g.ping_daemon().catch(() => console.log('end'));`), ended('end\n'));
});

test('wrong types', async () => {
  const wrong = [
    () => g.set_memsize('500'), () => g.set_autosync(1), () => g.set_path(7),
    () => g.set_path(), () => g.set_path('a', {}, 'b'), () => g.set_path('a', 'b'),
    () => g.add_drive('a', { nothing: 'b' }), () => g.add_drive('a', { format: 3 }),
    () => g.internal_test_only_optargs({ test: 'x' }), () => g.available('ab'),
    () => g.available([null]), () => g.write('/f', 3), () => g.mkdir(null),
    () => g.mkdir(undefined), () => g.set_path('a\0b'),
    () => g.available(['a\0b']), () => g.mkdir('\ud800'),
  ];
  for (const call of wrong) {
    await assert.rejects(call, TypeError, String(call));
  }
  assert.throws(() => g.set_event_callback(3, guestfs.EVENT_ALL), TypeError);
  assert.throws(() => g.set_event_callback(() => {}, 'trace'), TypeError);
  await assert.rejects(g.add_drive('a', { fromat: 'raw' }), /add_drive: .*fromat/);
  assert.throws(() => g.add_driveSync('a', { format: 3 }), /add_drive: format must/);
});

test('numbers', async () => {
  const out = [2 ** 31, -(2 ** 31) - 1, 1.5, NaN, Infinity];
  for (const n of out) await assert.rejects(g.set_memsize(n), RangeError);
  for (const n of [2 ** 53, 0.5, NaN, 1n << 63n, -(1n << 63n) - 1n]) {
    await assert.rejects(g.disk_create('disk', 'raw', n), RangeError);
  }
  for (const n of [0, -2, 2 ** 53 - 1, 1 - 2 ** 53, 2n ** 53n, -(2n ** 53n),
                   (1n << 63n) - 1n, -(1n << 63n)]) {
    assert.equal(await g.internal_test_rint64(String(n)), n);
  }
});

test('text', async () => {
  const echo = (text) => g.internal_test_rstringSync(text);
  assert.equal(echo('\xe4\u20ac\u{1f40d}'), '\xe4\u20ac\u{1f40d}');
  assert.equal(echo(Buffer.from([0xff, 0xe4])), '\udcff\udce4');
  assert.equal(echo('\udcff\udce4'), '\udcff\udce4');
  // Overlong, a surrogate in UTF-8, too large, cut off.
  for (const bytes of [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
                       [0xe2, 0x82], [0xf0, 0x9f, 0x90], [0x61, 0x80, 0x62],
                       [0xf5, 0x80, 0x80, 0x80], [0xe0, 0x80, 0x80]]) {
    const text = echo(Buffer.from(bytes));
    assert.equal([...text].length, bytes.length);
    assert.deepEqual([...guestfs.bytesOf(text)], bytes);
    assert.deepEqual(echo(text), guestfs.textOf(Buffer.from(bytes)));
  }
});

// The line that internal_test prints for one argument.
const names = ['str', 'optstr', 'strlist', 'b', 'integer', 'integer64',
               'filein', 'fileout', 'bufferin'];

async function printed(name, value) {
  const args = ['', null, [], false, 0, 0, '', '', ''];
  const i = names.indexOf(name);
  args[i] = value;
  await g.internal_test_set_output('printed');
  await g.internal_test(...args);
  await g.internal_test_close_output();
  return fs.readFileSync('printed', 'utf8').split('\n')[i];
}

test('bytes', async () => {
  const bytes = Uint8Array.of(0x61, 0, 0x62, 0x63);
  for (const [value, line] of [
    ['', ''], ['\xe4\0', '<c3><a4><00>'], [Buffer.alloc(0), ''],
    [bytes, '<61><00><62><63>'], [bytes.buffer, '<61><00><62><63>'],
    [new Uint16Array(bytes.buffer), '<61><00><62><63>'],
    [new DataView(bytes.buffer, 1, 2), '<00><62>'], [bytes.subarray(2), '<62><63>'],
  ]) {
    assert.equal(await printed('bufferin', value), line);
  }
  const result = await g.internal_test_rbufferout('a');
  assert.ok(Buffer.isBuffer(result));
  assert.equal((await g.internal_test_rbufferout('')).length, 0);
});

test('values are copied', async () => {
  const bytes = Buffer.from('abc');
  await g.internal_test_set_output('printed');
  const call = g.internal_test('', null, [], false, 0, 0, '', '', bytes);
  bytes.fill(0);
  await call;
  await g.internal_test_close_output();
  assert.match(fs.readFileSync('printed', 'utf8'), /<61><62><63>/);
});

test('maps and structs', async () => {
  assert.deepEqual(await g.internal_test_rhashtable('2'),
                   new Map([['0', '0'], ['1', '1']]));
  const pv = await g.internal_test_rstruct('');
  assert.equal(pv.pv_uuid, '1234567890'.repeat(3) + '12');
  assert.equal((await g.internal_test_rstructlist('1000')).length, 1000);
});

test('names', () => {
  assert.equal(typeof g.add_drive_opts, 'function');
  assert.equal(typeof g.add_drive_optsSync, 'function');
  assert.equal(guestfs.event_to_string(guestfs.EVENT_CLOSE | guestfs.EVENT_TRACE),
               'close,trace');
});

test('deprecated', () => {
  const r = program(`
    const { GuestFS } = require('guestfs');
    const g = new GuestFS();
    g.set_qemuSync('/bin/true');
    g.set_qemuSync('/bin/true');`);
  assert.deepEqual(r.stderr.match(/DeprecationWarning.*/g),
    ['DeprecationWarning: use GuestFS.set_hv() instead of GuestFS.set_qemu()']);
});

test('imported', () => {
  const r = program(`
    import { GuestFS, EVENT_ALL } from '${require.resolve('guestfs')}';
    console.log(typeof GuestFS, EVENT_ALL > 0)`, '--input-type=module');
  assert.deepEqual(r, ended('function true\n'));
});

test('memory', () => {
  const r = program(`
    const { GuestFS } = require('guestfs');
    const g = new GuestFS();
    async function work(n) {
      for (let i = 0; i < n; ++i) {
        await g.internal_test_rstructlist('5');
        g.internal_test_rhashtableSync('5');
        await g.internal_test_rbufferout('x'.repeat(1000));
        g.delete_event_callback(g.set_event_callback(() => {}, 64));
        await g.internal_test_rstringerr().catch(() => {});
      }
      gc();
      await new Promise(setImmediate);
      gc();
    }
    const { rss } = process.memoryUsage;
    async function main() {
      await work(1000);
      let grown = Infinity;
      // What is lost is lost in each round.
      for (let round = 0; round < 5 && grown > 6e6; ++round) {
        const before = rss();
        await work(2000);
        grown = rss() - before;
      }
      console.log(grown <= 6e6 || grown);
    }
    main();`, '--expose-gc', '--max-semi-space-size=1');
  assert.deepEqual(r, ended('true\n'));
});

// ---- Events ----

async function traced(work) {
  const g = new GuestFS();
  await g.set_trace(true);
  const seen = [];
  await work(g, seen);
  g.closeSync();
  return seen;
}

test('events come before the result', async () => {
  await traced(async (g, seen) => {
    g.on('trace', (text, array) => seen.push([text, array]));
    await g.set_path('/\udcff');
    assert.deepEqual(seen, [['set_path "/\udcff"', []], ['set_path = 0', []]]);
    g.get_smpSync();
    assert.equal(seen.length, 4);
  });
});

test('callbacks', async () => {
  await traced(async (g, seen) => {
    const eh = g.set_event_callback((...args) => seen.push(args),
                                    guestfs.EVENT_TRACE);
    await g.get_smp();
    assert.deepEqual(seen[0].slice(0, 2), [guestfs.EVENT_TRACE, eh]);
    g.delete_event_callback(eh);
    g.delete_event_callback(eh);
    g.delete_event_callback(12345);
    await g.get_smp();
    assert.equal(seen.length, 2);
    assert.throws(() => g.set_event_callback(() => {}, 2 ** 40), { code: 'EINVAL' });
    await g.set_trace(false);
  });
});

test('listeners', async () => {
  await traced(async (g, seen) => {
    const listener = () => seen.push(1);
    g.on('trace', listener);
    g.off('trace', listener);
    g.on('enter', listener);
    g.removeAllListeners();
    g.once('trace', () => seen.push(2));
    await g.get_smp();
    g.on('trace', () => {
      seen.push(3);
      g.removeAllListeners('trace');
    });
    await g.get_smp();
    assert.deepEqual(seen, [2, 3]);
    await g.set_trace(false);
  });
});

test('a listener throws', async () => {
  const r = program(`
    const { GuestFS } = require('guestfs');
    const g = new GuestFS();
    g.on('enter', () => { throw new Error('thrown'); });
    g.get_smp().then((n) => console.log(n));`);
  assert.equal(r.stdout, '1\n');
  assert.match(r.stderr, /Error: thrown/);
});

test('a listener uses the handle', async () => {
  const seen = await traced(async (g, seen) => {
    g.once('trace', () => seen.push(g.get_smpSync()));
    await g.get_memsize();
    await g.set_trace(false);
  });
  assert.deepEqual(seen, [1]);
});

test('close', async () => {
  const seen = [];
  for (const close of ['close', 'closeSync']) {
    const g = new GuestFS();
    g.on('close', () => seen.push(close));
    await g[close]();
  }
  assert.deepEqual(seen, ['close', 'closeSync']);
});

// ---- An appliance ----

const vm = new GuestFS();

before(async () => {
  await vm.add_drive_scratch(2 ** 32);
  await vm.launch();
  await vm.mkfs('ext4', '/dev/sda');
  await vm.mount('/dev/sda', '/');
});
after(() => vm.close());

test('errno', async () => {
  await vm.mkdir('/d');
  await assert.rejects(vm.mkdir('/d'), { code: 'EEXIST', errno: 17 });
});

test('names that are not UTF-8', async () => {
  await vm.mkdir('/names');
  await vm.touch(Buffer.from('/names/\xe4', 'latin1'));
  const [name] = await vm.ls('/names');
  assert.deepEqual(guestfs.bytesOf(name), Buffer.from([0xe4]));
  assert.equal(await vm.is_file('/names/' + name), true);
  for await (const found of vm.iter_find('/names/')) assert.equal(found, name);
});

test('iterators', async () => {
  const names = Array.from({ length: 50 }, (_, i) => `f${100 + i}`);
  await vm.mkdir('/many');
  await Promise.all(names.map((name) => vm.touch('/many/' + name)));
  const found = [];
  for await (const name of vm.iter_find('/many/')) {
    if (found.length === 0) await vm.rm('/many/' + name);
    found.push(name);
  }
  assert.deepEqual(found.sort(), names);
  await assert.rejects(vm.iter_find('/none').next(), { code: 'ENOENT' });
  await vm.write('/bytes', Buffer.alloc(250, 'ab'));
  const sizes = [];
  for await (const data of vm.iter_file('/bytes', 100)) sizes.push(data.length);
  assert.deepEqual(sizes, [100, 100, 50]);
  assert.deepEqual(fs.readdirSync('.').filter((f) => /^guestfs-/.test(f)), []);
});

test('large bytes', async () => {
  const data = Buffer.alloc(8 << 20, 'content');
  await vm.write('/large', data);
  assert.ok((await vm.read_file('/large')).equals(data));
});

test('the loop goes on, and progress comes', async () => {
  const seen = [];
  let ticks = 0;
  const timer = setInterval(() => ++ticks, 20);
  const listener = (text, array) => seen.push([text, ...array.slice(2)]);
  vm.on('progress', listener);
  await vm.debug('progress', ['3']);
  vm.off('progress', listener);
  clearInterval(timer);
  assert.ok(ticks > 1, `${ticks} ticks`);
  assert.deepEqual(seen.at(-1), ['', 30, 30]);
});

test('waiting calls take no thread of the pool', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  let ended = false;
  const running = vm.upload('/dev/zero', '/zero', { signal })
    .finally(() => ended = true);
  const waiting = Array.from({ length: 20 }, () => vm.ping_daemon());
  await fs.promises.stat('/');
  assert.equal(ended, false);
  controller.abort();
  await assert.rejects(running, { name: 'AbortError' });
  await Promise.all(waiting);
  await vm.rm_f('/zero');
});

test('cancelled', async () => {
  const aborted = AbortSignal.abort();
  await assert.rejects(vm.ping_daemon({ signal: aborted }), { name: 'AbortError' });
  const controller = new AbortController();
  const { signal } = controller;
  const running = vm.upload('/dev/zero', '/zero', { signal });
  const waiting = vm.mkdir('/never', { signal });
  const next = vm.rm_f('/zero');
  await sleep(100);
  controller.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  await assert.rejects(running, { name: 'AbortError' });
  await next;
  assert.equal(await vm.exists('/never'), false);
  assert.equal(await vm.ping_daemon({ signal: AbortSignal.timeout(60000) }),
               undefined);
});

test('user_cancel', async () => {
  const running = vm.upload('/dev/zero', '/zero');
  const timer = setInterval(() => vm.user_cancelSync(), 100);
  await assert.rejects(running, { code: 'EINTR' });
  clearInterval(timer);
});
