# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""duplicates.py FILE...: no two Bicep files share six lines in a row.

Blank lines, comments and lines of nothing but closing brackets do not count;
neither does how far a line is indented.  Prints each place where two files
have the same six lines or more; exit status 1 if there is one.
"""

import re
import sys

RUN = 6
NOTHING = re.compile(r"[\])}]*$")


def code(name):
    """The lines that count, each as (number, text)."""
    lines = []
    comment = multiline = False
    with open(name, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            text = line.strip()
            if comment:
                comment = "*/" not in text
                continue
            if not multiline and text.startswith("/*"):
                comment = "*/" not in text
                continue
            if multiline or not (NOTHING.match(text) or text.startswith("//")):
                lines.append((number, text))
            if text.count("'''") % 2:
                multiline = not multiline
    return lines


def longest(one, other, i, j):
    """How many lines are the same from line i of one and j of the other."""
    length = 0
    while (i + length < len(one) and j + length < len(other)
           and one[i + length][1] == other[j + length][1]):
        length += 1
    return length


def shared(files):
    """Each run that two files share, as (name, line, name, line, lines)."""
    seen = {}
    for name, lines in files:
        told = set()
        for i in range(len(lines) - RUN + 1):
            run = tuple(text for _, text in lines[i:i + RUN])
            for first, place, j in seen.get(run, ()):
                # What continues a run was told with its beginning.
                if (first, j - 1, i - 1) not in told:
                    yield (first, place[j][0], name, lines[i][0],
                           longest(place, lines, j, i))
                told.add((first, j, i))
        for i in range(len(lines) - RUN + 1):
            run = tuple(text for _, text in lines[i:i + RUN])
            seen.setdefault(run, []).append((name, lines, i))


def main(*names):
    """Compares the files."""
    found = 0
    for first, line, second, other, length in shared(
            [(name, code(name)) for name in dict.fromkeys(names)]):
        print(f"{first}:{line}: the same {length} lines as {second}:{other}")
        found += 1
    return 1 if found or not names else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
