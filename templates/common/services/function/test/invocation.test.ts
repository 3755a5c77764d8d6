import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { InvocationContext } from '@azure/functions';
import { start } from './world.ts';

const world = await start();
const { writeBlob } = await import('../src/blobs.ts');
const { invoke } = await import('../src/invocation.ts');
const { flush } = await import('../src/telemetry.ts');

after(() => world.stop());

const TRACE = 'a'.repeat(32);
const SPAN = 'b'.repeat(16);

test('calls are part of the trace of the host, below its function', async () => {
  world.on('/results/a.json', () => ({ status: 201 }));
  const traceContext = { traceParent: `00-${TRACE}-${SPAN}-01` };
  const context = { traceContext, triggerMetadata: { messageId: 'm' } } as Partial<InvocationContext> as InvocationContext;
  const handler = invoke<string>(async (input, { messageId }) => writeBlob('results', 'a.json', [input, messageId]));
  await handler('i', context);
  assert.deepEqual(world.sent('/results/a.json'), [['i', 'm']]);
  await flush();
  const [item] = world.telemetry;
  assert.equal(item?.data.baseType, 'RemoteDependencyData');
  assert.equal(item?.tags['ai.operation.id'], TRACE);
  assert.equal(item?.tags['ai.operation.parentId'], SPAN);
  assert.equal(world.calls[0]?.headers['traceparent'], `00-${TRACE}-${item?.data.baseData['id']}-01`);
});

test('what a handler throws reaches the host', async () => {
  const fail = invoke(async () => Promise.reject(new Error('no')));
  await assert.rejects(fail('', {} as InvocationContext), /no/);
});
