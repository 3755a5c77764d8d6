import assert from 'node:assert/strict';
import { once } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo, Socket } from 'node:net';
import { after, beforeEach, mock, test } from 'node:test';
import tls from 'node:tls';
import { certificate } from './certificate.ts';
import { here } from './world.ts';

/** What Redis does with a command; undefined when it says nothing. */
type Redis = (words: string[], socket: Socket) => string | undefined;

const OBJECT = '88888888-8888-8888-8888-888888888888';
const trusted = certificate();
const values = new Map<string, string>();
const commands: string[][] = [];
const sockets = new Set<Socket>();
let tokens = 0;
let redis: Redis = usual;

function usual(words: string[]): string {
  const [verb, key = '', value = ''] = words;
  if (verb === 'AUTH') return '+OK\r\n';
  if (verb === 'SET') {
    values.set(key, value);
    return '+OK\r\n';
  }
  const found = values.get(key);
  return found === undefined ? '$-1\r\n' : `$${Buffer.byteLength(found)}\r\n${found}\r\n`;
}

function accept(socket: Socket): void {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => {});
  let input = '';
  socket.on('data', (chunk: Buffer) => {
    input += chunk.toString('latin1');
    for (;;) {
      const [head, count] = /^\*(\d+)\r\n/.exec(input) ?? [];
      if (!head) return;
      let rest = input.slice(head.length);
      const words: string[] = [];
      while (words.length < Number(count)) {
        const [line, size] = /^\$(\d+)\r\n/.exec(rest) ?? [];
        if (!line || rest.length < line.length + Number(size) + 2) return;
        words.push(Buffer.from(rest.slice(line.length, line.length + Number(size)), 'latin1').toString());
        rest = rest.slice(line.length + Number(size) + 2);
      }
      input = rest;
      commands.push(words);
      const reply = redis(words, socket);
      if (reply !== undefined) socket.write(reply);
    }
  });
}

const server = tls.createServer(trusted, accept);
await once(server.listen(0, 'localhost'), 'listening');
const azure = await here({ REDIS_HOST: 'localhost', REDIS_PORT: String((server.address() as AddressInfo).port) });
azure.on('/identity', () => ({ body: { access_token: accessToken(), expires_on: String(Date.now() / 1000 + 3_600) } }));

// The certificate is not one that every machine knows.
const connect = tls.connect.bind(tls) as (options: tls.ConnectionOptions) => tls.TLSSocket;
let ca: string | undefined = trusted.cert;
mock.method(tls, 'connect', (options: tls.ConnectionOptions) => connect({ ...options, ...(ca && { ca }) }));
syncBuiltinESMExports();
const { answers } = await import('../src/cache.ts');
const { change } = await import('../src/settings.ts');

let later = Date.now();

beforeEach(() => {
  // Whatever was left alone is tried again, with a new token.
  mock.timers.reset();
  mock.timers.enable({ apis: ['Date'], now: (later += 24 * 60 * 60_000) });
  redis = usual;
  ca = trusted.cert;
  commands.splice(0);
  values.clear();
  azure.logs.splice(0);
});
after(() => {
  mock.timers.reset();
  for (const socket of sockets) socket.destroy();
  server.close();
  azure.close();
});

function accessToken(): string {
  return `x.${Buffer.from(JSON.stringify({ oid: OBJECT, n: ++tokens })).toString('base64url')}.x`;
}

/** Keeping is not waited for. */
async function keep(question: string, answer: string): Promise<void> {
  const before = commands.length;
  answers.keep(question, answer);
  while (commands.length === before || commands.at(-1)?.[0] === 'AUTH') await new Promise((resolve) => setTimeout(resolve, 5));
}

function verbs(): (string | undefined)[] {
  return commands.map(([verb]) => verb);
}

test('an answer is kept for a while, and found by the same question only', async () => {
  assert.equal(await answers.find('Why?'), undefined);
  await keep('Why?', 'Because of\r\n$3 and 日本.');
  assert.equal(await answers.find('Why?'), 'Because of\r\n$3 and 日本.');
  assert.equal(await answers.find('Why? '), undefined);
  const [, , set] = commands;
  assert.equal(set?.[0], 'SET');
  assert.match(set?.[1] ?? '', /^answer:[0-9a-f]{64}$/);
  assert.deepEqual(set?.slice(3), ['EX', '3600']);
});

