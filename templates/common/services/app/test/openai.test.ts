import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { start, type Call, type World } from './world.ts';

const PATH = '/openai/v1/chat/completions';
const variables = {
  AZURE_OPENAI_ENDPOINT: '${azure}/',
  AZURE_OPENAI_CHAT_DEPLOYMENT: 'chat',
  OPENAI_PROMPT_PRICE: '2',
  OPENAI_COMPLETION_PRICE: '8',
  AZURE_CONTENT_SAFETY_ENDPOINT: '${azure}/',
  // A cache that is not there.
  REDIS_HOST: '127.0.0.1',
  REDIS_PORT: '1',
};
const completion = {
  choices: [{ message: { content: 'Forty-two.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1000, completion_tokens: 500 },
};
const world: World = await begin();

beforeEach(() => void world.calls.splice(0));
after(() => world.stop());

async function begin(): Promise<World> {
  const begun = await start(variables);
  begun.on('/contentsafety/text:shieldPrompt', () => ({ body: { userPromptAnalysis: { attackDetected: false } } }));
  begun.on('/contentsafety/text:analyze', () => ({ body: { categoriesAnalysis: [] } }));
  return begun;
}

/** What the model was asked. */
function asked({ calls }: World = world): Call[] {
  return calls.filter(({ path }) => path === PATH);
}

function ask(body: unknown, type = 'application/json'): Promise<Response> {
  return world.fetch('/chat', { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });
}

test('a question is answered', async () => {
  world.on(PATH, () => ({ body: completion }));
  const response = await ask({ message: 'What is the answer?' });
  assert.equal(response.status, 200);
  assert.equal(((await response.json()) as { answer: string }).answer, 'Forty-two.');

  const [call] = asked();
  assert.equal(call?.headers.authorization, 'Bearer token for https://cognitiveservices.azure.com');
  const { model, messages } = JSON.parse(String(call?.body));
  assert.equal(model, 'chat');
  assert.deepEqual(messages.at(-1), { role: 'user', content: 'What is the answer?' });
});

test('a busy model is asked again when it says so', async () => {
  let busy = 2;
  world.on(PATH, () => (busy-- > 0 ? { status: 429, headers: { 'retry-after': '0' } } : { body: completion }));
  assert.equal((await ask({ message: 'Hello' })).status, 200);
  assert.equal(asked().length, 3);
});

test('a model that stays busy is not waited for', async () => {
  world.on(PATH, () => ({ status: 429, headers: { 'retry-after': '60' } }));
  const response = await ask({ message: 'Hello' });
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('retry-after'), '60');
  assert.equal(asked().length, 1);
});

test('what the model service says about an error stays here', async () => {
  world.on(PATH, () => ({ status: 400, body: { error: { code: 'content_filter', message: 'internal words' } } }));
  const response = await ask({ message: 'Hello' });
  assert.equal(response.status, 422);
  assert.doesNotMatch(await response.text(), /internal|content_filter/);
});

test('wrong input never reaches the model', async () => {
  assert.equal((await ask({})).status, 400);
  assert.equal((await ask([])).status, 400);
  assert.equal((await ask({ message: 'x'.repeat(8_001) })).status, 400);
  assert.equal((await ask({ message: 'x'.repeat(70_000) })).status, 413);
  assert.equal((await ask({ message: 'Hello' }, 'text/plain')).status, 415);
  assert.equal((await world.fetch('/chat')).status, 405);
  assert.equal(asked().length, 0);
});

test('tokens and their cost are reported', async () => {
  const other = await begin();
  other.on(PATH, () => ({ body: completion }));
  const body = JSON.stringify({ message: 'Hello' });
  await other.fetch('/chat', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { telemetry } = await other.stop();

  const metrics = telemetry.filter((item) => item.data.baseType === 'MetricData').map((item) => item.data.baseData);
  const sum = (name: string): number =>
    metrics.filter((data) => data['metrics'][0].name === name).reduce((total, data) => total + data['metrics'][0].value, 0);
  assert.equal(sum('openai_tokens_used'), 1500);
  assert.equal(sum('openai_cost'), 0.006);

  const call = telemetry.find((item) => item.data.baseData['name'] === 'Azure OpenAI');
  const request = telemetry.find((item) => item.data.baseType === 'RequestData');
  assert.equal(call?.tags['ai.operation.parentId'], request?.data.baseData['id']);
  assert.equal(asked(other)[0]?.headers['traceparent'], `00-${request?.tags['ai.operation.id']}-${call?.data.baseData['id']}-01`);
});
