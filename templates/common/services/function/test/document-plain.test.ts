import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start } from './world.ts';

const world = await start();
const { textOf } = await import('../src/document.ts');

after(() => world.stop());

test('a text is a document', async () => {
  world.on('/documents/a.txt', () => ({ body: 'Grüße' }));
  assert.equal(await textOf('a.txt'), 'Grüße');
});

test('something else is no document', async () => {
  world.on('/documents/a.png', () => ({ headers: { 'content-encoding': 'gzip' }, body: 'no gzip' }));
  await assert.rejects(textOf('a.png'));
});
