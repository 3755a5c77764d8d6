// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// links.mjs FILE.md...: do relative links and #anchors lead somewhere?
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

// Drop code, where nothing is a link; keep the lines for their numbers.
function withoutCode(text) {
  let fence = null;
  return text.split("\n").map((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence)) fence = null;
      return "";
    }
    if (mark !== undefined) {
      fence = mark;
      return "";
    }
    return line;
  });
}

// The anchors GitHub makes of a file's headings, and those written as HTML.
function anchorsOf(file) {
  const anchors = new Set();
  const seen = new Map();
  for (const line of withoutCode(readFileSync(file, "utf8"))) {
    for (const [, id] of line.matchAll(/<[^>]+\s(?:id|name)="([^"]+)"/g)) anchors.add(id);
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replace(/ /g, "-");
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
}

function problem(file, target) {
  const [path, anchor] = target.split("#", 2).map(decodeURIComponent);
  const to = path === "" ? file : resolve(dirname(file), path);
  if (!existsSync(to)) return "no such file";
  if (!anchor) return null;
  if (statSync(to).isDirectory() || !to.endsWith(".md")) return null;
  return anchorsOf(to).has(anchor) ? null : "no such heading";
}

let failed = process.argv.length < 3;
for (const file of process.argv.slice(2)) {
  withoutCode(readFileSync(file, "utf8")).forEach((line, index) => {
    const text = line.replace(/`[^`]*`/g, (code) => code.replace(/[\[\]()]/g, " "));
    const targets = [
      ...text.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g),
      ...text.matchAll(/^\s*\[[^\]]+\]:\s*<?([^\s>]+)>?/g),
      ...text.matchAll(/<(?:a|img)\s[^>]*(?:href|src)="([^"]+)"/g),
    ].map((match) => match[1]);
    for (const target of targets) {
      if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) continue;
      const why = problem(file, target);
      if (why === null) continue;
      console.log(`${file}:${index + 1}: ${target}: ${why}`);
      failed = true;
    }
  });
}
process.exitCode = failed ? 1 : 0;
