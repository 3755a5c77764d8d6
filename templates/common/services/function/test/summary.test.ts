import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { start } from './world.ts';

const world = await start({
  AZURE_OPENAI_ENDPOINT: '${azure}/',
  AZURE_OPENAI_CHAT_DEPLOYMENT: 'chat',
  OPENAI_PROMPT_PRICE: '2',
  OPENAI_COMPLETION_PRICE: '8',
});
const { summarize } = await import('../src/summary.ts');
const { estimate } = await import('../src/tokens.ts');

const PATH = '/openai/v1/chat/completions';
const completion = {
  choices: [{ message: { content: 'It is short.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1000, completion_tokens: 500 },
};

beforeEach(() => {
  world.calls.splice(0);
  world.on(PATH, () => ({ body: completion }));
});
after(() => world.stop());

function messages(): { role: string; content: string }[] {
  return world.sent(PATH)[0].messages;
}

test('a document is summarized', async () => {
  assert.equal(await summarize('Ten pages.', undefined), 'It is short.');
  assert.equal(world.calls[0]?.headers.authorization, 'Bearer token for https://cognitiveservices.azure.com');
  assert.match(messages().at(-1)!.content, /^Summarize/);
  assert.ok(messages().some(({ content }) => content.includes('Ten pages.')));
});

test('a long document is cut to what the model may get, the question is not', async () => {
  const question = 'Which page has the total? '.repeat(35);
  await summarize('Word after word. '.repeat(100_000), question);
  assert.equal(messages().at(-1)!.content, question);
  const tokens = messages().reduce((sum, { content }) => sum + estimate(content), 0);
  assert.ok(tokens > 3_000 && tokens <= 3_500, `${tokens} tokens`);
});

test('a model that is busy is asked again when it says so', async () => {
  let busy = 2;
  world.on(PATH, () => {
    if (busy-- > 0) return { status: 429, headers: { 'retry-after': '0' } };
    return { body: completion, delay: 300 };
  });
  assert.equal(await summarize('Text.', undefined), 'It is short.');
  assert.equal(world.calls.length, 3);
});

test('what the content filter refuses is no matter of time', async () => {
  world.on(PATH, () => ({ status: 400, body: { error: { code: 'content_filter' } } }));
  await assert.rejects(summarize('Text.', undefined), { status: 422 });
});

test('tokens and their cost are reported', async () => {
  const before = await world.metric('openai_tokens_used');
  await summarize('Text.', undefined);
  const used = (await world.metric('openai_tokens_used')).slice(before.length);
  assert.deepEqual(used.map(({ value }) => value), [1000, 500]);
  assert.equal((await world.metric('openai_cost')).at(-1)?.value, 0.006);
});
