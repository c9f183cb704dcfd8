// SPDX-License-Identifier: LGPL-2.1-or-later
// Serve the files of a disk image over HTTP, until Control-C:
//
//     node serve-image.mjs disk.img [PORT]
//
// An answer is sent while the file is read, and many clients are served at
// the same time: nothing here blocks.

import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { GuestFS } from 'guestfs';

const [image, port = '8080'] = process.argv.slice(2);
if (!image) {
  console.error('usage: node serve-image.mjs disk.img [PORT]');
  process.exit(1);
}

const g = new GuestFS();
await g.add_drive(image, { readonly: true });
await g.launch();
const [root] = await g.list_filesystems();
await g.mount_ro(root[0], '/');

async function answer(path, response) {
  const st = await g.statns(path);
  if ((Number(st.st_mode) & 0o170000) === 0o040000) {
    const names = await g.ls(path);
    response.end(names.map((name) => name + '\n').join(''));
  } else {
    response.setHeader('Content-Length', String(st.st_size));
    await pipeline(g.iter_file(path), response);
  }
}

const server = createServer(async (request, response) => {
  try {
    await answer(decodeURI(request.url), response);
  } catch (e) {
    if (response.headersSent) return response.destroy();
    response.statusCode = e.code === 'ENOENT' ? 404 : 500;
    response.end(e.message + '\n');
  }
});
server.listen(Number(port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});
process.once('SIGINT', async () => {
  server.close();
  server.closeAllConnections();
  await g.close();
});
