import assert from 'node:assert/strict';
import { after, beforeEach, test, type TestContext } from 'node:test';
import { start } from './world.ts';

const world = await start({ AZURE_DOCUMENT_INTELLIGENCE_ENDPOINT: '${azure}/', AZURE_OPENAI_ENDPOINT: '${azure}/' });
const { health } = await import('../src/health.ts');

const STORAGE = '/documents';
const QUEUE = '/work';
const READER = '/documentintelligence/info';
const MODELS = '/openai/v1/models';
let now = Date.now();

beforeEach((context) => {
  world.calls.splice(0);
  for (const path of [STORAGE, READER, MODELS]) world.on(path, () => ({}));
  world.on(QUEUE, () => ({ status: 401 }));
  // Longer than an answer is kept and than a breaker stays open.
  now += 3_600_000;
  (context as TestContext).mock.timers.enable({ apis: ['Date'], now });
});
after(() => world.stop());

test('all is well when everything answers', async () => {
  const { status, jsonBody } = await health();
  assert.equal(status, 200);
  assert.deepEqual(jsonBody, { status: 'healthy', service: 'under-test' });
  assert.deepEqual(world.calls.map((call) => call.path).sort(), [STORAGE, READER, MODELS, QUEUE].sort());
  for (const call of world.calls) assert.match(String(call.headers.authorization), /^Bearer token for https:/);
});

test('many callers are one question', async () => {
  await Promise.all([health(), health(), health()]);
  assert.equal((await health()).status, 200);
  assert.equal(world.calls.length, 4);
});

test('a service that is busy is well', async () => {
  world.on(MODELS, () => ({ status: 429 }));
  assert.equal((await health()).status, 200);
});

for (const [what, path, status] of [
  ['does not let us in', STORAGE, 403],
  ['is out of order', READER, 503],
  ['fails', MODELS, 500],
  ['is gone', QUEUE, 502],
] as const) {
  test(`one that ${what} is enough to be unhealthy`, async () => {
    world.on(path, () => ({ status }));
    const answer = await health();
    assert.equal(answer.status, 503);
    assert.deepEqual(answer.jsonBody, { status: 'unhealthy', service: 'under-test' });
    assert.equal(world.calls.length, 4, 'nothing is asked twice');
  });
}
