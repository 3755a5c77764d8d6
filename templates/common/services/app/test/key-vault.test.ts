import assert from 'node:assert/strict';
import { after, beforeEach, mock, test } from 'node:test';
import { here } from './world.ts';

const azure = await here({ AZURE_KEY_VAULT_URI: '${azure}/' });
const { secret } = await import('../src/key-vault.ts');

beforeEach(() => void azure.calls.splice(0));
after(() => azure.close());

test('a secret is read with the identity, and not for every use', async () => {
  azure.on('/secrets/partner', () => ({ body: { value: 'first' } }));
  assert.deepEqual(await Promise.all([secret('partner'), secret('partner')]), ['first', 'first']);
  assert.equal(await secret(`${azure.address}/secrets/partner`), 'first');
  assert.equal(azure.calls.length, 1);
  assert.equal(azure.calls[0]?.headers.authorization, 'Bearer token for https://vault.azure.net');
  assert.equal(azure.calls[0]?.query.get('api-version'), '7.5');

  azure.on('/secrets/partner', () => ({ body: { value: 'second' } }));
  mock.timers.enable({ apis: ['Date'], now: Date.now() + 6 * 60_000 });
  assert.equal(await secret('partner'), 'second');
  mock.timers.reset();
});

test('a failure is not kept', async () => {
  azure.on('/secrets/late', () => ({ status: 403 }));
  await assert.rejects(secret('late'), { status: 502 });
  azure.on('/secrets/late', () => ({ body: { value: 'now' } }));
  assert.equal(await secret('late'), 'now');
});

test('the token goes to the own vault only', async () => {
  for (const address of [
    'http://elsewhere.invalid/secrets/x',
    '//elsewhere.invalid/secrets/x',
    '/keys/x',
    '../keys/x',
    'secrets/../keys/x',
  ]) {
    await assert.rejects(secret(address), /no secret/, address);
  }
  assert.equal(azure.calls.length, 0);
});
