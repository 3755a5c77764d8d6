import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { here, type Call } from './world.ts';

const DOCUMENTS = '/dbs/chat/colls/conversations/docs';
const azure = await here({
  AZURE_COSMOS_ENDPOINT: '${azure}/',
  AZURE_COSMOS_DATABASE: 'chat',
  AZURE_COSMOS_CONTAINER: 'conversations',
});
const { find, read, remove, save } = await import('../src/cosmos.ts');
const partition = ['tenant-1', 'user-1'];

beforeEach(() => void azure.calls.splice(0));
after(() => azure.close());

function only(): Call {
  assert.equal(azure.calls.length, 1);
  return azure.calls[0]!;
}

test('a document is saved in its partition, however often', async () => {
  azure.on(DOCUMENTS, () => ({ status: 201 }));
  await save(partition, { id: '1', text: 'hello' });
  const { method, headers, body } = only();
  assert.equal(method, 'POST');
  assert.deepEqual(JSON.parse(String(body)), { id: '1', text: 'hello' });
  assert.equal(headers.authorization, encodeURIComponent('type=aad&ver=1.0&sig=token for https://cosmos.azure.com'));
  assert.equal(headers['x-ms-documentdb-partitionkey'], '["tenant-1","user-1"]');
  assert.equal(headers['x-ms-documentdb-is-upsert'], 'true');
  assert.match(String(headers['x-ms-date']), /GMT$/);
  assert.match(String(headers['x-ms-version']), /^20\d\d-\d\d-\d\d$/);
});

test('a partition key may hold any text', async () => {
  azure.on(DOCUMENTS, () => ({ status: 201 }));
  await save(['Zoë "\r\n', '日本'], { id: '1' });
  assert.deepEqual(JSON.parse(String(only().headers['x-ms-documentdb-partitionkey'])), ['Zoë "\r\n', '日本']);
});

test('a query brings its values as parameters, and all pages of what it finds', async () => {
  const pages = [{ headers: { 'x-ms-continuation': 'next' }, body: { Documents: [1, 2] } }, { body: { Documents: [3] } }];
  azure.on(DOCUMENTS, () => pages.shift() ?? {});
  assert.deepEqual(await find<number>(partition, 'SELECT VALUE c.n FROM c WHERE c.kind = @kind', { kind: "'; --" }), [1, 2, 3]);
  const [first, second] = azure.calls;
  assert.equal(first?.headers['content-type'], 'application/query+json');
  assert.equal(first?.headers['x-ms-documentdb-isquery'], 'true');
  assert.equal(first?.headers['x-ms-continuation'], undefined);
  assert.deepEqual(JSON.parse(String(first?.body)).parameters, [{ name: '@kind', value: "'; --" }]);
  assert.equal(second?.headers['x-ms-continuation'], 'next');
  for (const call of azure.calls) assert.equal(call.headers['x-ms-documentdb-partitionkey'], '["tenant-1","user-1"]');
});

test('no more is read than was asked for', async () => {
  azure.on(DOCUMENTS, () => ({ headers: { 'x-ms-continuation': 'next' }, body: { Documents: [1, 2] } }));
  assert.deepEqual(await find(partition, 'SELECT VALUE 1 FROM c', {}, 3), [1, 2, 1]);
  assert.deepEqual(
    azure.calls.map(({ headers }) => headers['x-ms-max-item-count']),
    ['3', '1'],
  );
});

test('a document is read and removed by its id, also when it is not there', async () => {
  azure.on(`${DOCUMENTS}/`, ({ method }) => (method === 'DELETE' ? { status: 204 } : { body: { id: 'a/b', text: 'hello' } }));
  assert.deepEqual(await read(partition, 'a/b'), { id: 'a/b', text: 'hello' });
  await remove(partition, 'a/b');
  assert.deepEqual(
    azure.calls.map(({ path }) => path),
    [`${DOCUMENTS}/a%2Fb`, `${DOCUMENTS}/a%2Fb`],
  );
  azure.on(`${DOCUMENTS}/`, () => ({ status: 404 }));
  assert.equal(await read(partition, '1'), undefined);
  await remove(partition, '1');
});

test('a container that has too much to do is asked again when it says', async () => {
  const answers = [{ status: 429, headers: { 'x-ms-retry-after-ms': '10' } }, { status: 201 }];
  azure.on(DOCUMENTS, () => answers.shift() ?? {});
  await save(partition, { id: '1' });
  assert.equal(azure.calls.length, 2);

  azure.on(DOCUMENTS, () => ({ status: 429, headers: { 'x-ms-retry-after-ms': '60000' } }));
  await assert.rejects(save(partition, { id: '1' }), { status: 503 });
});

test('a failure is an error, and says nothing of what was said', async () => {
  for (const status of [403, 404, 409]) {
    azure.on(DOCUMENTS, () => ({ status, body: { message: 'internal words' } }));
    await assert.rejects(save(partition, { id: '1' }), { status: 502, message: 'Cosmos DB failed.' });
  }
  azure.on(`${DOCUMENTS}/`, () => ({ status: 403 }));
  await assert.rejects(read(partition, '1'), { status: 502 });
  await assert.rejects(remove(partition, '1'), { status: 502 });
});
