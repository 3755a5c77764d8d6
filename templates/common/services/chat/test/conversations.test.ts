import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COSMOS, model, signIn, startApp, USER } from './app.ts';
import { TENANT } from './world.ts';

const CONVERSATION = '55555555-5555-5555-5555-555555555555';

test('people can read and remove their own conversations', async () => {
  const project = await model();
  const world = await startApp(project);
  world.on(COSMOS, () => ({ body: { Documents: [{ id: CONVERSATION, question: 'Who?', answer: 'Ada.' }] } }));
  world.on(`${COSMOS}/${CONVERSATION}`, () => ({ status: 204 }));
  const path = `/api/conversations/${CONVERSATION}`;
  const { turns } = (await (await world.fetch(path, { headers: signIn() })).json()) as any;
  assert.equal(turns[0].answer, 'Ada.');
  assert.equal((await world.fetch(path, { method: 'DELETE', headers: signIn() })).status, 204);
  assert.equal(world.calls.at(-1)?.method, 'DELETE');
  for (const { headers } of world.calls) {
    assert.deepEqual(JSON.parse(String(headers['x-ms-documentdb-partitionkey'])), [TENANT, USER]);
  }
  await world.stop();
  project.stop();
});
