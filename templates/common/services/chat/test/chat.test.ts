import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { ask, COSMOS, DOCUMENTS, model, SEARCH, sent, signIn, startApp, text, USER, type Model } from './app.ts';
import { TENANT, type Call, type World } from './world.ts';

const CONVERSATION = '55555555-5555-5555-5555-555555555555';
let project: Model;
let world: World;

before(async () => {
  project = await model();
  world = await startApp(project);
});

after(async () => {
  await world.stop();
  project.stop();
});

beforeEach(() => {
  world.calls.splice(0);
  project.calls.splice(0);
  project.says({ body: text('Forty-two [1].') });
  world.on(SEARCH, () => ({ body: { value: DOCUMENTS } }));
  world.on(COSMOS, cosmos([]));
});

function cosmos(turns: object[]): (call: Call) => { body: object } {
  return ({ headers }) => ({ body: headers['x-ms-documentdb-isquery'] ? { Documents: turns } : {} });
}

function at(path: string): Call[] {
  return world.calls.filter((call) => call.path === path);
}

test('an answer cites the documents it was made from', async () => {
  const response = await ask(world, { message: 'What is the answer?' });
  assert.equal(response.status, 200);
  const { conversation, ...reply } = (await response.json()) as Record<string, unknown>;
  assert.match(String(conversation), /^[0-9a-f-]{36}$/);
  const citations = [{ number: 1, title: 'Guide', url: 'https://contoso.com/guide' }];
  assert.deepEqual(reply, { answer: 'Forty-two [1].', citations, notes: [] });

  const [search] = at(SEARCH);
  assert.equal(search?.headers.authorization, 'Bearer token for https://search.azure.com');
  const { search: words, queryType, vectorQueries, top } = sent(search);
  assert.deepEqual([words, queryType, top], ['What is the answer?', 'semantic', 5]);
  assert.equal(vectorQueries[0].text, 'What is the answer?');

  const [call] = project.calls;
  assert.equal(call?.path, '/api/projects/shop/openai/v1/responses');
  assert.equal(call?.headers.authorization, 'Bearer token for https://ai.azure.com');
  const { model: deployment, input, store } = sent(call);
  assert.deepEqual([deployment, store], ['chat', false]);
  assert.deepEqual(input.at(-1), { role: 'user', content: 'What is the answer?' });
  assert.equal(input[0].role, 'system');
  assert.doesNotMatch(input[0].content, /\{today|What is the answer/);
  assert.match(input.at(-2).content, /"number":1,"title":"Guide".*\n\n.*"number":2/);
});

test('a document that does not exist cannot be cited, and an address that runs is none', async () => {
  project.says({ body: text('Yes [2], really [7].') });
  const { answer, citations } = (await (await ask(world, { message: 'Really?' })).json()) as any;
  assert.equal(answer, 'Yes [2], really.');
  assert.deepEqual(citations, [{ number: 2, title: 'Notes' }]);
});

test('an answer without a source says so', async () => {
  project.says({ body: text('I think so.') });
  const { citations, notes } = (await (await ask(world, { message: 'Really?' })).json()) as any;
  assert.deepEqual(citations, []);
  assert.equal(notes.length, 1);
});

test('what is kept lies in the partition of the user, whatever the request says', async () => {
  const other = '99999999-9999-9999-9999-999999999999';
  const body = { message: 'Hello', tenantId: other, userId: other, user: { tenantId: other, id: other } };
  await ask(world, body, { ...signIn(), 'x-user-tenant': other, 'x-user-id': other });
  const kept = at(COSMOS);
  assert.equal(kept.length, 2);
  for (const call of kept) {
    assert.deepEqual(JSON.parse(String(call.headers['x-ms-documentdb-partitionkey'])), [TENANT, USER]);
    const { tenantId, userId } = sent(call);
    assert.deepEqual([tenantId, userId], [TENANT, USER]);
  }
});

test('a question that goes on is rewritten before the search', async () => {
  world.on(COSMOS, cosmos([{ question: 'Who wrote the guide?', answer: 'Ada [1].' }]));
  project.says(({ input }) => ({ body: text(/Rewrite/.test(input[0].content) ? 'When was Ada born?' : 'In 1815 [1].') }));
  const response = await ask(world, { message: 'And when was she born?', conversation: CONVERSATION });
  const { answer, conversation } = (await response.json()) as any;
  assert.deepEqual([answer, conversation], ['In 1815 [1].', CONVERSATION]);

  assert.equal(sent(at(SEARCH)[0]).search, 'When was Ada born?');
  const [rewrite, last] = project.calls.map(sent);
  assert.deepEqual(rewrite.input.slice(1), [
    { role: 'user', content: 'Who wrote the guide?' },
    { role: 'assistant', content: 'Ada [1].' },
    { role: 'user', content: 'And when was she born?' },
  ]);
  // The answer is to the user's own words.
  assert.equal(last.input.at(-1).content, 'And when was she born?');
  assert.equal(project.calls.length, 2);
});

test('a conversation of somebody else is none', async () => {
  const response = await ask(world, { message: 'Go on', conversation: CONVERSATION });
  assert.equal(response.status, 404);
  assert.equal(project.calls.length, 0);
});

test('a question that cannot be rewritten is searched as it is', async () => {
  world.on(COSMOS, cosmos([{ question: 'Who wrote the guide?', answer: 'Ada [1].' }]));
  project.says(({ input }) => (/Rewrite/.test(input[0].content) ? { body: {} } : { body: text('In 1815 [1].') }));
  assert.equal((await ask(world, { message: 'When was she born?', conversation: CONVERSATION })).status, 200);
  assert.equal(sent(at(SEARCH)[0]).search, 'When was she born?');
});

test('a long history is cut, the question never', async () => {
  const turns = Array.from({ length: 10 }, (_, i) => ({ question: `Question ${i}?`, answer: 'word '.repeat(600) }));
  world.on(COSMOS, cosmos(turns));
  const message = 'Why? '.repeat(400).trim();
  assert.equal((await ask(world, { message, conversation: CONVERSATION })).status, 200);
  const { input } = sent(project.calls.at(-1));
  assert.equal(input.at(-1).content, message);
  assert.ok(input.length < 15, String(input.length));
  assert.ok(JSON.stringify(input).length < 4_000 * 5);
});

test('without the search it answers, and says from what', async () => {
  world.on(SEARCH, () => ({ status: 403 }));
  project.says({ body: text('Generally so [1].') });
  const { answer, citations, notes } = (await (await ask(world, { message: 'How?' })).json()) as any;
  assert.deepEqual([answer, citations, notes.length], ['Generally so.', [], 1]);
  assert.match(sent(project.calls[0]).input[0].content, /cannot be searched/);
});

test('without the history it answers, and says so', async () => {
  for (const status of [400, 403]) {
    world.on(COSMOS, () => ({ status }));
    const response = await ask(world, { message: 'How?', conversation: CONVERSATION });
    assert.equal(response.status, 200);
    const { notes, conversation } = (await response.json()) as any;
    assert.deepEqual([notes.length, conversation], [2, CONVERSATION]);
  }
});

test('an index without vectors is asked by words', async () => {
  world.on(SEARCH, (call) => (sent(call).vectorQueries ? { status: 400 } : { body: { value: DOCUMENTS } }));
  const { notes } = (await (await ask(world, { message: 'How?' })).json()) as any;
  assert.deepEqual(notes, []);
  assert.equal(at(SEARCH).length, 2);
  await ask(world, { message: 'How?' });
  assert.equal(at(SEARCH).length, 3);
});

test('what the content filter stops is not answered', async () => {
  const filtered = [
    { status: 400, body: { error: { code: 'content_filter', message: 'internal words' } } },
    { body: { ...text('So'), status: 'incomplete', incomplete_details: { reason: 'content_filter' } } },
    { body: { status: 'completed', output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'internal' }] }] } },
  ];
  for (const answer of filtered) {
    project.says(answer);
    const response = await ask(world, { message: 'How?' });
    assert.equal(response.status, 422);
    assert.doesNotMatch(await response.text(), /internal|So/);
  }
  assert.equal(project.calls.length, 3);
  assert.equal(at(COSMOS).length, 0);
});

test('wrong input never reaches a model', async () => {
  for (const body of [{}, { message: '' }, { message: ' ' }, { message: 'x'.repeat(8_001) }, { message: 1 }, []]) {
    assert.equal((await ask(world, body)).status, 400);
  }
  assert.equal((await ask(world, { message: 'How?', conversation: '../x' })).status, 400);
  const form = { method: 'POST', headers: { ...signIn(), 'content-type': 'text/plain' }, body: '{"message":"How?"}' };
  assert.equal((await world.fetch('/api/chat', form)).status, 415);
  assert.equal((await world.fetch('/api/chat', { headers: signIn() })).status, 405);
  assert.equal(world.calls.length + project.calls.length, 0);
});
