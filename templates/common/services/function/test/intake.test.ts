import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { start } from './world.ts';

const world = await start();
const { writeBlob } = await import('../src/blobs.ts');
const { intake } = await import('../src/intake.ts');
const { sendMessage } = await import('../src/queue.ts');
const take = intake({ sendMessage, writeBlob });

const QUEUE = '/work/messages';
const DEAD = '/dead-letters/documents/';
const metadata = { sequenceNumberArray: [7, 8, 9], enqueuedTimeUtcArray: ['10:00', '10:00', '10:01'] };

beforeEach(() => {
  world.calls.splice(0);
  world.on(QUEUE, () => ({ status: 201 }));
  world.on(DEAD, () => ({ status: 201 }));
});
after(() => world.stop());

function ids(): unknown[] {
  return world.sent(QUEUE).map((job) => job.id);
}

test('an event becomes a job', async () => {
  await take([{ blob: 'invoices/7.pdf', question: 'Who pays?' }], metadata);
  const [call] = world.calls;
  assert.equal(call?.headers.authorization, 'Bearer token for https://servicebus.azure.net');
  const { id, ...job } = world.sent(QUEUE)[0];
  assert.deepEqual(job, { blob: 'invoices/7.pdf', question: 'Who pays?' });
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.deepEqual(JSON.parse(String(call?.headers['brokerproperties'])), { MessageId: id });
});

test('the same event has the same id, another event has another', async () => {
  await take([{ blob: 'a.pdf' }, { blob: 'a.pdf' }], metadata);
  await take([{ blob: 'a.pdf' }, { blob: 'a.pdf' }], metadata);
  const [first, second, ...again] = ids().sort();
  assert.notEqual(first, again[0]);
  assert.deepEqual([first, again[0]], [second, again[1]]);
});

test('an event with an id of its own is the same wherever it is', async () => {
  await take([{ id: 'order-1', blob: 'a.pdf' }], metadata);
  await take([{ blob: 'b.pdf' }, { id: 'order-1', blob: 'a.pdf' }], metadata);
  assert.equal(new Set(ids()).size, 2);
});

test('another question is another job', async () => {
  await take([{ id: 'order-1', blob: 'a.pdf', question: 'Who pays?' }, { id: 'order-1', blob: 'a.pdf' }], metadata);
  assert.equal(new Set(ids()).size, 2);
});

test('many events are as many jobs', async () => {
  const numbers = Array.from({ length: 64 }, (_, i) => i);
  const events = numbers.map(() => ({ blob: 'a.pdf' }));
  await take(events, { sequenceNumberArray: numbers, enqueuedTimeUtcArray: numbers.map(() => '10:00') });
  assert.equal(new Set(ids()).size, 64);
});

test('an event that names no blob is kept, and the ones after it go on', async () => {
  const wrong = [
    'text',
    ['a.pdf'],
    {},
    { blob: '' },
    { blob: 'https://elsewhere.invalid/a.pdf' },
    { blob: '../results/a.json' },
    { blob: 'a/./b' },
    { blob: '/a' },
    { blob: 'a\\b' },
    { blob: 'a\u0000' },
    { blob: '\ud800' },
    { blob: 'a.pdf', question: 7 },
    { blob: 'a.pdf', question: 'x'.repeat(1_001) },
    { blob: 'a.pdf', id: 7 },
  ];
  await take([...wrong, { blob: 'a?b#c/ü 100%.pdf' }], {});
  assert.equal(world.sent(QUEUE).length, 1);

  const letters = world.sent(DEAD);
  assert.equal(letters.length, wrong.length);
  for (const { source, reason } of letters) assert.deepEqual([source, reason], ['documents', 'Rejected']);
  const texts = (events: unknown[]): string[] => events.map((event) => JSON.stringify(event)).sort();
  assert.deepEqual(texts(letters.map(({ content }) => content)), texts(wrong));
  assert.equal(new Set(world.calls.map((call) => call.path)).size, wrong.length + 1);

  const counted = await world.metric('dead_letters');
  assert.equal(counted.length, wrong.length);
  assert.deepEqual(counted[0], { value: 1, properties: { source: 'documents', reason: 'Rejected' } });
});

test('a queue that is busy is asked again when it says so', async () => {
  let busy = 2;
  world.on(QUEUE, () => (busy-- > 0 ? { status: 429, headers: { 'retry-after': '0' } } : { status: 201, delay: 300 }));
  await take([{ blob: 'a.pdf' }], metadata);
  assert.equal(new Set(ids()).size, 1);
  assert.equal(world.calls.length, 3);
});

test('a batch is not done until all of it is safe', async () => {
  world.on(QUEUE, () => ({ status: 500, headers: { 'retry-after': '0' } }));
  await assert.rejects(async () => take([{ blob: 'a.pdf' }], metadata), /Service Bus|Send message/);
  world.on(DEAD, () => ({ status: 403 }));
  await assert.rejects(async () => take(['text'], metadata), /Write blob/);
});

test('how long the oldest event has waited is reported', async () => {
  const before = (await world.metric('event_age_seconds')).length;
  const old = new Date(Date.now() - 600_000).toISOString();
  await intake({ sendMessage: async () => {}, writeBlob: async () => {} })(
    [{ blob: 'a.pdf' }, { blob: 'b.pdf' }],
    { sequenceNumberArray: [1, 2], enqueuedTimeUtcArray: [old, new Date().toISOString()] },
  );
  const ages = (await world.metric('event_age_seconds')).slice(before);
  assert.equal(ages.length, 1);
  assert.ok(Number(ages[0]?.value) >= 600 && Number(ages[0]?.value) < 660);
});
