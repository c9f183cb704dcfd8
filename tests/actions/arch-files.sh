#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The architecture of programs, kernels and initrds of every kind, each made of
# the few bytes that tell it.

. "$(dirname "$0")/../lib.sh"
requires_appliance

dir=$test_tmp/files
mkdir "$dir"

# bytes FILE HEX…: the file's bytes.
bytes() {
  local file=$1
  shift
  printf '%b' "$(printf '%s' "$*" | tr -d ' ' | sed 's/../\\x&/g')" > "$file"
}

zeroes() {
  printf '%0*d' $(($1 * 2)) 0
}

# elf NAME CLASS DATA MACHINE: class 01 or 02, data 01 little or 02 big.
elf() {
  bytes "$dir/$1" "7f454c46 $2 $3 01 $(zeroes 9) 0200 $4 $(zeroes 44)"
}

# pe NAME MACHINE: its PE header at 0x80.
pe() {
  bytes "$dir/$1" "4d5a $(zeroes 58) 80000000 $(zeroes 64) 50450000 $2" \
    "$(zeroes 64)"
}

elf elf.i386 01 01 0300
elf elf.x86_64 02 01 3e00
elf elf.arm 01 01 2800
elf elf.aarch64 02 01 b700
elf elf.ia64 02 01 3200
elf elf.loongarch64 02 01 0201
elf elf.ppc 01 02 0014
elf elf.ppc64 02 02 0015
elf elf.ppc64le 02 01 1500
elf elf.riscv32 01 01 f300
elf elf.riscv64 02 01 f300
elf elf.s390 01 02 0016
elf elf.s390x 02 02 0016
elf elf.sparc 01 02 0002
elf elf.sparc64 02 02 002b
elf elf.MIPS 01 02 0008
elf elf.Alpha 02 01 2690
pe pe.i386 4c01
pe pe.x86_64 6486
pe pe.aarch64 64aa
pe pe.arm c401
pe pe.ia64 0002
pe pe.riscv64 6450
# Kernels.
bytes "$dir/kernel.x86_64" "4d5a $(zeroes 512) 48647253 0f02 $(zeroes 46)" \
  "0100 $(zeroes 64)"
bytes "$dir/kernel.i386" "4d5a $(zeroes 512) 48647253 0102 $(zeroes 200)"
bytes "$dir/kernel.aarch64" "4d5a $(zeroes 54) 41524d64 $(zeroes 64)"
bytes "$dir/kernel.riscv64" "4d5a $(zeroes 54) 52534305 $(zeroes 64)"
bytes "$dir/kernel.arm" "$(zeroes 36) 18286f01 $(zeroes 64)"
# Compressed, as kernel modules are.
for how in gzip xz zstd bzip2; do
  $how -c "$dir/elf.aarch64" > "$dir/$how.aarch64"
done
# An initrd: microcode before the archive that counts, a script before the
# program.
mkdir -p "$test_tmp/initrd/bin" "$test_tmp/early/kernel"
echo '#!/bin/sh' > "$test_tmp/initrd/bin/a"
cp "$dir/elf.s390x" "$test_tmp/initrd/bin/b"
echo microcode > "$test_tmp/early/kernel/x86"
pack() {
  (cd "$1" && find . | LC_ALL=C sort | cpio -o -H newc 2>/dev/null)
}
{ pack "$test_tmp/early"; pack "$test_tmp/initrd" | gzip; } > "$dir/initrd.s390x"
pack "$test_tmp/initrd" | xz --check=crc32 > "$dir/initrd-xz.s390x"
# What is none.
bytes "$dir/elf-cut.error" 7f454c46
bytes "$dir/elf-unknown.error" "7f454c46 02 01 01 $(zeroes 9) 0200 fefe"
bytes "$dir/pe-far.error" "4e5a $(zeroes 58) ffffffff"
pack "$test_tmp/early" > "$dir/initrd-without.error"
head -c 100 "$dir/initrd-xz.s390x" > "$dir/initrd-cut.error"

{
  echo "tar-in files.tar /"
  for file in "$dir"/*; do
    echo "-file-architecture /$(basename "$file")"
  done
} > "$test_tmp/commands"
tar -cf "$dir.tar" -C "$dir" .
guestfish -N fs -m /dev/sda1 < "$test_tmp/commands" \
  > "$test_tmp/out" 2> "$test_tmp/err"

for file in "$dir"/*; do
  [[ $file == *.error ]] || basename "$file" | sed 's/^[^.]*\.//'
done > "$test_tmp/wanted"
diff "$test_tmp/wanted" "$test_tmp/out" || fail "architectures, see above"
is "errors" "$(grep -c file_architecture "$test_tmp/err")" \
  "$(find "$dir" -name '*.error' | wc -l)"
