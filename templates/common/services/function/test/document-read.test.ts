import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { start } from './world.ts';

const world = await start({ AZURE_DOCUMENT_INTELLIGENCE_ENDPOINT: '${azure}/' });
const { analyze } = await import('../src/document-analysis.ts');
const { textOf } = await import('../src/document.ts');

const BLOB = '/documents/a%20b/%231%3F%20%C3%BC%25.pdf';
const NAME = 'a b/#1? ü%.pdf';
const START = '/documentintelligence/documentModels/prebuilt-read:analyze';
const RESULT = '/documentintelligence/documentModels/prebuilt-read/analyzeResults/1';

beforeEach(() => {
  world.calls.splice(0);
  world.on(BLOB, () => ({ body: '%PDF-' }));
  world.on(START, () => ({ status: 202, headers: { 'operation-location': RESULT, 'retry-after': '0' } }));
  world.on(RESULT, () => ({ body: { status: 'succeeded', analyzeResult: { content: 'Invoice 7', pages: [{}] } } }));
});
after(() => world.stop());

test('a document is read as soon as its analysis is done', async () => {
  const states = ['notStarted', 'running'];
  world.on(RESULT, () => {
    const status = states.shift();
    const analyzeResult = { content: 'Invoice 7', pages: [{}] };
    return { headers: { 'retry-after': '0' }, body: status ? { status } : { status: 'succeeded', analyzeResult } };
  });
  assert.equal(await textOf(NAME), 'Invoice 7');
  assert.deepEqual(world.calls.map((call) => call.path), [BLOB, START, RESULT, RESULT, RESULT]);
  assert.equal(world.calls[0]?.headers.authorization, 'Bearer token for https://storage.azure.com');
  assert.equal(String(world.calls[1]?.body), '%PDF-');
  assert.equal(world.calls[1]?.headers.authorization, 'Bearer token for https://cognitiveservices.azure.com');
});

test('a service that is busy is asked again when it says so', async () => {
  let busy = 2;
  world.on(START, () =>
    busy-- > 0
      ? { status: 429, headers: { 'retry-after': '0' } }
      : { status: 202, headers: { 'operation-location': RESULT, 'retry-after': '0' }, delay: 200 },
  );
  assert.equal(await textOf(NAME), 'Invoice 7');
});

test('an analysis that does not end is given up', async () => {
  world.on(RESULT, () => ({ headers: { 'retry-after': '1' }, body: { status: 'running' } }));
  await assert.rejects(analyze('prebuilt-read', new Uint8Array(1), 900), { status: 504 });
});

test('what is wrong with a document is told from what will pass', async () => {
  world.on(BLOB, () => ({ status: 404 }));
  await assert.rejects(textOf(NAME), { status: 404 });
  world.on(BLOB, () => ({ headers: { 'content-length': String(64 * 1024 * 1024), connection: 'close' } }));
  await assert.rejects(textOf(NAME), { status: 413 });
  world.on(BLOB, () => ({ status: 403 }));
  await assert.rejects(textOf(NAME), { status: 502 });

  world.on(BLOB, () => ({ body: 'no document' }));
  world.on(START, () => ({ status: 400 }));
  await assert.rejects(textOf(NAME), { status: 422 });
  world.on(START, () => ({ status: 500, headers: { 'retry-after': '0' } }));
  await assert.rejects(textOf(NAME), { status: 502 });
});
