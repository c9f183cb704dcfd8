# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree.
NODE_PATH="$b/bindings/node/node_modules${NODE_PATH:+:$NODE_PATH}"
export NODE_PATH
