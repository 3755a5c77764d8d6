import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { open, promptFor, type PromptFile } from '../src/prompts.ts';

function folder(...prompts: Partial<PromptFile>[]): URL {
  const path = mkdtempSync(join(tmpdir(), 'prompts-'));
  process.once('exit', () => rmSync(path, { recursive: true }));
  for (const prompt of prompts) {
    const file = { name: 'greet', version: '1.0.0', description: 'Greets.', variables: [], template: ['Hello'], ...prompt };
    writeFileSync(join(path, `${file.name}-${file.version}.json`), JSON.stringify(file));
  }
  return pathToFileURL(`${path}/`);
}

test('the prompts of this service are in order', () => {
  const files = readdirSync(new URL('../prompts/', import.meta.url));
  const names = files.map((file) => file.replace(/-\d+\.\d+\.\d+\.json$/, ''));
  assert.ok(names.length > 0);
  for (const name of names) {
    const { id, render } = promptFor(name, 'somebody');
    assert.match(id, /^[a-z-]+@\d+\.\d+\.\d+$/);
    assert.ok(render({ today: '2026-01-31' }).length > 0);
  }
});

test('a new version gets its share of the users, always the same ones', () => {
  const find = open(folder({}, { version: '1.10.0', share: 20 }, { version: '1.9.0', share: 0 }));
  const users = Array.from({ length: 1_000 }, (_, i) => `user ${i}`);
  const newer = users.filter((user) => find('greet', user).id === 'greet@1.10.0');
  assert.ok(newer.length > 150 && newer.length < 250, String(newer.length));
  assert.deepEqual(users.filter((user) => find('greet', user).id === 'greet@1.10.0'), newer);
  assert.equal(find('greet', users.find((user) => !newer.includes(user))!).id, 'greet@1.0.0');
});

test('values are put in as they are', () => {
  const find = open(folder({ variables: ['name'], template: ['Hello {name}', 'and {name}'] }));
  assert.equal(find('greet', 'ada').render({ name: '{name} $& x' }), 'Hello {name} $& x\nand {name} $& x');
  assert.throws(() => find('greet', 'ada').render({}), /greet@1\.0\.0 needs name/);
});

test('a wrong prompt stops the service at its start', () => {
  assert.throws(() => open(folder({ template: ['{who}'] })), /does not declare who/);
  assert.throws(() => open(folder({ share: 10 }))('greet', 'user 1'), /no prompt greet for all users/);
});
