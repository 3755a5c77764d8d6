import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { model, signIn, startApp, USER, type Model } from './app.ts';
import { start, TENANT, type World } from './world.ts';

let project: Model;
let world: World;

before(async () => {
  project = await model();
  world = await startApp(project, { WEBSITE_AUTH_AAD_ALLOWED_TENANTS: TENANT });
});

after(async () => {
  await world.stop();
  project.stop();
});

test('the page and all it loads come from here, and nothing else may', async () => {
  const response = await world.fetch('/', { headers: signIn() });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  const policy = String(response.headers.get('content-security-policy'));
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  const page = await response.text();
  assert.doesNotMatch(page, /<script(?! src=)|<style|\son\w+=|\sstyle=/);
  for (const [, path] of page.matchAll(/(?:href|src)="(\/[\w.]+)"/g)) {
    assert.equal((await world.fetch(String(path), { headers: signIn() })).status, 200, path);
  }
});

test('a file that did not change is not sent again', async () => {
  const etag = String((await world.fetch('/chat.js', { headers: signIn() })).headers.get('etag'));
  const response = await world.fetch('/chat.js', { headers: { ...signIn(), 'if-none-match': etag } });
  assert.equal(response.status, 304);
});

test('only the files of the page can be had', async () => {
  for (const path of ['/server.ts', '/../package.json', '/..%2fpackage.json', '/prompts/', '/.env']) {
    assert.equal((await world.fetch(path, { headers: signIn() })).status, 404, path);
  }
});

test('the page is one that everybody can use', () => {
  const page = readFileSync(new URL('../public/index.html', import.meta.url), 'utf8');
  assert.match(page, /<html lang="en">/);
  assert.match(page, /<label for="question">/);
  assert.match(page, /role="log"/);
  assert.match(page, /role="status"/);
});

test('who is signed in is what App Service says', async () => {
  const response = await world.fetch('/api/me', { headers: signIn() });
  assert.deepEqual(await response.json(), { tenantId: TENANT, id: USER, name: 'ada@contoso.com' });
});

test('without a sign-in nobody comes in', async () => {
  const none = { 'x-ms-client-principal': '', 'x-ms-client-principal-id': '' };
  const half = { 'http://schemas.microsoft.com/identity/claims/tenantid': '' };
  for (const headers of [none, signIn(half), { 'x-ms-client-principal': 'bnVsbA==' }]) {
    for (const path of ['/', '/api/me', '/api/conversations']) {
      assert.equal((await world.fetch(path, { headers })).status, 401, path);
    }
  }
});

test('a tenant that may not sign in does not come in', async () => {
  const other = { 'http://schemas.microsoft.com/identity/claims/tenantid': '99999999-9999-9999-9999-999999999999' };
  assert.equal((await world.fetch('/api/me', { headers: signIn(other) })).status, 403);
});

test('the headers count only where App Service sets them', async () => {
  for (const variables of [{}, { WEBSITE_AUTH_ENABLED: 'False' }, { NODE_ENV: 'development', WEBSITE_SITE_NAME: 'app' }]) {
    const other = await start(variables);
    assert.equal((await other.fetch('/api/me', { headers: signIn() })).status, 401);
    assert.equal((await other.fetch('/health')).status, 503);
    await other.stop();
  }
  const local = await start({ NODE_ENV: 'development' });
  const { name } = (await (await local.fetch('/api/me')).json()) as { name: string };
  assert.equal(name, 'developer');
  await local.stop();
});
