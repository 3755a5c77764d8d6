import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { here } from './world.ts';

const azure = await here({ AZURE_STORAGE_BLOB_ENDPOINT: '${azure}/', AZURE_STORAGE_CONTAINER: 'documents' });
const { get, put } = await import('../src/storage.ts');

beforeEach(() => void azure.calls.splice(0));
after(() => azure.close());

test('a blob is kept and read with the identity', async () => {
  const bytes = new Uint8Array([0, 255, 13, 10]);
  azure.on('/documents/a/b%20c', ({ method }) =>
    method === 'PUT' ? { status: 201 } : { headers: { 'content-type': 'image/png' }, body: bytes },
  );
  await put(['a', 'b c'], bytes, 'image/png');
  const blob = await get(['a', 'b c']);
  assert.equal(blob?.type, 'image/png');
  assert.deepEqual(blob?.bytes, bytes);

  const [written] = azure.calls;
  assert.deepEqual(written?.body, Buffer.from(bytes));
  assert.equal(written?.headers['x-ms-blob-type'], 'BlockBlob');
  assert.equal(written?.headers['content-type'], 'image/png');
  for (const { headers } of azure.calls) {
    assert.equal(headers.authorization, 'Bearer token for https://storage.azure.com');
    assert.match(String(headers['x-ms-version']), /^20\d\d-\d\d-\d\d$/);
  }
});

test('a blob that is not there is none, one that may not be read is an error', async () => {
  assert.equal(await get(['a', 'nothing']), undefined);
  azure.on('/documents/a/closed', () => ({ status: 403, body: { message: 'internal words' } }));
  await assert.rejects(get(['a', 'closed']), { status: 502, message: 'Storage failed.' });
  await assert.rejects(put(['a', 'closed'], new Uint8Array(), 'text/plain'), { status: 502 });
});

test('a name cannot lead elsewhere', async () => {
  for (const path of [['..', 'secrets'], ['a', '.'], ['a', ''], ['']]) await assert.rejects(get(path), /no name/);
  await get(['a', '../b', '?comp=list', '//elsewhere.invalid', '%2e%2e']);
  assert.deepEqual(
    azure.calls.map(({ path }) => path),
    ['/documents/a/..%2Fb/%3Fcomp%3Dlist/%2F%2Felsewhere.invalid/%252e%252e'],
  );
});

test('a write that fails on the way is repeated', async () => {
  const answers = [{ drop: true }, { status: 503, headers: { 'retry-after': '0' } }, { status: 201 }];
  azure.on('/documents/a/flaky', () => answers.shift() ?? {});
  await put(['a', 'flaky'], Buffer.from('x'), 'text/plain');
  assert.equal(azure.calls.length, 3);
});
