// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// Files of a repository as slots: JSON, YAML, TypeScript, Python, Markdown, and
// anything else as lines. Each parser refuses a text with a syntax error.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { Slot, given, list, object, plain, unknown, valueOf } from "./proof-value.mjs";

const require = createRequire(resolve(process.env.TOOLS ?? "", "package.json"));

// JSON and YAML.

export function data(text, path) {
  const { parseDocument, isMap, isSeq, isScalar, isAlias } = require("yaml");
  const document = parseDocument(text);
  if (document.errors.length > 0) throw new Error(`${path}: ${document.errors[0].message}`);
  if (path.endsWith(".json")) JSON.parse(text);
  const slot = (node, at) => new Slot(at, () => value(node), { text: node?.range ? text.slice(node.range[0], node.range[1]) : "" });
  const value = (node) => {
    if (isMap(node)) {
      return object(node.items.map((pair) => [String(pair.key.value), slot(pair.value, {
        file: path, start: pair.key.range[0], end: pair.value?.range?.[1] ?? pair.key.range[1],
      })]));
    }
    if (isSeq(node)) return list(node.items.map((item) => slot(item, { file: path, start: item.range[0], end: item.range[1], dash: !node.flow })));
    if (isAlias(node)) return value(node.resolve(document));
    return plain(isScalar(node) ? node.value : null);
  };
  return slot(document.contents, null);
}

// TypeScript and JavaScript: functions, classes, methods, constants, types, imports, calls and tests, however deep.

export const codeKinds = ["function", "class", "method", "const", "type", "import", "call", "test", "property"];

export function script(text, path) {
  const ts = require("typescript");
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  if (source.parseDiagnostics.length > 0) throw new Error(`${path}: ${source.parseDiagnostics[0].messageText}`);
  const found = [];
  const visit = (node) => {
    found.push(...describe(ts, node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  const place = (node) => {
    const alone = ts.isStatement(node) && !ts.isSourceFile(node.parent) && !ts.isBlock(node.parent);
    return { file: path, start: node.getStart(source), end: node.getEnd(), ...(alone && { instead: ";" }) };
  };
  const statement = (node) => (ts.isStatement(node) && !ts.isBlock(node) ? node : statement(node.parent));
  const slot = ({ kind, name, node, value, cut }) => new Slot(place(cut ?? statement(node)), () => value(source), {
    name, kinds: codeKinds, text: node.getText(source), find: finder(node),
  });
  const within = (node, outer) => node !== outer && node.pos >= outer.pos && node.end <= outer.end;
  const finder = (outer) => (kind, name) =>
    found.filter((one) => one.kind === kind && named(one.name, name) && within(one.node, outer)).map(slot);
  return new Slot(null, () => plain(null), { text, kinds: codeKinds, find: finder(source) });
}

function describe(ts, node) {
  const exported = ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const callable = (name, inner, cut) => [{
    kind: cut ? "method" : "function", name, node, cut,
    value: () => valueOf({ exported: Boolean(exported), parameters: inner.parameters.map((one) => one.name.getText()) }),
  }];
  if (ts.isFunctionDeclaration(node)) return callable(node.name?.text, node);
  if (ts.isMethodDeclaration(node)) return callable(node.name.getText(), node, node);
  if (ts.isClassDeclaration(node)) return [{ kind: "class", name: node.name?.text, node, value: () => valueOf({ exported: Boolean(exported) }) }];
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
    return [{ kind: "type", name: node.name.text, node, value: () => valueOf({ exported: Boolean(exported) }) }];
  }
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
    const constant = { kind: "const", name: node.name.text, node, value: () => (node.initializer ? expression(ts, node.initializer) : plain(null)) };
    const body = node.initializer;
    if (!body || !(ts.isArrowFunction(body) || ts.isFunctionExpression(body))) return [constant];
    return [constant, { ...constant, kind: "function", value: () => valueOf({ parameters: body.parameters.map((one) => one.name.getText()) }) }];
  }
  if (ts.isImportDeclaration(node)) return [{ kind: "import", name: node.moduleSpecifier.text, node, value: () => plain(node.moduleSpecifier.text) }];
  if (ts.isPropertyAssignment(node)) {
    return [{ kind: "property", name: node.name.text ?? node.name.getText(), node, cut: node, value: () => expression(ts, node.initializer) }];
  }
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
  const value = () => object([["arguments", given(list((node.arguments ?? []).map((one) => given(expression(ts, one)))))]]);
  const name = node.expression.getText();
  const calls = [{ kind: "call", name, node, value }];
  if (["test", "it"].includes(name) && node.arguments[0]?.text) calls.push({ kind: "test", name: node.arguments[0].text, node, value });
  return calls;
}

function expression(ts, node) {
  if (ts.isStringLiteralLike(node)) return plain(node.text);
  if (ts.isNumericLiteral(node)) return plain(Number(node.text.replaceAll("_", "")));
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return plain(node.kind === ts.SyntaxKind.TrueKeyword);
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression?.(node) || ts.isParenthesizedExpression(node)) return expression(ts, node.expression);
  if (ts.isArrayLiteralExpression(node)) return list(node.elements.map((one) => given(expression(ts, one))));
  if (ts.isObjectLiteralExpression(node)) {
    return object(node.properties.filter((one) => ts.isPropertyAssignment(one))
      .map((one) => [one.name.text ?? one.name.getText(), given(expression(ts, one.initializer))]), true);
  }
  return unknown(node.getText());
}

// Python: the same kinds, by Python's own parser.

