import assert from 'node:assert/strict';
import { after, beforeEach, mock, test } from 'node:test';
import { here, type Answer } from './world.ts';

// In Azure each endpoint has a host of its own, here a path.
const NEAR = '/near/openai/v1/chat/completions';
const FAR = '/far/openai/v1/chat/completions';
const azure = await here({
  AZURE_OPENAI_ENDPOINT: '${azure}/unused/',
  AZURE_OPENAI_ENDPOINTS: '${azure}/near/, ${azure}/far/',
  AZURE_OPENAI_CHAT_DEPLOYMENT: 'chat',
});
const { complete } = await import('../src/openai.ts');

beforeEach(() => {
  azure.calls.splice(0);
  mock.timers.reset();
  // Whatever rested is back.
  mock.timers.enable({ apis: ['Date'], now: (later += 10 * 60_000) });
});
after(() => {
  mock.timers.reset();
  azure.close();
});

let later = Date.now();

function well(content: string, reason = 'stop'): () => Answer {
  return () => ({ body: { choices: [{ message: { content }, finish_reason: reason }] } });
}

function ask(budget?: number): Promise<string> {
  return complete([{ role: 'user', content: 'Who are you?' }], budget === undefined ? {} : { budget });
}

function asked(): string[] {
  return azure.calls.map(({ path }) => path);
}

test('the nearest endpoint answers while it can', async () => {
  azure.on(NEAR, well('near'));
  azure.on(FAR, well('far'));
  assert.equal(await ask(), 'near');
  assert.equal(await ask(), 'near');
  assert.deepEqual(asked(), [NEAR, NEAR]);
});

test('one that is busy is left alone for as long as it says', async () => {
  azure.on(NEAR, () => ({ status: 429, headers: { 'retry-after': '20' } }));
  azure.on(FAR, well('far'));
  assert.equal(await ask(), 'far');
  assert.equal(await ask(), 'far');
  assert.deepEqual(asked(), [NEAR, FAR, FAR]);

  azure.on(NEAR, well('near'));
  mock.timers.tick(19_000);
  assert.equal(await ask(), 'far');
  mock.timers.tick(2_000);
  assert.equal(await ask(), 'near');
});

const failures: Record<string, Answer> = {
  fails: { status: 500 },
  'is away': { status: 503 },
  'breaks the connection': { drop: true },
  'does not know the service yet': { status: 401 },
  'lacks the deployment': { status: 404 },
};
for (const [what, answer] of Object.entries(failures)) {
  test(`one that ${what} is passed over, and for a while not asked again`, async () => {
    azure.on(NEAR, () => answer);
    azure.on(FAR, well('far'));
    assert.equal(await ask(), 'far');
    assert.equal(await ask(), 'far');
    assert.deepEqual(asked(), [NEAR, FAR, FAR]);
  });
}

test('one that hangs does not take the time of the next one', async () => {
  azure.on(NEAR, () => ({ after: 300 }));
  azure.on(FAR, well('far'));
  const timeout = mock.method(AbortSignal, 'timeout', timeoutOf(50));
  assert.equal(await ask(), 'far');
  assert.deepEqual(asked(), [NEAR, FAR]);
  timeout.mock.restore();
});

/** Twenty seconds would be long for a test. */
function timeoutOf(shorter: number): typeof AbortSignal.timeout {
  const real = AbortSignal.timeout.bind(AbortSignal);
  return (milliseconds) => real(milliseconds === 20_000 ? shorter : milliseconds);
}

test('a question that is refused is refused at once', async () => {
  azure.on(NEAR, () => ({ status: 400, body: { error: { code: 'content_filter' } } }));
  azure.on(FAR, well('far'));
  await assert.rejects(ask(), { status: 422 });
  assert.deepEqual(asked(), [NEAR]);
});

test('when nobody can answer, the caller learns when to come back', async () => {
  azure.on(NEAR, () => ({ status: 429, headers: { 'retry-after': '120' } }));
  azure.on(FAR, () => ({ status: 429, headers: { 'retry-after': '60' } }));
  const expected = (error: { status: number; headers: Record<string, string> }): boolean => {
    assert.equal(error.status, 503);
    assert.equal(error.headers['retry-after'], '60');
    return true;
  };
  await assert.rejects(ask(), expected);
  // Now only the one that is back first is asked.
  await assert.rejects(ask(), expected);
  assert.deepEqual(asked(), [NEAR, FAR, FAR]);
});

test('an answer that the content filter stops or that is empty is none', async () => {
  azure.on(NEAR, well('I would', 'content_filter'));
  await assert.rejects(ask(), { status: 422 });
  azure.on(NEAR, well('', 'length'));
  await assert.rejects(ask(), { status: 502 });
});

test('an answer is kept under its prompt, and only a whole one', async () => {
  const kept = new Map<string, string>();
  const answers = {
    find: async (question: string) => kept.get(question),
    keep: (question: string, answer: string) => void kept.set(question, answer),
  };
  const question = (content: string, scope: string): Promise<string> =>
    complete([{ role: 'user', content }], { answers, scope });

  azure.on(NEAR, well('cut', 'length'));
  assert.equal(await question('Why?', 'one'), 'cut');
  assert.equal(kept.size, 0);

  azure.on(NEAR, well('first'));
  assert.equal(await question('Why?', 'one'), 'first');
  azure.on(NEAR, well('second'));
  assert.equal(await question('Why?', 'one'), 'first');
  assert.equal(await question('Why? ', 'one'), 'second');
  assert.equal(await question('Why?', 'two'), 'second');
  assert.equal(azure.calls.length, 4);
});
