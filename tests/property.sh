#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# Random sequences of edits, updates and undos: tests/property/property.py says
# what holds of them. SEQUENCES and SEED choose other ones.
set -u
srcdir=${srcdir:-.}
exec python3 -B "$srcdir/tests/property/property.py" \
	"${AZSTAMP:-$srcdir/build/azstamp}" "${SEQUENCES:-500}" "${SEED:-20261121}"
