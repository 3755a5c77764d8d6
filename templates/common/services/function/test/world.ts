// A stand-in for everything the functions talk to. Modules read the environment when they are loaded, so a test imports
// what it tests after the start.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  /** Text as it is, anything else as JSON. */
  body?: unknown;
  /** Milliseconds until it comes. */
  delay?: number;
}

/** What Application Insights was sent. */
export interface Item {
  tags: Record<string, string>;
  data: { baseType: string; baseData: Record<string, any> };
}

export interface World {
  /** Calls to the stand-in, in order. */
  calls: Call[];
  /** How the stand-in answers a path, and a path below one that ends in a slash. Everything else is not found. */
  on(path: string, answer: (call: Call) => Answer): void;
  /** The JSON that was sent to a path, or below one that ends in a slash. */
  sent(path: string): any[];
  telemetry: Item[];
  /** Values of a metric, with its dimensions. */
  metric(name: string): Promise<{ value: number; properties: Record<string, string> }[]>;
  stop(): void;
}

/** `${azure}` in a variable stands for the stand-in's address. */
export async function start(variables: Record<string, string> = {}): Promise<World> {
  const calls: Call[] = [];
  const telemetry: Item[] = [];
  const answers = new Map<string, (call: Call) => Answer>([
    [
      '/identity',
      ({ query }) => ({ body: { access_token: `token for ${query.get('resource')}`, expires_on: '9999999999' } }),
    ],
    ['/v2.1/track', ({ body }) => {
      telemetry.push(...JSON.parse(body.toString()));
      return {};
    }],
  ]);
  const own = new Set(answers.keys());
  const covers = (path: string, called: string): boolean =>
    called === path || (path.endsWith('/') && called.startsWith(path));

  const azure = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(`http://azure${request.url}`);
    const body = Buffer.concat(await request.toArray());
    const call = { method: request.method ?? '', path: pathname, query: searchParams, headers: request.headers, body };
    if (!own.has(pathname)) calls.push(call);
    const [, answerOf] = [...answers].find(([path]) => covers(path, pathname)) ?? [];
    const answer = answerOf?.(call) ?? { status: 404 };
    await sleep(answer.delay ?? 0);
    const content = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
    response.writeHead(answer.status ?? 200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(content),
      ...answer.headers,
    });
    response.end(content);
  });
  await once(azure.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${(azure.address() as AddressInfo).port}`;

  const env: Record<string, string> = {
    SERVICE_NAME: 'under-test',
    AZURE_CLIENT_ID: 'client-1',
    IDENTITY_ENDPOINT: '${azure}/identity',
    IDENTITY_HEADER: 'secret',
    APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=key;IngestionEndpoint=${azure}/',
    AZURE_STORAGE_BLOB_ENDPOINT: '${azure}/',
    AZURE_STORAGE_CONTAINER: 'documents',
    ServiceBus__fullyQualifiedNamespace: 'bus.invalid',
    ...variables,
  };
  for (const [name, value] of Object.entries(env)) process.env[name] = value.replace('${azure}', address);

  // Hosts that do not exist are here as well.
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) => real(String(input).replace(/^https?:\/\/\w+\.invalid/, address), init);

  return {
    calls,
    telemetry,
    on: (path, answer) => answers.set(path, answer),
    sent: (path) => {
      const found = calls.filter((call) => covers(path, call.path) && call.body.length > 0);
      return found.map(({ body }) => JSON.parse(String(body)));
    },
    metric: async (name) => {
      const { flush } = await import('../src/telemetry.ts');
      await flush();
      const all = telemetry.filter((item) => item.data.baseType === 'MetricData').map((item) => item.data.baseData);
      return all
        .filter((data) => data['metrics'][0].name === name)
        .map((data) => ({ value: data['metrics'][0].value, properties: data['properties'] }));
    },
    stop: () => {
      globalThis.fetch = real;
      azure.closeAllConnections();
      azure.close();
    },
  };
}
