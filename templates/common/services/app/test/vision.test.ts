import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start } from './world.ts';

const world = await start({ AZURE_VISION_ENDPOINT: '${azure}/' });

after(() => world.stop());

test('an image is described', async () => {
  world.on('/computervision/imageanalysis:analyze', () => ({
    body: {
      tagsResult: { values: [{ name: 'sign', confidence: 0.9 }] },
      readResult: { blocks: [{ lines: [{ text: 'NO' }, { text: 'ENTRY' }] }] },
    },
  }));
  const body = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
  const response = await world.fetch('/images', { method: 'POST', body });
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { tags: [{ name: 'sign', confidence: 0.9 }], text: 'NO\nENTRY' });

  const [call] = world.calls;
  assert.equal(call?.headers.authorization, 'Bearer token for https://cognitiveservices.azure.com');
  assert.equal(call?.headers['content-type'], 'application/octet-stream');
  assert.equal(call?.query.get('features'), 'tags,read');
  assert.deepEqual(call?.body, Buffer.from(body));
});

test('something else than an image is the caller\'s mistake', async () => {
  world.on('/computervision/imageanalysis:analyze', () => ({ status: 400, body: { error: { code: 'InvalidRequest' } } }));
  assert.equal((await world.fetch('/images', { method: 'POST', body: 'text' })).status, 422);
  assert.equal((await world.fetch('/images', { method: 'POST' })).status, 400);
});