const dump = `
import ast, json, sys
text = sys.stdin.read()
starts = [0]
for line in text.splitlines(keepends=True):
    starts.append(starts[-1] + len(line))
lines = text.splitlines(keepends=True)
def offset(line, column):
    return starts[line - 1] + len(lines[line - 1].encode()[:column].decode()) if line <= len(lines) else starts[-1]
def literal(node):
    try:
        value = ast.literal_eval(node)
        json.dumps(value)
        return {"plain": value}
    except (ValueError, TypeError):
        return {"text": ast.unparse(node)}
found = []
def visit(node, statement):
    statement = node if isinstance(node, ast.stmt) else statement
    entry = None
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        entry = {"kind": "function", "name": node.name, "parameters": [a.arg for a in node.args.args]}
    elif isinstance(node, ast.ClassDef):
        entry = {"kind": "class", "name": node.name}
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        entry = {"kind": "const", "name": node.targets[0].id, "value": literal(node.value)}
    elif isinstance(node, ast.Import):
        entry = {"kind": "import", "name": node.names[0].name}
    elif isinstance(node, ast.ImportFrom):
        entry = {"kind": "import", "name": node.module}
    elif isinstance(node, ast.Call):
        entry = {"kind": "call", "name": ast.unparse(node.func), "arguments": [literal(a) for a in node.args],
                 "keywords": {k.arg or "**": literal(k.value) for k in node.keywords}}
    if entry:
        first = min([statement] + getattr(statement, "decorator_list", []), key=lambda n: n.lineno)
        entry["node"] = [offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)]
        entry["cut"] = [offset(first.lineno, first.col_offset if first is statement else first.col_offset - 1),
                        offset(statement.end_lineno, statement.end_col_offset)]
        found.append(entry)
    for child in ast.iter_child_nodes(node):
        visit(child, statement)
visit(ast.parse(text), None)
json.dump(found, sys.stdout)
`;

const literalOf = (one) => ("text" in one ? unknown(one.text) : valueOf(one.plain));

export function python(text, path) {
  const found = JSON.parse(execFileSync("python3", ["-c", dump], { input: text, stdio: ["pipe", "pipe", "pipe"] }));
  const value = (one) => {
    if (one.kind === "const") return literalOf(one.value);
    if (one.kind !== "call") return valueOf({ parameters: one.parameters ?? [] });
    return object([["arguments", given(list(one.arguments.map((each) => given(literalOf(each)))))],
      ...Object.entries(one.keywords).map(([key, each]) => [key, given(literalOf(each))])]);
  };
  const within = ([start, end], [from, to]) => start >= from && end <= to && (start !== from || end !== to);
  const finder = (outer) => (kind, name) => found
    .filter((one) => one.kind === kind && named(one.name, name) && within(one.node, outer))
    .map((one) => new Slot({ file: path, start: one.cut[0], end: one.cut[1], instead: "pass" }, () => value(one), {
      name: one.name, kinds: codeKinds, text: text.slice(...one.node), find: finder(one.node),
    }));
  return new Slot(null, () => plain(null), { text, kinds: codeKinds, find: finder([-1, text.length + 1]) });
}

// Markdown: sections (with all below their heading), links, code, list items and rows of tables.

export const markdownKinds = ["section", "link", "code", "item", "row", "line"];

export function markdown(text, path) {
  const found = [];
  const add = (kind, name, start, end) => found.push({ kind, name, start, end });
  const open = [];
  let fence = null;
  let offset = 0;
  const close = (level, end) => {
    while (open.length > 0 && open.at(-1).level >= level) {
      const { name, start } = open.pop();
      add("section", name, start, end);
    }
  };
  for (const line of text.split("\n")) {
    const end = offset + line.length;
    const mark = /^\s*(`{3,}|~{3,})\s*(\w*)/.exec(line);
    if (fence !== null) {
      if (mark && mark[1].startsWith(fence.mark)) {
        add("code", fence.language, fence.start, end);
        fence = null;
      }
    } else if (mark) {
      fence = { mark: mark[1], language: mark[2], start: offset };
    } else {
      const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
      if (heading) {
        close(heading[1].length, offset);
        open.push({ level: heading[1].length, name: heading[2], start: offset });
      }
      if (/^\s*([-*]|\d+\.)\s/.test(line)) add("item", line.replace(/^\s*([-*]|\d+\.)\s+(\[.\]\s+)?/, ""), offset, end);
      if (/^\s*\|.*\|\s*$/.test(line)) add("row", line.split("|")[1].trim(), offset, end);
      for (const { 0: link, 1: target, index } of line.matchAll(/\[[^\]]*\]\(([^)\s]+)[^)]*\)/g)) {
        add("link", target, offset + index, offset + index + link.length);
      }
      if (line.trim() !== "") add("line", line, offset, end);
    }
    offset = end + 1;
  }
  close(0, text.length);
  return holder(text, path, found, markdownKinds);
}

// Anything else: its lines.
export function lines(text, path) {
  const found = [];
  let offset = 0;
  for (const line of text.split("\n")) {
    if (line.trim() !== "") found.push({ kind: "line", name: line.trim(), start: offset, end: offset + line.length });
    offset += line.length + 1;
  }
  return holder(text, path, found, ["line"]);
}

function holder(text, path, found, kinds) {
  const finder = (start, end) => (kind, name) => found
    .filter((one) => one.kind === kind && one.start >= start && one.end <= end && named(one.name, name))
    .map((one) => new Slot({ file: path, start: one.start, end: one.end }, () => plain(text.slice(one.start, one.end)), {
      name: one.name, kinds, text: text.slice(one.start, one.end), find: finder(one.start, one.end),
    }));
  return new Slot(null, () => plain(null), { text, kinds, find: finder(0, text.length) });
}

const named = (name, wanted) => wanted === "*" || (wanted instanceof RegExp ? wanted.test(name) : name === wanted);
