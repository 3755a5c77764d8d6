import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { CALLER, here, TENANT, type Answer } from './world.ts';

const MODEL = '/openai/v1/chat/completions';
const SEARCH = '/indexes/documents/docs/search';
const azure = await here({
  AZURE_OPENAI_ENDPOINT: '${azure}/',
  AZURE_OPENAI_CHAT_DEPLOYMENT: 'chat',
  AZURE_SEARCH_ENDPOINT: '${azure}',
  AZURE_SEARCH_TENANT_FIELD: 'tenantId',
});
const { chat } = await import('../src/chat.ts');
const grounding = await import('../src/grounding.ts');
const DOCUMENTS = [
  { title: 'Guide', url: 'https://contoso.com/guide', content: 'The answer is 42.' },
  { title: 'Notes', url: 'javascript:alert(1)', content: 'Nobody knows the question.' },
];

beforeEach(() => {
  azure.calls.splice(0);
  chat.parts = { grounding };
  azure.on(SEARCH, () => ({ body: { value: DOCUMENTS } }));
  azure.on(MODEL, says('Forty-two [1].'));
});
after(() => azure.close());

function says(content: string): () => Answer {
  return () => ({ body: { choices: [{ message: { content }, finish_reason: 'stop' }] } });
}

async function ask(message: string, caller: { tenantId: string; id: string } | undefined = { tenantId: TENANT, id: CALLER }): Promise<any> {
  const headers = { 'content-type': 'application/json' };
  const body = Buffer.from(JSON.stringify({ message }));
  return (await chat.handle({ method: 'POST', path: '/chat', query: '', headers, caller, body })).body;
}

function sent(path: string): any {
  return JSON.parse(String(azure.calls.find((call) => call.path === path)?.body));
}

test('an answer comes from documents of the tenant, and cites them', async () => {
  const citations = [{ number: 1, title: 'Guide', url: 'https://contoso.com/guide' }];
  assert.deepEqual(await ask('What is the answer?'), { answer: 'Forty-two [1].', citations });
  const { search, filter, vectorQueries } = sent(SEARCH);
  assert.deepEqual([search, filter], ['What is the answer?', `tenantId eq '${TENANT}'`]);
  assert.equal(vectorQueries[0].text, 'What is the answer?');
  const { messages } = sent(MODEL);
  assert.match(messages[0].content, /Use only what the documents say/);
  assert.match(messages.at(-2).content, /"number":1,"title":"Guide"/);
});

test('a document that does not exist cannot be cited, and an address that runs is none', async () => {
  azure.on(MODEL, says('Yes [2], really [7].'));
  assert.deepEqual(await ask('Really?'), { answer: 'Yes [2], really.', citations: [{ number: 2, title: 'Notes' }] });
});

test('while the documents cannot be searched the model answers alone', async () => {
  azure.on(SEARCH, () => ({ status: 403 }));
  assert.deepEqual(await ask('How?'), { answer: 'Forty-two.', citations: [] });
  assert.doesNotMatch(sent(MODEL).messages[0].content, /documents/);
});

test('for somebody nobody knows no documents are searched', async () => {
  const body = Buffer.from('{"message":"How?"}');
  const headers = { 'content-type': 'application/json' };
  await chat.handle({ method: 'POST', path: '/chat', query: '', headers, caller: undefined, body });
  assert.equal(azure.calls.some(({ path }) => path === SEARCH), false);
});
