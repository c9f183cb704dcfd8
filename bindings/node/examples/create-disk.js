// SPDX-License-Identifier: LGPL-2.1-or-later
// Make a disk image with a file system and a file:
//
//     node create-disk.js disk.img

'use strict';

const { GuestFS } = require('guestfs');

async function createDisk(image) {
  const g = new GuestFS();
  try {
    await g.disk_create(image, 'raw', 512 * 1024 * 1024);
    await g.add_drive(image, { format: 'raw' });
    await g.launch();

    const [disk] = await g.list_devices();
    await g.part_disk(disk, 'mbr');
    const [partition] = await g.list_partitions();
    await g.mkfs('ext4', partition, { label: 'data' });

    await g.mount(partition, '/');
    await g.mkdir('/notes');
    await g.write('/notes/hello.txt', 'hello from JavaScript\n');
    await g.shutdown();         // fails if the disk is not written
  } finally {
    await g.close();
  }
}

if (process.argv.length !== 3) {
  console.error('usage: node create-disk.js disk.img');
  process.exit(1);
}
createDisk(process.argv[2]);
