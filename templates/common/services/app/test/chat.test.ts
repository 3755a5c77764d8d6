import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { CALLER, here, TENANT } from './world.ts';

const PATH = '/openai/v1/chat/completions';
const CONVERSATION = '77777777-7777-7777-7777-777777777777';
const azure = await here({ AZURE_OPENAI_ENDPOINT: '${azure}/', AZURE_OPENAI_CHAT_DEPLOYMENT: 'chat' });
const { chat } = await import('../src/chat.ts');
const { Problem } = await import('../src/http.ts');
const { change } = await import('../src/settings.ts');

const owner = { tenantId: TENANT, id: CALLER };
const turns = [{ question: 'What is red?', answer: 'A color.' }];
const remembered: unknown[][] = [];
const history = {
  recall: async (_owner: unknown, conversation: string) => (conversation === CONVERSATION ? turns : []),
  remember: async (...turn: unknown[]) => {
    remembered.push(turn);
    return CONVERSATION;
  },
};

beforeEach(() => {
  azure.calls.splice(0);
  remembered.splice(0);
  chat.parts = {};
  azure.on(PATH, () => ({ body: { choices: [{ message: { content: 'Yes.' }, finish_reason: 'stop' }] } }));
});
after(() => azure.close());

async function ask(body: object, caller: typeof owner | undefined = owner): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', path: '/chat', query: '', headers, caller, body: Buffer.from(JSON.stringify(body)) };
  return (await chat.handle(request)).body;
}

function asked(): { role: string; content: string }[] {
  return JSON.parse(String(azure.calls[0]?.body)).messages;
}

test('a conversation goes on from its earlier turns, and grows', async () => {
  chat.parts.history = history;
  assert.deepEqual(await ask({ message: 'And blue?', conversation: CONVERSATION }), {
    answer: 'Yes.',
    conversation: CONVERSATION,
  });
  assert.deepEqual(
    asked()
      .slice(1)
      .map(({ content }) => content),
    ['What is red?', 'A color.', 'And blue?'],
  );
  assert.deepEqual(remembered, [[owner, CONVERSATION, 'And blue?', 'Yes.']]);
});

test('a first question begins a conversation', async () => {
  chat.parts.history = history;
  assert.deepEqual(await ask({ message: 'Why?' }), { answer: 'Yes.', conversation: CONVERSATION });
  assert.deepEqual(remembered, [[owner, undefined, 'Why?', 'Yes.']]);
});

test("a conversation that is somebody else's does not exist", async () => {
  chat.parts.history = history;
  await assert.rejects(ask({ message: 'Why?', conversation: CALLER }), { status: 404 });
  for (const conversation of ['x', '', 7, null, `${CONVERSATION}'`]) {
    await assert.rejects(ask({ message: 'Why?', conversation }), { status: 400 }, String(conversation));
  }
  assert.equal(azure.calls.length, 0);
});

test('conversations are for callers who are known', async () => {
  chat.parts.history = history;
  const nobody = {
    method: 'POST',
    path: '/chat',
    query: '',
    headers: { 'content-type': 'application/json' },
    caller: undefined,
  };
  await assert.rejects(chat.handle({ ...nobody, body: Buffer.from('{"message":"Why?"}') }), { status: 401 });
  assert.equal(azure.calls.length, 0);
});

test('an answer that cannot be kept is given all the same', async () => {
  chat.parts.history = { ...history, remember: () => Promise.reject(new Problem(502, 'Cosmos DB failed.')) };
  assert.deepEqual(await ask({ message: 'Why?' }), { answer: 'Yes.' });
});

test('a history that cannot be read is not left out in silence', async () => {
  chat.parts.history = { ...history, recall: () => Promise.reject(new Problem(502, 'Cosmos DB failed.')) };
  await assert.rejects(ask({ message: 'Why?', conversation: CONVERSATION }), { status: 502 });
});

test('a question that may not be asked never reaches the model, an answer that may not be given never the caller', async () => {
  const no = new Problem(422, 'No.');
  const safety = { checkQuestion: async () => {}, checkAnswer: async () => {} };
  chat.parts = { history, safety: { ...safety, checkQuestion: () => Promise.reject(no) } };
  await assert.rejects(ask({ message: 'Why?' }), no);
  assert.equal(azure.calls.length, 0);
  chat.parts = { history, safety: { ...safety, checkAnswer: () => Promise.reject(no) } };
  await assert.rejects(ask({ message: 'Why?' }), no);
  assert.deepEqual(remembered, []);
  chat.parts = { safety };
  assert.deepEqual(await ask({ message: 'Why?' }), { answer: 'Yes.' });
});

test('what one tenant was answered another is not', async () => {
  const scopes: string[] = [];
  chat.parts.answers = { find: async (question) => void scopes.push(question.split('\n')[0]!) as undefined, keep: () => {} };
  await ask({ message: 'Why?' });
  await ask({ message: 'Why?' }, { ...owner, tenantId: CALLER });
  assert.deepEqual(scopes, [TENANT, CALLER]);
});

test('the model is told the prompt of the library', async () => {
  await ask({ message: 'Why?' });
  const { role, content } = asked()[0]!;
  assert.equal(role, 'system');
  assert.match(content, new RegExp(`Today is ${new Date().getUTCFullYear()}-`));
  assert.doesNotMatch(content, /[{}]/);
});

test('the instructions and limits may change', async () => {
  change(
    new Map([
      ['instructions', 'Rhyme.'],
      ['answerTokens', '100'],
      ['maxTokens', '600'],
    ]),
  );
  await ask({ message: 'Why?' });
  assert.equal(asked()[0]?.content, 'Rhyme.');
  assert.equal(JSON.parse(String(azure.calls[0]?.body)).max_completion_tokens, 100);
  await assert.rejects(ask({ message: 'word '.repeat(200) }), { status: 413 });
  change(new Map());
});
