import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, afterEach, test } from 'node:test';
import { here, start } from './world.ts';

const azure = await here();
const { ownerOf, serve } = await import('../src/http.ts');
const { change } = await import('../src/settings.ts');

let release = (): void => {};
const server = serve({
  routes: [
    { method: 'GET', path: '/echo', summary: '', input: 'any', limit: 0, handle: async () => ({ body: 'here' }) },
    {
      method: 'POST',
      path: '/slow',
      summary: '',
      input: 'any',
      limit: 10,
      handle: async () => {
        await new Promise<void>((resolve) => (release = resolve));
        return { body: 'at last' };
      },
    },
    {
      method: 'GET',
      path: '/own/',
      summary: '',
      input: 'any',
      limit: 0,
      handle: async (request) => ({ body: ownerOf(request) }),
    },
  ],
});
await once(server, 'listening');
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

afterEach(() => change(new Map()));
after(() => {
  server.closeAllConnections();
  server.close();
  azure.close();
});

function ask(path: string, from: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${address}${path}`, {
    ...init,
    headers: { 'x-forwarded-for': from, ...(init.headers as Record<string, string>) },
  });
}

test('who asks too often is told when to come back, and nobody else', async () => {
  change(new Map([['requestsPerMinute', '2']]));
  assert.equal((await ask('/echo', '192.0.2.1')).status, 200);
  assert.equal((await ask('/nowhere', '192.0.2.1:4711')).status, 404);
  // What a caller writes in front of its own address changes nothing.
  const response = await ask('/echo', '203.0.113.9, 192.0.2.1');
  assert.equal(response.status, 429);
  assert.equal(response.headers.get('retry-after'), '30');
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  assert.equal((await ask('/echo', '192.0.2.2')).status, 200);
  assert.equal((await ask('/health', '192.0.2.1')).status, 200);
});

test('behind a proxy of ours the caller is who the proxy saw', async () => {
  process.env['PROXIES'] = '1';
  const path = '../src/http.ts?behind';
  const behind = ((await import(path)) as typeof import('../src/http.ts')).serve({ routes: [] });
  await once(behind, 'listening');
  const status = async (from: string): Promise<number> => {
    const url = `http://127.0.0.1:${(behind.address() as AddressInfo).port}/`;
    return (await fetch(url, { headers: { 'x-forwarded-for': from } })).status;
  };
  change(new Map([['requestsPerMinute', '1']]));
  assert.equal(await status('203.0.113.9, 192.0.2.10:5000, 198.51.100.1'), 200);
  assert.equal(await status('192.0.2.11:5000, 198.51.100.1'), 200);
  assert.equal(await status('203.0.113.8, 192.0.2.10:5001, 198.51.100.1'), 429);
  assert.equal(await status('192.0.2.12'), 200);
  behind.closeAllConnections();
  behind.close();
});

test('what is too much at a time is turned away, but for the probe', async () => {
  change(new Map([['concurrentRequests', '1']]));
  const slow = ask('/slow', '192.0.2.3', { method: 'POST' });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const response = await ask('/echo', '192.0.2.4');
  assert.equal(response.status, 429);
  assert.equal(response.headers.get('retry-after'), '1');
  assert.equal((await ask('/health', '192.0.2.4')).status, 200);
  release();
  assert.equal((await slow).status, 200);
  assert.equal((await ask('/echo', '192.0.2.4')).status, 200);
});

test('pages of listed sites may call, pages of others may not', async () => {
  change(new Map([['corsOrigins', 'https://shop.example, https://admin.example:8443']]));
  const preflight = { method: 'OPTIONS', headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' } };
  const allowed = await ask('/slow', '192.0.2.5', preflight);
  assert.equal(allowed.status, 204);
  assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://shop.example');
  assert.match(allowed.headers.get('access-control-allow-methods') ?? '', /POST/);
  assert.match(allowed.headers.get('access-control-allow-headers') ?? '', /authorization/);
  assert.equal(allowed.headers.get('access-control-allow-credentials'), null);

  const answer = await ask('/nowhere', '192.0.2.5', { headers: { origin: 'https://admin.example:8443' } });
  assert.equal(answer.headers.get('access-control-allow-origin'), 'https://admin.example:8443');
  assert.equal(answer.headers.get('vary'), 'origin');

  for (const origin of ['https://evil.example', 'https://shop.example.evil.example', 'null', 'http://shop.example']) {
    const refused = await ask('/slow', '192.0.2.5', { ...preflight, headers: { ...preflight.headers, origin } });
    assert.equal(refused.status, 405, origin);
    assert.equal(refused.headers.get('access-control-allow-origin'), null, origin);
  }
});

test('without a list no page of another site may call', async () => {
  const response = await ask('/echo', '192.0.2.6', { headers: { origin: 'https://shop.example' } });
  assert.equal(response.headers.get('access-control-allow-origin'), null);
});

test('settings that are wrong change nothing', async () => {
  azure.logs.splice(0);
  const wrong = {
    requestsPerMinute: '-1',
    concurrentRequests: 'many',
    corsOrigins: '*',
    instructions: ' ',
    cacheSeconds: '1e9',
  };
  change(new Map(Object.entries({ ...wrong, unknown: 'x', toString: 'y' })));
  assert.deepEqual(azure.logs.map((line) => line['name']).sort(), Object.keys(wrong).sort());
  assert.equal((await ask('/echo', '192.0.2.7', { headers: { origin: 'https://shop.example' } })).status, 200);
});

test('what belongs to somebody is not for nobody', async () => {
  assert.equal((await ask('/own/thing', '192.0.2.8')).status, 401);
  assert.equal((await ask('/own/thing', '192.0.2.8', { method: 'POST' })).status, 405);
});

test('behind Front Door nobody comes in past it, and a probe learns nothing', async () => {
  const world = await start({ AZURE_FRONT_DOOR_ID: 'door-1', AZURE_REGION: 'westus2' });
  const through = { 'x-azure-fdid': 'door-1', 'x-azure-socketip': '192.0.2.9' };
  assert.equal((await world.fetch('/', { headers: through })).status, 200);
  for (const headers of [{}, { 'x-azure-fdid': 'door-2' }, { 'x-azure-fdid': '' }]) {
    assert.equal((await world.fetch('/', { headers })).status, 403);
    const health = await world.fetch('/health', { headers });
    assert.equal(health.status, 200);
    assert.deepEqual(await health.json(), { status: 'healthy' });
  }
  const health = await world.fetch('/health', { headers: through });
  assert.deepEqual(await health.json(), { status: 'healthy', service: 'under-test', region: 'westus2' });
  await world.stop();
});
