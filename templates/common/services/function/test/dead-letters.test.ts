import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { start } from './world.ts';

const world = await start();
const { writeBlob } = await import('../src/blobs.ts');
const { deadLetters } = await import('../src/dead-letters.ts');
const { patient } = await import('../src/pause.ts');

const pauses: number[] = [];
const empty = patient(deadLetters({ writeBlob }), async (pause) => pauses.push(pause));

const DEAD = '/dead-letters/work/';
const metadata = {
  messageId: 'a'.repeat(32),
  sequenceNumber: 42,
  deliveryCount: 11,
  applicationProperties: { deadLetterReason: 'MaxDeliveryCountExceeded', deadLetterErrorDescription: 'Too many.' },
};

beforeEach(() => {
  world.calls.splice(0);
  pauses.splice(0);
  world.on(DEAD, () => ({ status: 201 }));
});
after(() => world.stop());

test('a dead letter is kept with its reason, and counted', async () => {
  await empty({ id: 'x', blob: 'a.pdf' }, metadata);
  const [call] = world.calls;
  assert.equal(call?.method, 'PUT');
  assert.equal(call?.path, `${DEAD}42-${'a'.repeat(32)}.json`);
  assert.equal(call?.headers.authorization, 'Bearer token for https://storage.azure.com');
  assert.equal(call?.headers['x-ms-blob-type'], 'BlockBlob');
  assert.deepEqual(world.sent(DEAD), [
    {
      source: 'work',
      id: `42-${'a'.repeat(32)}`,
      reason: 'MaxDeliveryCountExceeded',
      detail: 'Too many.',
      content: { id: 'x', blob: 'a.pdf' },
    },
  ]);
  const counted = await world.metric('dead_letters');
  assert.deepEqual(counted, [{ value: 1, properties: { source: 'work', reason: 'MaxDeliveryCountExceeded' } }]);
});

test('a message by somebody else is kept as well', async () => {
  await empty('no JSON', { messageId: '../../x', sequenceNumber: 43 });
  assert.match(String(world.calls[0]?.path), /^\/dead-letters\/work\/[0-9a-f]{64}\.json$/);
  const [{ id, reason, content }] = world.sent(DEAD);
  assert.deepEqual([id, reason, content], ['43-../../x', 'Unknown', 'no JSON']);
});

test('what cannot be kept stays in the queue, and comes back after a pause', async () => {
  const before = await world.metric('dead_letters');
  world.on(DEAD, () => ({ status: 503, headers: { 'retry-after': '60' } }));
  await assert.rejects(async () => empty({}, metadata));
  assert.equal(pauses.length, 1);
  assert.ok(pauses[0]! >= 60_000, `paused ${pauses[0]}`);
  assert.deepEqual(await world.metric('dead_letters'), before);
});
