// SPDX-License-Identifier: LGPL-2.1-or-later
// Tell which systems are on a disk image, without changing it:
//
//     node inspect-vm.js disk.img

'use strict';

const { GuestFS } = require('guestfs');

// The file systems of a root, those further up first.
async function mountAll(g, root) {
  const mountpoints = [...await g.inspect_get_mountpoints(root)];
  mountpoints.sort(([a], [b]) => a.length - b.length);
  for (const [place, device] of mountpoints) {
    try {
      await g.mount_ro(device, place);
    } catch (e) {
      console.error('not mounted:', e.message);
    }
  }
}

async function describe(g, root) {
  console.log('Root:         ', root);
  console.log('Product name: ', await g.inspect_get_product_name(root));
  const version = [await g.inspect_get_major_version(root),
                   await g.inspect_get_minor_version(root)];
  console.log('Version:      ', version.join('.'));
  console.log('Type:         ', await g.inspect_get_type(root));
  console.log('Distribution: ', await g.inspect_get_distro(root));

  await mountAll(g, root);
  if (await g.is_file('/etc/issue', { followsymlinks: true })) {
    for (const line of await g.head_n(3, '/etc/issue')) {
      console.log('   ' + line);
    }
  }
  await g.umount_all();
}

async function inspect(image) {
  const g = new GuestFS();
  try {
    await g.add_drive(image, { readonly: true });
    await g.launch();
    const roots = await g.inspect_os();
    if (roots.length === 0) throw new Error(`${image}: no system was found`);
    for (const root of roots) await describe(g, root);
  } finally {
    await g.close();
  }
}

if (process.argv.length !== 3) {
  console.error('usage: node inspect-vm.js disk.img');
  process.exit(1);
}
inspect(process.argv[2]);