test('the identity signs in once, and again before its token ends', async () => {
  await answers.find('one');
  await answers.find('two');
  assert.deepEqual(verbs(), ['AUTH', 'GET', 'GET']);
  const [, user, password] = commands[0]!;
  assert.equal(user, OBJECT);
  assert.match(password ?? '', /^x\./);

  mock.timers.tick(56 * 60_000);
  await answers.find('three');
  assert.deepEqual(verbs(), ['AUTH', 'GET', 'GET', 'AUTH', 'GET']);
  assert.notEqual(commands[3]?.[2], password);
  assert.equal(sockets.size, 1);
});

test('many questions at a time get each its own answer', async () => {
  const questions = Array.from({ length: 50 }, (_, i) => `question ${i}`);
  for (const question of questions) await keep(question, `answer to ${question}`);
  const found = await Promise.all(questions.map((question) => answers.find(question)));
  assert.deepEqual(
    found,
    questions.map((question) => `answer to ${question}`),
  );
});

test('a reply may arrive in pieces', async () => {
  await keep('Why?', 'Because.');
  redis = (words, socket) => {
    const reply = usual(words);
    for (const [i, byte] of [...reply].entries()) setTimeout(() => socket.write(byte), i * 2);
    return undefined;
  };
  assert.equal(await answers.find('Why?'), 'Because.');
});

test('a connection that was closed is opened again', async () => {
  await keep('Why?', 'Because.');
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(await answers.find('Why?'), 'Because.');
  assert.deepEqual(verbs().slice(-2), ['AUTH', 'GET']);
});

const failures: Record<string, Redis> = {
  'closes the connection': (_, socket) => void socket.destroy(),
  'lets nobody in': ([verb]) => (verb === 'AUTH' ? '-WRONGPASS invalid username-password pair\r\n' : '-NOAUTH\r\n'),
  'is full': ([verb]) => (verb === 'AUTH' ? '+OK\r\n' : '-OOM command not allowed\r\n'),
  'speaks something else': () => 'HTTP/1.1 400 Bad Request\r\n\r\n',
  'promises too much': ([verb]) => (verb === 'AUTH' ? '+OK\r\n' : '$99999999999\r\n'),
  'says too much': () => '+OK\r\n+OK\r\n+OK\r\n+OK\r\n',
};
for (const [what, failing] of Object.entries(failures)) {
  test(`a cache that ${what} is no reason to fail, and is left alone after a while`, async () => {
    redis = failing;
    // One that says too much is trusted until it shows.
    for (let i = 0; i < 12; i++) assert.ok([undefined, 'OK'].includes(await answers.find('Why?')));
    const before = commands.length;
    if (what !== 'says too much') {
      assert.equal(await answers.find('Why?'), undefined);
      assert.equal(commands.length, before);
    }
    redis = usual;
    mock.timers.tick(31_000);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(await answers.find('Why?'), undefined);
    await keep('Why?', 'Because.');
    assert.equal(await answers.find('Why?'), 'Because.');
  });
}

test('a cache that says nothing is not waited for', async () => {
  redis = () => undefined;
  const started = performance.now();
  assert.deepEqual(await Promise.all(['a', 'b', 'c'].map((question) => answers.find(question))), [
    undefined,
    undefined,
    undefined,
  ]);
  assert.ok(performance.now() - started < 1_500);
});

test('a cache with another certificate is not believed, and told nothing', async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (const other of [undefined, certificate().cert]) {
    ca = other;
    assert.equal(await answers.find('Why?'), undefined);
  }
  assert.deepEqual(commands, []);
  assert.match(String(azure.logs.at(-1)?.['reason']), /self[- ]signed certificate/);
});

test('nothing is kept or asked for when answers are kept for no time', async () => {
  change(new Map([['cacheSeconds', '0']]));
  answers.keep('Why?', 'Because.');
  assert.equal(await answers.find('Why?'), undefined);
  assert.deepEqual(commands, []);
  change(new Map());
});

test('without an address there is no cache', async () => {
  process.env['REDIS_HOST'] = '';
  const path = '../src/cache.ts?off';
  const off = ((await import(path)) as typeof import('../src/cache.ts')).answers;
  off.keep('Why?', 'Because.');
  assert.equal(await off.find('Why?'), undefined);
  assert.deepEqual(commands, []);
});
