import assert from 'node:assert/strict';
import { after, beforeEach, mock, test } from 'node:test';
import { here } from './world.ts';

const azure = await here();
const { call, callOk } = await import('../src/outbound.ts');
const { startTrace, withTrace } = await import('../src/telemetry.ts');

let host = 0;

beforeEach(() => void azure.calls.splice(0));
after(() => azure.close());

/** A host of its own for each test: a breaker remembers. */
function fresh(path: string): URL {
  const url = new URL(path, azure.address);
  url.hostname = `127.0.0.${++host + 1}`;
  return url;
}

/** The stand-in listens at 127.0.0.1 only. */
function reachable(path: string): URL {
  return new URL(path, azure.address);
}

const options = { name: 'Something', resource: 'https://something.example', attempts: 1 };

test('a host that does not answer is left alone, then tried by one', async () => {
  const url = fresh('/thing');
  for (let i = 0; i < 5; i++) await assert.rejects(call(url, options), { status: 502 });
  await assert.rejects(call(url, options), (error: { status: number; headers: Record<string, string> }) => {
    assert.equal(error.status, 503);
    assert.equal(error.headers['retry-after'], '30');
    return true;
  });

  mock.timers.enable({ apis: ['Date'], now: Date.now() + 31_000 });
  const tries = await Promise.allSettled([call(url, options), call(url, options), call(url, options)]);
  assert.deepEqual(tries.map((tried) => (tried as PromiseRejectedResult).reason.status).sort(), [502, 503, 503]);
  mock.timers.reset();
});

test('a host that fails is left alone, one that is busy or has a bug is not, and a success counts', async () => {
  const answers = {
    broken: { status: 502 },
    busy: { status: 503, headers: { 'retry-after': '1' } },
    bug: { status: 500 },
    well: {},
  };
  for (const [name, answer] of Object.entries(answers)) azure.on(`/${name}`, () => answer);
  const ask = async (name: string): Promise<number> => (await call(reachable(`/${name}`), options)).status;

  for (let i = 0; i < 8; i++) assert.equal(await ask(i % 2 ? 'busy' : 'bug'), i % 2 ? 503 : 500);
  for (let i = 0; i < 4; i++) assert.equal(await ask('broken'), 502);
  assert.equal(await ask('well'), 200);
  for (let i = 0; i < 5; i++) assert.equal(await ask('broken'), 502);
  await assert.rejects(ask('well'), { status: 503 });

  mock.timers.enable({ apis: ['Date'], now: Date.now() + 31_000 });
  assert.equal(await ask('well'), 200);
  assert.equal(await ask('well'), 200);
  mock.timers.reset();
});

test('a connection that breaks and one that hangs are told apart', async () => {
  azure.on('/drop', () => ({ drop: true }));
  azure.on('/hang', () => ({ after: 500 }));
  await assert.rejects(call(reachable('/drop'), options), { status: 502, message: 'Something failed.' });
  await assert.rejects(call(reachable('/hang'), { ...options, budget: 100 }), {
    status: 504,
    message: 'Something took too long.',
  });
});

test('what breaks once is tried again, in the time that the other side asks for', async () => {
  const answers = [{ drop: true }, { status: 429, headers: { 'x-ms-retry-after-ms': '20', 'retry-after': '60' } }, {}];
  azure.on('/flaky', () => answers.shift() ?? {});
  const response = await callOk(reachable('/flaky'), { ...options, attempts: 3 });
  assert.equal(response.status, 200);
  assert.equal(azure.calls.length, 3);
});

test('nobody works on for a caller who is gone, and nobody is blamed for it', async () => {
  azure.on('/hang', () => ({ after: 500 }));
  for (let i = 0; i < 6; i++) {
    const gone = new AbortController();
    setTimeout(() => gone.abort(), 10);
    const trace = startTrace(undefined, undefined, gone.signal);
    await withTrace(trace, () => assert.rejects(call(reachable('/hang'), options), { status: 499 }));
  }
  azure.on('/well', () => ({}));
  assert.equal((await call(reachable('/well'), options)).status, 200);
});

test('an identity that does not work is no fault of the other side', async () => {
  azure.on('/identity', () => ({ status: 400 }));
  const resource = 'https://other.example';
  for (let i = 0; i < 6; i++) await assert.rejects(call(reachable('/well'), { ...options, resource }), { status: 502 });
  assert.equal((await call(reachable('/well'), options)).status, 200);
});

test('a token can be sent in another way', async () => {
  azure.on('/well', () => ({}));
  await call(reachable('/well'), { ...options, scheme: (token) => `other ${token}` });
  assert.equal(azure.calls[0]?.headers.authorization, 'other token for https://something.example');
});
