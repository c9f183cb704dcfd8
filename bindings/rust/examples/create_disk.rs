/* SPDX-License-Identifier: LGPL-2.1-or-later */
//! Makes a disk image with a file system and a file:
//!
//!     create_disk disk.img

use std::env;
use std::process::exit;

use guestfs::{AddDriveOptArgs, Error, Handle, MkfsOptArgs};

fn create_disk(image: &str) -> Result<(), Error> {
    let g = Handle::create()?;
    g.disk_create(image, "raw", 512 * 1024 * 1024, Default::default())?;
    g.add_drive(
        image,
        AddDriveOptArgs { format: Some("raw"), ..Default::default() },
    )?;
    g.launch()?;

    let disk = &g.list_devices()?[0];
    g.part_disk(disk, "mbr")?;
    let partition = &g.list_partitions()?[0];
    let label = MkfsOptArgs { label: Some("data"), ..Default::default() };
    g.mkfs("ext4", partition, label)?;

    g.mount(partition, "/")?;
    g.mkdir("/notes")?;
    g.write("/notes/hello.txt", b"hello from Rust\n")?;
    // Dropping the handle does this, too, but cannot return an error.
    g.shutdown()
}

fn main() {
    let args: Vec<String> = env::args().collect();
    if args.len() != 2 {
        eprintln!("usage: create_disk DISK-IMAGE");
        exit(2);
    }
    if let Err(e) = create_disk(&args[1]) {
        eprintln!("create_disk: {}", e);
        exit(1);
    }
}
