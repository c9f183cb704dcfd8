-- SPDX-License-Identifier: LGPL-2.1-or-later
import Distribution.Simple

main :: IO ()
main = defaultMain
