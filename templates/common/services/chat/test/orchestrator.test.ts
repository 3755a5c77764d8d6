import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, COSMOS, model, SEARCH, sent, startApp, text } from './app.ts';

const HEALTH = { headers: { authorization: '' } };

test('another endpoint answers while the nearest is busy, and it is left alone as long as it asks', async () => {
  const [project, near, far] = [await model(), await model(), await model()];
  const world = await startApp(project, { AZURE_OPENAI_ENDPOINTS: `${near.address}/, ${far.address}` });
  project.says({ status: 429, headers: { 'retry-after': '60' } });
  near.says({ status: 500 });
  far.says({ body: text('Far [1].') });
  for (let i = 0; i < 2; i++) {
    const { answer } = (await (await ask(world, { message: 'How?' })).json()) as any;
    assert.equal(answer, 'Far [1].');
  }
  assert.deepEqual([project.calls.length, near.calls.length, far.calls.length], [1, 2, 2]);
  assert.equal(far.calls[0]?.path, '/openai/v1/responses');
  assert.equal(far.calls[0]?.headers.authorization, 'Bearer token for https://cognitiveservices.azure.com');
  assert.equal((await world.fetch('/health', HEALTH)).status, 200);
  await world.stop();
  for (const one of [project, near, far]) one.stop();
});

test('the account the service uses, or the gateway in front of it, stands in for the project', async () => {
  const [project, gateway] = [await model(), await model()];
  const world = await startApp(project, { AZURE_OPENAI_ENDPOINT: `${gateway.address}/` });
  project.says({ status: 500 });
  gateway.says({ body: text('Here [1].') });
  const { answer } = (await (await ask(world, { message: 'How?' })).json()) as any;
  assert.equal(answer, 'Here [1].');
  assert.equal(gateway.calls[0]?.path, '/openai/v1/responses');
  assert.equal(gateway.calls[0]?.headers.authorization, 'Bearer token for https://cognitiveservices.azure.com');
  await world.stop();
  for (const one of [project, gateway]) one.stop();
});

test('a single endpoint that is busy for a moment is asked again', async () => {
  const project = await model();
  const world = await startApp(project);
  let busy = 1;
  project.says(() => (busy-- > 0 ? { status: 429, headers: { 'retry-after': '0' } } : { body: text('Now [1].') }));
  const { answer } = (await (await ask(world, { message: 'How?' })).json()) as any;
  assert.equal(answer, 'Now [1].');
  await world.stop();
  project.stop();
});

test('when no model answers, people get the documents, and probes hear of it', async () => {
  const project = await model();
  const world = await startApp(project);
  project.says({ status: 429, headers: { 'retry-after': '60' } });
  for (let i = 0; i < 2; i++) {
    const response = await ask(world, { message: 'How?' });
    assert.equal(response.status, 200);
    const { answer, citations, conversation } = (await response.json()) as any;
    assert.match(answer, /No answer can be written/);
    assert.deepEqual([citations.length, conversation], [2, undefined]);
  }
  assert.equal(project.calls.length, 1);
  assert.equal(world.calls.filter(({ path }) => path === COSMOS).length, 0);
  const health = await world.fetch('/health', HEALTH);
  assert.equal(health.status, 503);
  assert.deepEqual(await health.json(), { status: 'unhealthy', service: 'under-test' });

  const { telemetry } = await world.stop();
  const metrics = telemetry.flatMap((item) => item.data.baseData['metrics'] ?? []);
  assert.equal(metrics.filter(({ name }) => name === 'chat_fallbacks').length, 2);
  project.stop();
});

test('an agent answers with its own instructions, tools and sources', async () => {
  const project = await model();
  const world = await startApp(project, { AZURE_AI_AGENT_NAME: 'librarian' });
  const source = { type: 'url_citation', url: 'https://contoso.com/guide', title: 'Guide' };
  project.says({ body: text('See the guide \u30104:0\u2020source\u3011.', [source, source]) });
  const { answer, citations, notes } = (await (await ask(world, { message: 'How?' })).json()) as any;
  assert.equal(answer, 'See the guide.');
  assert.deepEqual(citations, [{ number: 1, title: 'Guide', url: 'https://contoso.com/guide' }]);
  assert.deepEqual(notes, []);
  const body = sent(project.calls[0]);
  assert.deepEqual(body, {
    agent_reference: { type: 'agent_reference', name: 'librarian' },
    input: [{ role: 'user', content: 'How?' }],
  });
  assert.equal(world.calls.filter(({ path }) => path === SEARCH).length, 0);
  await world.stop();
  project.stop();
});

test('tokens and their cost are reported by prompt, in one trace', async () => {
  const project = await model();
  const world = await startApp(project);
  await ask(world, { message: 'How?' });
  const { telemetry } = await world.stop();
  project.stop();

  const metrics = telemetry.filter((item) => item.data.baseType === 'MetricData').map((item) => item.data.baseData);
  const of = (name: string): Record<string, any>[] => metrics.filter((data) => data['metrics'][0].name === name);
  const sum = (name: string): number => of(name).reduce((total, data) => total + data['metrics'][0].value, 0);
  assert.equal(sum('openai_tokens_used'), 1500);
  assert.equal(sum('openai_cost'), 0.006);
  assert.equal(of('openai_cost')[0]?.['properties'].prompt, 'answer@1.0.0');
  assert.equal(sum('chat_grounded'), 1);

  const request = telemetry.find((item) => item.data.baseType === 'RequestData');
  const calls = telemetry.filter((item) => item.data.baseType === 'RemoteDependencyData');
  const names = ['AI Search', 'Foundry project', 'Cosmos DB', 'Cosmos DB'];
  assert.deepEqual(calls.map((item) => item.data.baseData['name']), names);
  for (const { tags } of calls) assert.equal(tags['ai.operation.parentId'], request?.data.baseData['id']);
  assert.match(String(project.calls[0]?.headers['traceparent']), new RegExp(`^00-${request?.tags['ai.operation.id']}-`));
});
