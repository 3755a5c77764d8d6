// The service in a process of its own, and a stand-in for everything it talks to.
import { spawn } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** Bytes as they are, anything else as JSON. */
  body?: unknown;
  /** Milliseconds it takes. */
  after?: number;
  /** Closes the connection instead of answering. */
  drop?: boolean;
}

/** What Application Insights was sent. */
export interface Item {
  tags: Record<string, string>;
  data: { baseType: string; baseData: Record<string, any> };
}

/** A stand-in for everything that a service talks to. */
export interface Azure {
  address: string;
  /** Calls that a test answers, in order. */
  calls: Call[];
  telemetry: Item[];
  /** How a path is answered, or everything below it when it ends in a slash. */
  on(path: string, answer: (call: Call) => Answer): void;
  close(): void;
}

export interface World {
  /** Of the stand-in. */
  address: string;
  /** Calls to the stand-in that a test answers, in order. */
  calls: Call[];
  /** How the stand-in answers a path, or everything below it when it ends in a slash. */
  on(path: string, answer: (call: Call) => Answer): void;
  /** A request to the service, by a caller that may call it. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Ends the service as Container Apps does; its exit code and all its telemetry. */
  stop(): Promise<{ code: number | null; telemetry: Item[] }>;
}

export const TENANT = '11111111-1111-1111-1111-111111111111';
export const CALLER = '22222222-2222-2222-2222-222222222222';
const AUDIENCE = 'fb60f99c-7a34-4190-8149-302f77469936';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/**
 * A token as Microsoft Entra ID gives to a managed identity, except for what a test changes. It serves users of a public
 * service, too: here both have the same audience.
 */
export function callerToken(changes: Record<string, unknown> = {}, header: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    aud: AUDIENCE,
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    nbf: now,
    exp: now + 3600,
    oid: CALLER,
    scp: 'use',
    ...changes,
  };
  const parts = [{ alg: 'RS256', kid: 'key-1', ...header }, claims];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
}

export async function azure(): Promise<Azure> {
  const calls: Call[] = [];
  const telemetry: Item[] = [];
  const answers = new Map<string, (call: Call) => Answer>([
    ['/identity', ({ query }) => ({ body: { access_token: `token for ${query.get('resource')}`, expires_on: '9999999999' } })],
    [`/${TENANT}/discovery/v2.0/keys`, () => ({ body: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1' }] } })],
    ['/v2.1/track', ({ body }) => {
      telemetry.push(...JSON.parse(body.toString()));
      return {};
    }],
  ]);
  const own = new Set(answers.keys());

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(`http://azure${request.url}`);
    const body = Buffer.concat(await request.toArray());
    const call = { method: request.method ?? '', path: pathname, query: searchParams, headers: request.headers, body };
    if (!own.has(pathname)) calls.push(call);
    const folder = [...answers.keys()].find((path) => path.endsWith('/') && pathname.startsWith(path));
    const answer = (answers.get(pathname) ?? answers.get(folder ?? ''))?.(call) ?? { status: 404 };
    if (answer.after !== undefined) await sleep(answer.after);
    if (answer.drop) return void request.socket.destroy();
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body instanceof Uint8Array ? answer.body : JSON.stringify(answer.body ?? {}));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');

  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    telemetry,
    on: (path, answer) => answers.set(path, answer),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** `${azure}` in a variable stands for the stand-in's address. */
function environment(address: string, variables: Record<string, string>): Record<string, string> {
  const env: Record<string, string> = {
    PORT: '0',
    SERVICE_NAME: 'under-test',
    AZURE_TENANT_ID: TENANT,
    AZURE_CLIENT_ID: 'client-1',
    AZURE_AUTHORITY_HOST: '${azure}',
    AZURE_API_AUDIENCE: AUDIENCE,
    ALLOWED_CALLERS: CALLER,
    IDENTITY_ENDPOINT: '${azure}/identity',
    IDENTITY_HEADER: 'secret',
    ...variables,
  };
  for (const [name, value] of Object.entries(env)) env[name] = value.replaceAll('${azure}', address);
  return env;
}

/** The stand-in for a part of the service that a test imports into its own process, afterwards. */
export async function here(variables: Record<string, string> = {}): Promise<Azure & { logs: Record<string, unknown>[] }> {
  const standIn = await azure();
  Object.assign(process.env, environment(standIn.address, variables));
  const logs: Record<string, unknown>[] = [];
  const write = process.stdout.write.bind(process.stdout) as (...rest: unknown[]) => boolean;
  process.stdout.write = ((...rest: unknown[]) => {
    if (!String(rest[0]).startsWith('{"time":')) return write(...rest);
    logs.push(JSON.parse(String(rest[0])));
    return true;
  }) as typeof process.stdout.write;
  return { ...standIn, logs };
}

export async function start(variables: Record<string, string> = {}): Promise<World> {
  const { address, calls, telemetry, on, close } = await azure();
  const telemetryTo = 'InstrumentationKey=key;IngestionEndpoint=${azure}/';
  const env = environment(address, { APPLICATIONINSIGHTS_CONNECTION_STRING: telemetryTo, ...variables });
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/server.ts'], {
    cwd: new URL('..', import.meta.url),
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const { message, address } = JSON.parse(line);
      if (message === 'listening') resolve(address.port);
    });
    child.once('exit', (code) => reject(new Error(`The service ended with ${code} before it listened.`)));
  });

  return {
    address,
    calls,
    on,
    fetch: (path, init = {}) => {
      const headers = { authorization: `Bearer ${callerToken()}`, ...(init.headers as Record<string, string>) };
      return fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers });
    },
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await exited;
      close();
      return { code, telemetry };
    },
  };
}
