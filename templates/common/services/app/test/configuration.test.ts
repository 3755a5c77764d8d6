import assert from 'node:assert/strict';
import { after, beforeEach, mock, test } from 'node:test';
import { here, start, type Answer } from './world.ts';

const KV = '/kv';
const azure = await here({ AZURE_APP_CONFIGURATION_ENDPOINT: '${azure}', SERVICE_NAME: 'chat' });
mock.timers.enable({ apis: ['setInterval'] });
const { follow, setting } = await import('../src/configuration.ts');
const { deploymentOf, settings } = await import('../src/settings.ts');
const defaults = settings();

let version = 0;

beforeEach(() => {
  azure.calls.splice(0);
  azure.logs.splice(0);
});
after(() => {
  mock.timers.reset();
  azure.close();
});

/** The store holds these values. */
function hold(values: Record<string, string>, types: Record<string, string> = {}): void {
  const etag = `"${++version}"`;
  const items = Object.entries(values).map(([name, value]) => ({
    key: `chat:${name}`,
    value,
    content_type: types[name] ?? null,
  }));
  azure.on(KV, ({ headers }) => (headers['if-none-match'] === etag ? { status: 304 } : { headers: { etag }, body: { items } }));
}

function gaveUp({ message }: Record<string, unknown>): boolean {
  return String(message).startsWith('App Configuration could not be read');
}

/** Half a minute passes. */
async function wait(calls = 1): Promise<void> {
  const before = azure.calls.length;
  mock.timers.tick(30_000);
  for (let i = 0; i < 200 && azure.calls.length < before + calls; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 30));
}

test('a store that is away at the start stops nothing', async () => {
  azure.on(KV, () => ({ status: 403 }));
  await follow(async (address) => `secret at ${address}`);
  assert.deepEqual(settings(), defaults);
  assert.ok(azure.logs.some(gaveUp));
});

test('settings are those of the service, without a label', async () => {
  hold({ requestsPerMinute: '5', corsOrigins: 'https://shop.example', instructions: 'Rhyme.', greeting: 'Hello' });
  await wait();
  assert.equal(settings().requestsPerMinute, 5);
  assert.deepEqual(settings().corsOrigins, ['https://shop.example']);
  assert.equal(settings().instructions, 'Rhyme.');
  assert.equal(settings().cacheSeconds, defaults.cacheSeconds);
  assert.equal(setting('greeting'), 'Hello');
  const [call] = azure.calls;
  assert.equal(call?.query.get('key'), 'chat:*');
  assert.equal(call?.query.get('label'), '\0');
  assert.equal(call?.headers.authorization, 'Bearer token for https://appconfig.azure.com');
});

test('what has not changed is not read again', async () => {
  await wait();
  assert.equal(settings().requestsPerMinute, 5);
  assert.match(String(azure.calls[0]?.headers['if-none-match']), /^"\d+"$/);
  assert.deepEqual(azure.logs, []);
});

test('a change arrives, and what was removed is as before', async () => {
  hold({ requestsPerMinute: '7' });
  await wait();
  assert.deepEqual(settings(), { ...defaults, requestsPerMinute: 7 });
  assert.equal(setting('greeting'), undefined);
});

test('a model that is rolled out gets its share of the questions', async () => {
  const share = () => Array.from({ length: 400 }, () => deploymentOf('chat')).filter((name) => name === 'chat-next').length / 4;
  assert.equal(share(), 0);
  hold({ requestsPerMinute: '7', canaryDeployment: 'chat-next', canaryPercent: '25' });
  await wait();
  assert.ok(share() > 10 && share() < 40);
  hold({ requestsPerMinute: '7', canaryDeployment: 'chat-next', canaryPercent: '100' });
  await wait();
  assert.equal(share(), 100);
  hold({ requestsPerMinute: '7', canaryDeployment: 'chat-next', canaryPercent: 'all' });
  await wait();
  assert.equal(share(), 0);
  hold({ requestsPerMinute: '7' });
  await wait();
});

test('while the store is away, the last settings hold', async () => {
  const answers: Answer[] = [
    { status: 500 },
    { drop: true },
    { status: 429, headers: { 'retry-after': '60' } },
    { body: 'no settings' },
    { body: {} },
  ];
  for (const answer of answers) {
    azure.on(KV, () => answer);
    azure.logs.splice(0);
    await wait();
    for (let i = 0; i < 400 && !azure.logs.some(gaveUp); i++) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(azure.logs.some(gaveUp));
    assert.equal(settings().requestsPerMinute, 7);
  }
});

test('a secret is resolved, and one that cannot be is asked for again', async () => {
  const type = 'application/vnd.microsoft.appconfig.keyvaultref+json;charset=utf-8';
  hold({ partner: '{"uri":"https://vault.example/secrets/partner"}', broken: 'no reference' }, { partner: type, broken: type });
  await wait();
  assert.equal(setting('partner'), 'secret at https://vault.example/secrets/partner');
  assert.equal(setting('broken'), undefined);
  assert.doesNotMatch(JSON.stringify(azure.logs), /secret at/);
  await wait();
  assert.equal(azure.calls.at(-1)?.headers['if-none-match'], undefined);
});

test('settings on several pages are all read, and the next page is no other store', async () => {
  const page = (name: string, next?: string): Answer => ({
    headers: { etag: '"pages"' },
    body: { items: [{ key: `chat:${name}`, value: name, content_type: null }], ...(next && { '@nextLink': next }) },
  });
  azure.on(KV, ({ query }) =>
    query.get('after') === 'one' ? page('two') : page('one', '/kv?after=one&api-version=2023-11-01'),
  );
  await wait(2);
  assert.equal(setting('one'), 'one');
  assert.equal(setting('two'), 'two');

  azure.on(KV, () => page('three', 'http://elsewhere.invalid/kv'));
  await wait();
  assert.equal(setting('three'), undefined);
  assert.equal(setting('two'), 'two');
});

test('without a store nothing is read', async () => {
  process.env['AZURE_APP_CONFIGURATION_ENDPOINT'] = '';
  const path = '../src/configuration.ts?off';
  await ((await import(path)) as typeof import('../src/configuration.ts')).follow();
  assert.equal(azure.calls.length, 0);
});

test('settings are followed', async () => {
  const world = await start({ AZURE_APP_CONFIGURATION_ENDPOINT: '${azure}' });
  const call = world.calls.find(({ path }) => path === '/kv');
  assert.equal(call?.query.get('key'), 'under-test:*');
  await world.stop();
});
