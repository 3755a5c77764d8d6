import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { Request } from '../src/http.ts';
import { CALLER, here, TENANT, type Answer, type Call } from './world.ts';

type Document = Record<string, string>;

const DOCUMENTS = '/dbs/chat/colls/conversations/docs';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const azure = await here({ AZURE_COSMOS_ENDPOINT: '${azure}/' });
const { conversations, forget, recall, remember } = await import('../src/history.ts');
const { conversations: routes } = await import('../src/conversations.ts');

const owner = { tenantId: TENANT, id: CALLER };
const stranger = { tenantId: TENANT, id: TENANT };
/** What each partition holds. */
const stored = new Map<string, Document[]>();

azure.on(DOCUMENTS, store);
azure.on(`${DOCUMENTS}/`, store);
beforeEach(() => {
  azure.calls.splice(0);
  stored.clear();
});
after(() => azure.close());

/** As much of Cosmos DB as these queries need. */
function store({ method, path, headers, body }: Call): Answer {
  const key = String(headers['x-ms-documentdb-partitionkey']);
  const documents = stored.get(key) ?? [];
  stored.set(key, documents);
  if (method === 'DELETE') {
    const id = path.slice(DOCUMENTS.length + 1);
    stored.set(
      key,
      documents.filter((document) => document['id'] !== id),
    );
    return { status: 204 };
  }
  const said = JSON.parse(body.toString());
  if (said.query === undefined) {
    documents.push(said);
    return { status: 201 };
  }
  const conversation: string | undefined = said.parameters[0]?.value;
  const newest = documents.toReversed().filter((document) => {
    if (said.query.includes("kind = 'conversation'")) return document['kind'] === 'conversation';
    const own = document['conversation'] === conversation;
    return said.query.includes("kind = 'turn'") ? own : own || document['id'] === conversation;
  });
  return { body: { Documents: newest.slice(0, Number(headers['x-ms-max-item-count'])) } };
}

async function handle(method: string, path: string, caller: Request['caller']): Promise<unknown> {
  const route = routes.find(
    (one) => one.method === method && (one.path === path || (one.path.endsWith('/') && path.startsWith(one.path))),
  );
  return (await route!.handle({ method, path, query: '', headers: {}, caller, body: Buffer.alloc(0) })).body;
}

test('turns come back in order, the newest of them', async () => {
  const id = await remember(owner, undefined, 'one', '1');
  assert.match(id, UUID);
  assert.equal(await remember(owner, id, 'two', '2'), id);
  await remember(owner, id, 'three', '3');
  await remember(owner, undefined, 'elsewhere', '0');
  assert.deepEqual(
    (await recall(owner, id)).map(({ question }) => question),
    ['one', 'two', 'three'],
  );
  assert.deepEqual(
    (await recall(owner, id, 2)).map(({ question }) => question),
    ['two', 'three'],
  );
});

test('conversations are listed, newest first, by how they began', async () => {
  const first = await remember(owner, undefined, `${'👩‍🚀'.repeat(100)}`, '1');
  const second = await remember(owner, undefined, 'Why?', '2');
  await remember(owner, first, 'And now?', '3');
  const listed = await conversations(owner);
  assert.deepEqual(
    listed.map(({ id }) => id),
    [second, first],
  );
  assert.equal(listed[0]?.title, 'Why?');
  assert.equal(listed[1]?.title.isWellFormed(), true);
  assert.ok((listed[1]?.title.length ?? 0) < 200);
});

test("nobody reaches what is somebody else's", async () => {
  const id = await remember(owner, undefined, 'one', '1');
  assert.deepEqual(await recall(stranger, id), []);
  assert.deepEqual(await conversations(stranger), []);
  await forget(stranger, id);
  assert.equal((await recall(owner, id)).length, 1);
  for (const { headers } of azure.calls) {
    assert.ok(
      [
        [TENANT, CALLER],
        [TENANT, TENANT],
      ]
        .map((key) => JSON.stringify(key))
        .includes(String(headers['x-ms-documentdb-partitionkey'])),
    );
  }
  for (const document of stored.get(JSON.stringify([TENANT, CALLER])) ?? []) {
    assert.equal(document['tenantId'], TENANT);
    assert.equal(document['userId'], CALLER);
  }
});

test('a conversation is forgotten whole, itself last', async () => {
  const id = await remember(owner, undefined, 'one', '1');
  await remember(owner, id, 'two', '2');
  const other = await remember(owner, undefined, 'else', '3');
  azure.calls.splice(0);
  await forget(owner, id);
  assert.equal(azure.calls.at(-1)?.path, `${DOCUMENTS}/${id}`);
  assert.deepEqual(await recall(owner, id), []);
  assert.deepEqual(
    (await conversations(owner)).map((conversation) => conversation.id),
    [other],
  );
});

test('callers read and delete their own conversations', async () => {
  const id = await remember(owner, undefined, 'one', '1');
  const { conversations: listed } = (await handle('GET', '/conversations', owner)) as { conversations: Document[] };
  assert.equal(listed[0]?.['id'], id);
  const { turns } = (await handle('GET', `/conversations/${id}`, owner)) as { turns: Document[] };
  assert.equal(turns[0]?.['answer'], '1');
  await assert.rejects(handle('GET', `/conversations/${id}`, stranger), { status: 404 });
  await handle('DELETE', `/conversations/${id}`, owner);
  await assert.rejects(handle('GET', `/conversations/${id}`, owner), { status: 404 });
});

test('without a caller, or by a wrong id, nothing is read', async () => {
  for (const [method, path] of [
    ['GET', '/conversations'],
    ['GET', `/conversations/${TENANT}`],
    ['DELETE', `/conversations/${TENANT}`],
  ]) {
    await assert.rejects(handle(method!, path!, undefined), { status: 401 });
  }
  for (const id of ['', '..', 'x', `${TENANT}/`, TENANT.toUpperCase() + "'"]) {
    await assert.rejects(handle('GET', `/conversations/${id}`, owner), { status: 404 });
    await assert.rejects(handle('DELETE', `/conversations/${id}`, owner), { status: 404 });
  }
  assert.equal(azure.calls.length, 0);
});
