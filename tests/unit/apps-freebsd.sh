#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Packages of FreeBSD, from its database; and databases that would never end.

. "$(dirname "$0")/../lib.sh"
requires python3

apps() { timeout 20 "$abs_top_builddir/tests/runner/inspect-apps" pkg tree; }
mkdir -p tree/var/db/pkg
cat > make.py <<'END'
import sqlite3, sys
db = sqlite3.connect("tree/var/db/pkg/local.sqlite")
db.executescript(sys.stdin.read())
END
make() { rm -f tree/var/db/pkg/local.sqlite; python3 make.py; }

make <<'END'
CREATE TABLE packages (id INTEGER PRIMARY KEY, origin TEXT NOT NULL,
  name TEXT NOT NULL, version TEXT NOT NULL, comment TEXT NOT NULL,
  desc TEXT NOT NULL, arch TEXT NOT NULL, www TEXT, prefix TEXT NOT NULL);
INSERT INTO packages VALUES (1, 'shells/zsh', 'zsh', '5.9_4', 'The Z shell',
  'Long
text', 'FreeBSD:14:amd64', 'https://zsh.example/', '/usr/local');
INSERT INTO packages VALUES (2, 'lang/perl5', 'perl5', '5.36.3_1,2', 'Perl',
  '', 'FreeBSD:14:*', NULL, '/usr/local');
END
is "packages" "$(apps)" "\
name=perl5 epoch=2 version=5.36.3 release=1 arch=* install_path=/usr/local \
source_package=lang/perl5 summary=Perl
name=zsh version=5.9 release=4 arch=amd64 install_path=/usr/local \
url=https://zsh.example/ source_package=shells/zsh summary=The Z shell \
description=Long\\ntext"

# ---- A change that was not completed ----

python3 - <<'END'
import shutil, sqlite3
path = "tree/var/db/pkg/local.sqlite"
db = sqlite3.connect(path, isolation_level=None)
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN")
db.execute("UPDATE packages SET name = 'wrong', desc = zeroblob (100000)")
shutil.copy(path, "copy")
shutil.copy(path + "-journal", "copy-journal")
db.execute("ROLLBACK")
db.close()
shutil.move("copy", path)
shutil.move("copy-journal", path + "-journal")
END
fails_with "/local.sqlite: the guest was stopped while .*/local.sqlite-journal" \
  apps
rm tree/var/db/pkg/local.sqlite-journal

# ---- What is no table ----

make <<'END'
CREATE VIEW packages AS
  WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
  SELECT x AS id, 'n' AS name, '1' AS version, 'a' AS arch, 'p' AS prefix,
         'w' AS www, 'o' AS origin, 'c' AS comment, 'd' AS desc FROM n;
END
wanted="/var/db/pkg/local.sqlite: it has no table called packages"
fails_with "$wanted" apps
make <<< 'CREATE TABLE other (x);'
fails_with "$wanted" apps
make <<< 'CREATE VIRTUAL TABLE packages USING fts5 (name, version);'
fails_with "$wanted" apps
