import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { start } from './world.ts';

const world = await start({ RESULT_WEBHOOK_URL: 'https://hook.invalid/hook?code=secret' });
const { blobExists, writeBlob } = await import('../src/blobs.ts');
const { patient } = await import('../src/pause.ts');
const { sendMessage } = await import('../src/queue.ts');
const { notify } = await import('../src/webhook.ts');
const { work } = await import('../src/work.ts');

const asked: unknown[] = [];
const pauses: number[] = [];
const steps = {
  textOf: async (blob: string): Promise<string> => `Text of ${blob}.`,
  summarize: async (...question: unknown[]): Promise<string> => `Summary ${asked.push(question)}.`,
  blobExists,
  writeBlob,
  sendMessage,
  notify,
};

const JOB = { id: '0123456789abcdef0123456789abcdef', blob: 'invoices/7.pdf', question: 'Who pays?' };
const RESULT = `/results/${JOB.id}.json`;
const DONE = { id: JOB.id, blob: JOB.blob, result: `${JOB.id}.json` };
const QUEUE = '/results/messages';
const HOOK = '/hook';
const DEAD = '/dead-letters/work/';

beforeEach(() => {
  for (const list of [world.calls, asked, pauses]) list.splice(0);
  world.on(RESULT, ({ method }) => ({ status: method === 'PUT' ? 201 : 404 }));
  for (const path of [QUEUE, HOOK, DEAD]) world.on(path, () => ({ status: 201 }));
});
after(() => world.stop());

async function run(message: unknown, changes: object = {}, deliveryCount = 1): Promise<void> {
  const handler = patient(work({ ...steps, ...changes }), async (pause) => pauses.push(pause));
  await handler(message, { messageId: JOB.id, sequenceNumber: 7, deliveryCount });
}

test('a job leaves a result, a message and a word outside', async () => {
  await run(JOB);
  assert.deepEqual(asked, [['Text of invoices/7.pdf.', 'Who pays?']]);
  const [{ time, ...result }] = world.sent(RESULT);
  assert.deepEqual(result, { ...JOB, text: 'Text of invoices/7.pdf.', summary: 'Summary 1.' });
  assert.ok(Date.parse(time) > 0);
  assert.deepEqual(world.sent(QUEUE), [DONE]);
  assert.deepEqual(world.sent(HOOK), [DONE]);
  const order = world.calls.map((call) => `${call.method} ${call.path}`);
  assert.deepEqual(order, [`HEAD ${RESULT}`, `PUT ${RESULT}`, `POST ${QUEUE}`, `POST ${HOOK}`]);
});

test('nobody outside gets a token', async () => {
  await run(JOB);
  const call = world.calls.find(({ path }) => path === HOOK);
  assert.equal(call?.headers.authorization, undefined);
  assert.equal(call?.query.get('code'), 'secret');
});

test('a job that was done already is not paid for twice', async () => {
  world.on(RESULT, () => ({}));
  await run(JOB, {}, 2);
  assert.deepEqual(asked, []);
  assert.deepEqual(world.sent(RESULT), []);
  assert.deepEqual(world.sent(QUEUE), [DONE]);
});

test('an empty document needs no model', async () => {
  await run(JOB, { textOf: async () => ' \n' });
  assert.deepEqual(asked, []);
  assert.equal(world.sent(RESULT)[0].summary, '');
});

test('without a model there is the text', async () => {
  await run(JOB, { summarize: undefined });
  const [result] = world.sent(RESULT);
  assert.equal(result.text, 'Text of invoices/7.pdf.');
  assert.ok(!('summary' in result));
});

test('a wrong message is a dead letter at once', async () => {
  const before = (await world.metric('dead_letters')).length;
  for (const wrong of ['text', null, [], {}, { ...JOB, id: '../x' }, { ...JOB, blob: 'http://elsewhere.invalid/' }]) {
    world.calls.splice(0);
    await run(wrong);
    assert.deepEqual(world.calls.map((call) => call.path), [`${DEAD}7-${JOB.id}.json`]);
    const [{ reason, detail, content }] = world.sent(DEAD);
    assert.equal(reason, 'Rejected');
    assert.match(detail, /must be/);
    assert.deepEqual(content, wrong);
  }
  assert.equal((await world.metric('dead_letters')).length, before + 6);
  assert.deepEqual(pauses, []);
});

test('a fault of the document is a dead letter at once', async () => {
  const { Problem } = await import('../src/problem.ts');
  for (const status of [404, 413, 422]) {
    world.calls.splice(0);
    await run(JOB, {
      textOf: async () => {
        throw new Problem(status, 'That document.');
      },
    });
    assert.deepEqual(world.sent(DEAD).map(({ detail }) => detail), ['That document.']);
    assert.deepEqual(world.sent(QUEUE), []);
  }
});

test('a dead letter that cannot be kept stays a message', async () => {
  world.on(DEAD, () => ({ status: 403 }));
  await assert.rejects(async () => run('text'), /Write blob/);
  assert.equal(pauses.length, 1);
});

test('what may pass is tried again, later each time', async () => {
  world.on(RESULT, () => ({ status: 403 }));
  for (const count of [1, 3, 60]) await assert.rejects(async () => run(JOB, {}, count), /Look for blob|Storage/);
  assert.deepEqual(world.sent(DEAD), []);
  const [first, second, last] = pauses;
  assert.ok(first! >= 2_000 && first! <= 2_500, `${first}`);
  assert.ok(second! >= 8_000 && second! <= 10_000, `${second}`);
  assert.ok(last! >= 120_000 && last! <= 150_000, `${last}`);
});

test('a bug is tried again as well, and no dead letter yet', async () => {
  const summarize = async (): Promise<string> => Promise.reject(new TypeError('x is undefined'));
  await assert.rejects(async () => run(JOB, { summarize }), TypeError);
  assert.deepEqual(world.sent(DEAD), []);
});

test('whoever is busy says when to come back', async () => {
  world.on(QUEUE, () => ({ status: 429, headers: { 'retry-after': '60' } }));
  await assert.rejects(async () => run(JOB));
  assert.ok(pauses[0]! >= 60_000, `${pauses[0]}`);
});

test('a queue that fails and is slow is asked again', async () => {
  let bad = 2;
  world.on(QUEUE, () => ({ status: bad-- > 0 ? 500 : 201, headers: { 'retry-after': '0' }, delay: 200 }));
  await run(JOB);
  assert.equal(world.sent(QUEUE).length, 3);
});

test('whoever is told does not have to listen', async () => {
  world.on(HOOK, () => ({ status: 400 }));
  await run(JOB);
  assert.deepEqual(world.sent(QUEUE), [DONE]);
  assert.equal((await world.metric('webhook_failures')).length, 1);
});

test('without an address nobody is told', async () => {
  for (const value of ['', '@Microsoft.KeyVault(VaultName=v;SecretName=s)', 'http://hook.invalid/hook', 'hook']) {
    world.calls.splice(0);
    process.env.RESULT_WEBHOOK_URL = value;
    await run(JOB);
    assert.deepEqual(world.sent(QUEUE), [DONE]);
    assert.deepEqual(world.sent(HOOK), [], value);
  }
});
