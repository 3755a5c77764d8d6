import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { start, type Call } from './world.ts';

const START = '/documentintelligence/documentModels/prebuilt-layout:analyze';
const RESULT = '/documentintelligence/documentModels/prebuilt-layout/analyzeResults/1';
const world = await start({ AZURE_DOCUMENT_INTELLIGENCE_ENDPOINT: '${azure}/' });

beforeEach(() => void world.calls.splice(0));
after(() => world.stop());

function begin(operation: (call: Call) => string): void {
  world.on(START, (call) => ({ status: 202, headers: { 'operation-location': operation(call), 'retry-after': '0' } }));
}

function post(): Promise<Response> {
  return world.fetch('/documents', { method: 'POST', body: '%PDF-' });
}

test('a document is read as soon as its analysis is done', async () => {
  const states = ['notStarted', 'running'];
  begin(({ headers }) => `http://${headers.host}${RESULT}?api-version=2024-11-30`);
  world.on(RESULT, () => {
    const status = states.shift();
    const analyzeResult = { content: 'Invoice 7', pages: [{}, {}], tables: [{}] };
    return { headers: { 'retry-after': '0' }, body: status ? { status } : { status: 'succeeded', analyzeResult } };
  });
  const response = await post();
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { text: 'Invoice 7', pages: 2, tables: 1 });
  assert.deepEqual(world.calls.map((call) => call.path), [START, RESULT, RESULT, RESULT]);
  for (const call of world.calls) {
    assert.equal(call.query.get('api-version'), '2024-11-30');
    assert.equal(call.headers.authorization, 'Bearer token for https://cognitiveservices.azure.com');
  }
});

test('a document that cannot be read is the caller\'s mistake', async () => {
  begin(() => RESULT);
  world.on(RESULT, () => ({ body: { status: 'failed', error: { code: 'InvalidContent' } } }));
  assert.equal((await post()).status, 422);
});

test('the token goes nowhere else', async () => {
  begin(() => 'http://elsewhere.invalid/operation');
  assert.equal((await post()).status, 502);
  assert.deepEqual(world.calls.map((call) => call.path), [START]);
});
