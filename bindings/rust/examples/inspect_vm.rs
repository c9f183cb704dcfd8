/* SPDX-License-Identifier: LGPL-2.1-or-later */
//! Tells which systems are on a disk image, without changing it:
//!
//!     inspect_vm disk.img

use std::env;
use std::process::exit;

use guestfs::{Error, Handle, IsFileOptArgs};

/// Mounts the file systems of a root, those further up first.
fn mount_all(g: &Handle, root: &str) -> Result<(), Error> {
    let mountpoints = g.inspect_get_mountpoints(root)?;
    let mut places: Vec<_> = mountpoints.iter().collect();
    places.sort_by_key(|(place, _)| place.len());
    for (place, device) in places {
        if let Err(e) = g.mount_ro(device, place) {
            eprintln!("not mounted: {}", e);
        }
    }
    Ok(())
}

fn show_root(g: &Handle, root: &str) -> Result<(), Error> {
    println!("Root:          {}", root);
    println!("Product name:  {}", g.inspect_get_product_name(root)?);
    println!(
        "Version:       {}.{}",
        g.inspect_get_major_version(root)?,
        g.inspect_get_minor_version(root)?
    );
    println!("Type:          {}", g.inspect_get_type(root)?);
    println!("Distribution:  {}", g.inspect_get_distro(root)?);

    mount_all(g, root)?;
    let follow = IsFileOptArgs { followsymlinks: Some(true) };
    if g.is_file("/etc/issue", follow)? {
        for line in g.head_n(3, "/etc/issue")? {
            println!("   {}", line);
        }
    }
    g.umount_all()
}

fn inspect_vm(image: &str) -> Result<(), Error> {
    let g = Handle::create()?;
    g.add_drive_ro(image)?;
    g.launch()?;
    let roots = g.inspect_os()?;
    if roots.is_empty() {
        eprintln!("{}: no system was found", image);
        exit(1);
    }
    roots.iter().try_for_each(|root| show_root(&g, root))
}

fn main() {
    let args: Vec<String> = env::args().collect();
    if args.len() != 2 {
        eprintln!("usage: inspect_vm DISK-IMAGE");
        exit(2);
    }
    if let Err(e) = inspect_vm(&args[1]) {
        eprintln!("inspect_vm: {}", e);
        exit(1);
    }
}
