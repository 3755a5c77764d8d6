import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { CALLER, callerToken, start, TENANT } from './world.ts';

const API = '55555555-5555-5555-5555-555555555555';
const OTHER_TENANT = '66666666-6666-6666-6666-666666666666';
const world = await start({ AZURE_API_AUDIENCE: `api://${API}, ${API}` });

after(() => world.stop());

async function statusFor(claims: Record<string, unknown>): Promise<number> {
  const response = await world.fetch('/', { headers: { authorization: `Bearer ${callerToken(claims)}` } });
  return response.status;
}

test('users and applications with a token for this API may come in', async () => {
  assert.equal(await statusFor({ aud: API, scp: 'use' }), 200);
  assert.equal(await statusFor({ aud: `api://${API}`, scp: undefined, roles: ['Reader'] }), 200);
});

test('a token for something else, of another tenant or of nobody is refused', async () => {
  assert.equal(await statusFor({}), 401);
  assert.equal(await statusFor({ aud: API, iss: `https://login.microsoftonline.com/${OTHER_TENANT}/v2.0`, tid: TENANT }), 401);
  assert.equal(await statusFor({ aud: API, oid: undefined }), 401);
  assert.equal(await statusFor({ aud: API, exp: Date.now() / 1000 - 600 }), 401);
  const response = await world.fetch('/', { headers: { authorization: '' } });
  assert.equal(response.status, 401);
  assert.equal(response.headers.get('www-authenticate'), 'Bearer');
});

test('an application that was given no role may not come in', async () => {
  assert.equal(await statusFor({ aud: API, scp: undefined }), 403);
  assert.equal(await statusFor({ aud: API, scp: '', roles: [] }), 403);
});

test('other tenants may be let in, each with its own keys', async () => {
  const open = await start({ AZURE_API_AUDIENCE: API, AZURE_API_TENANTS: `${TENANT},${OTHER_TENANT}` });
  const authorization = `Bearer ${callerToken({ aud: API, iss: `https://sts.windows.net/${OTHER_TENANT}/` })}`;
  const ask = async (): Promise<number> => (await open.fetch('/', { headers: { authorization } })).status;
  open.on(`/${OTHER_TENANT}/discovery/v2.0/keys`, () => ({ body: { keys: [] } }));
  assert.equal(await ask(), 401);
  await open.stop();
});

test('without an audience everybody may come in, as nobody', async () => {
  const open = await start({ AZURE_API_AUDIENCE: '' });
  for (const authorization of ['', `Bearer ${callerToken()}`]) {
    assert.equal((await open.fetch('/', { headers: { authorization } })).status, 200);
  }
  await open.stop();
});

test('the caller is who the token says, in the tenant that signed it', async () => {
  Object.assign(process.env, { AZURE_API_AUDIENCE: API, AZURE_TENANT_ID: TENANT, AZURE_AUTHORITY_HOST: world.address });
  const { verifyUser } = await import('../src/user.ts');
  const authorization = `Bearer ${callerToken({ aud: API, tid: OTHER_TENANT })}`;
  const headers = { authorization, 'x-user-tenant': OTHER_TENANT, 'x-user-id': OTHER_TENANT };
  assert.deepEqual(await verifyUser(headers), { tenantId: TENANT, id: CALLER });
});
