#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What programs do to a local mount:  mounted.py DIR  as root.  Each check has
the system call that it is about; what the guest then has is looked at by the
caller on its own."""

import ctypes
import errno
import fcntl
import mmap
import os
import stat
import sys

libc = ctypes.CDLL(None, use_errno=True)


def fails(what, function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except OSError as e:
        assert e.errno == what, (function, args, e)
        return
    raise AssertionError(f'{function} {args} succeeded')


def write(name, data):
    with open(name, 'wb') as f:
        f.write(data)


def read(name):
    with open(name, 'rb') as f:
        return f.read()


def renameat2(old, new, flags):
    if libc.renameat2(-100, os.fsencode(old), -100, os.fsencode(new), flags):
        e = ctypes.get_errno()
        raise OSError(e, os.strerror(e))


def fallocate(fd, mode, offset, length):
    if libc.fallocate(fd, mode, ctypes.c_int64(offset),
                      ctypes.c_int64(length)):
        e = ctypes.get_errno()
        raise OSError(e, os.strerror(e))


def names():
    os.mkdir('dir')
    fails(errno.EEXIST, os.mkdir, 'dir')
    fails(errno.ENOENT, os.stat, 'dir/none')
    write('dir/none', b'now it is')
    assert read('dir/none') == b'now it is'
    os.unlink('dir/none')
    fails(errno.ENOENT, os.stat, 'dir/none')
    write(b'dir/bytes \xff\xfe\n', b'x')
    assert os.listdir(b'dir') == [b'bytes \xff\xfe\n']
    fails(errno.ENOTEMPTY, os.rmdir, 'dir')
    fails(errno.ENAMETOOLONG, os.mkdir, 'n' * 256)
    os.mkdir('n' * 255)
    os.symlink('dir/none', 'link')
    assert os.readlink('link') == 'dir/none'
    fails(errno.ENOENT, os.stat, 'link')
    os.mkfifo('fifo', 0o640)
    os.mknod('null', stat.S_IFCHR | 0o666, os.makedev(1, 3))
    assert os.stat('null').st_rdev == os.makedev(1, 3)
    assert stat.S_ISFIFO(os.stat('fifo').st_mode)


def links():
    write('one', b'1')
    os.link('one', 'two')
    assert os.stat('one').st_ino == os.stat('two').st_ino
    assert os.stat('two').st_nlink == 2
    os.unlink('one')
    assert read('two') == b'1' and os.stat('two').st_nlink == 1
    write('two', b'two')
    os.link('two', 'dir/three')
    assert read('dir/three') == b'two'


def renames():
    write('a', b'a')
    write('b', b'b')
    fails(errno.EEXIST, renameat2, 'a', 'b', 1)
    renameat2('a', 'b', 2)
    assert read('a') == b'b' and read('b') == b'a'
    f = open('b', 'rb')
    os.rename('a', 'b')
    assert read('b') == b'b' and f.read() == b'a'
    assert os.fstat(f.fileno()).st_nlink == 0
    os.makedirs('old/below')
    write('old/below/f', b'f')
    d = os.open('old/below', os.O_RDONLY)
    os.rename('old', 'new')
    assert os.stat('f', dir_fd=d).st_size == 1
    assert read('new/below/f') == b'f'
    fails(errno.ENOENT, os.stat, 'old')
    fails(errno.EINVAL, os.rename, 'new', 'new/below/x')


def unlinked():
    fd = os.open('gone', os.O_RDWR | os.O_CREAT, 0o600)
    os.write(fd, b'still here')
    os.unlink('gone')
    assert os.pread(fd, 100, 0) == b'still here'
    os.pwrite(fd, b'S', 0)
    os.fsync(fd)
    os.ftruncate(fd, 5)
    os.fchmod(fd, 0o644)
    assert os.pread(fd, 100, 0) == b'Still'
    assert os.fstat(fd).st_size == 5
    write('gone', b'another')
    assert read('gone') == b'another' and os.pread(fd, 100, 0) == b'Still'
    os.close(fd)


def contents():
    write('f', b'0123456789')
    a = os.open('f', os.O_WRONLY | os.O_APPEND)
    b = os.open('f', os.O_WRONLY | os.O_APPEND)
    os.write(a, b'a')
    os.write(b, b'b')
    os.write(a, b'c')
    assert read('f') == b'0123456789abc'
    os.close(os.open('f', os.O_WRONLY | os.O_TRUNC))
    assert os.stat('f').st_size == 0
    with open('mapped', 'wb+') as f:
        f.truncate(10000)
        m = mmap.mmap(f.fileno(), 10000)
        m[5000:5005] = b'hello'
        m.flush()
        m.close()
    assert read('mapped')[4998:5007] == b'\0\0hello\0\0'
    with open('large', 'wb') as f:
        f.seek(5 << 30)
        f.write(b'end')
    assert os.stat('large').st_size == (5 << 30) + 3
    assert os.stat('large').st_blocks < 1000
    with open('large', 'rb') as f:
        assert os.lseek(f.fileno(), 0, os.SEEK_DATA) == 5 << 30
        assert os.lseek(f.fileno(), 5 << 30, os.SEEK_HOLE) == (5 << 30) + 3
    fd = os.open('allocated', os.O_RDWR | os.O_CREAT)
    fallocate(fd, 0, 0, 100000)
    assert os.fstat(fd).st_size == 100000
    os.pwrite(fd, b'x' * 100000, 0)
    fallocate(fd, 3, 8192, 8192)
    assert os.pread(fd, 4, 8190) == b'xx\0\0'
    out = os.open('copied', os.O_RDWR | os.O_CREAT)
    assert os.copy_file_range(fd, out, 100000) == 100000
    assert read('copied') == read('allocated')
    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.fdatasync(fd)


def open_and_growing():
    """What is not written yet is there all the same."""
    with open('growing', 'wb') as f:
        os.ftruncate(f.fileno(), 1 << 20)
        os.pwrite(f.fileno(), b'data', 500000)
        r = os.open('growing', os.O_RDONLY)
        assert os.lseek(r, 0, os.SEEK_DATA) <= 500000
        os.close(r)


def attributes():
    write('attr', b'x')
    os.chmod('attr', 0o4711)
    os.chown('attr', 12, 34)
    s = os.stat('attr')
    assert (s.st_uid, s.st_gid, stat.S_IMODE(s.st_mode)) == (12, 34, 0o711), s
    os.utime('attr', ns=(1234567890123456789, 987654321987654321))
    s = os.stat('attr')
    assert s.st_mtime_ns == 987654321987654321
    assert s.st_atime_ns == 1234567890123456789
    os.utime('attr')
    assert os.stat('attr').st_mtime_ns > 1700000000 * 10**9
    os.symlink('x', 'owned')
    os.chown('owned', 5, 6, follow_symlinks=False)
    assert os.lstat('owned').st_gid == 6
    os.mkdir('shared')
    os.chown('shared', 0, 77)
    os.chmod('shared', 0o2775)
    os.mkdir('shared/sub')
    s = os.stat('shared/sub')
    assert s.st_gid == 77 and s.st_mode & stat.S_ISGID
    old = os.umask(0o077)
    write('private', b'')
    os.umask(old)
    assert stat.S_IMODE(os.stat('private').st_mode) == 0o600
    v = os.statvfs('.')
    assert v.f_blocks > v.f_bfree > 0 and v.f_namemax == 255


def xattrs():
    write('x', b'')
    assert os.listxattr('x') == []
    fails(errno.ENODATA, os.getxattr, 'x', 'user.none')
    os.setxattr('x', 'user.name', b'value\0')
    assert os.listxattr('x') == ['user.name']
    assert os.getxattr('x', 'user.name') == b'value\0'
    fails(errno.EEXIST, os.setxattr, 'x', 'user.name', b'', os.XATTR_CREATE)
    fails(errno.ENODATA, os.setxattr, 'x', 'user.no', b'', os.XATTR_REPLACE)
    os.setxattr('x', 'user.second', b'2')
    os.removexattr('x', 'user.second')
    fails(errno.ENODATA, os.getxattr, 'x', 'user.second')
    fails(errno.ENODATA, os.removexattr, 'x', 'user.second')


def as_user(uid, function):
    pid = os.fork()
    if pid == 0:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
        try:
            function()
        except BaseException as e:      # pylint: disable=broad-except
            print(f'as {uid}: {e!r}', file=sys.stderr)
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def users():
    os.mkdir('public')
    os.chmod('public', 0o777)
    os.umask(0o022)
    write('suid', b'x')
    os.chmod('suid', 0o6777)
    write('secret', b'x')
    os.chmod('secret', 0o600)

    def nobody():
        write('public/mine', b'x')
        s = os.stat('public/mine')
        assert (s.st_uid, s.st_gid) == (4242, 4242)
        fails(errno.EACCES, open, 'secret', 'rb')
        fails(errno.EPERM, os.chmod, 'suid', 0o777)
        with open('suid', 'ab') as f:
            f.write(b'y')
        assert stat.S_IMODE(os.stat('suid').st_mode) == 0o777
    as_user(4242, nobody)
    # An access control list: user 4242 may read.
    acl = b''.join(n.to_bytes(2, 'little') + p.to_bytes(2, 'little')
                   + i.to_bytes(4, 'little') for n, p, i in
                   [(1, 6, 0xffffffff), (2, 4, 4242), (4, 0, 0xffffffff),
                    (16, 4, 0xffffffff), (32, 0, 0xffffffff)])
    os.setxattr('secret', 'system.posix_acl_access', b'\2\0\0\0' + acl)
    as_user(4242, lambda: read('secret'))
    assert stat.S_IMODE(os.stat('secret').st_mode) == 0o640


def many():
    os.mkdir('many')
    for i in range(500):
        os.close(os.open(f'many/{i}', os.O_CREAT | os.O_WRONLY))
    assert sorted(map(int, os.listdir('many'))) == list(range(500))
    for e in os.scandir('many'):
        if int(e.name) % 2:
            os.unlink(e)
    assert len(os.listdir('many')) == 250
    assert all(os.stat(f'many/{i}').st_size == 0 for i in range(0, 500, 2))


os.chdir(sys.argv[1])
for check in (names, links, renames, unlinked, contents, open_and_growing,
              attributes, xattrs, users, many):
    check()
    print(check.__name__, flush=True)
