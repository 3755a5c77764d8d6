// The HTTP side of the service: who and how much may come in, routes, errors as problem+json (RFC 9457), shutdown.
import { createServer, STATUS_CODES } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { admit } from './limits.ts';
import { Problem } from './problem.ts';
import { settings } from './settings.ts';
import { flush, log, startTrace, trackError, trackRequest, withTrace } from './telemetry.ts';

export { Problem };

/** A user, an application or a service, and the tenant it belongs to. */
export interface Caller {
  tenantId: string;
  id: string;
}

export interface Request {
  method: string;
  path: string;
  query: string;
  headers: IncomingHttpHeaders;
  /** Who calls, when that is known for sure. */
  caller: Caller | undefined;
  body: Buffer<ArrayBuffer>;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** Bytes as they are, anything else as JSON. */
  body: unknown;
}

export interface Route {
  /** GET, POST, ... or ANY. */
  method: string;
  /** The whole path, or a prefix when it ends in a slash and is no slash alone. */
  path: string;
  summary: string;
  /** What the body is. */
  input: 'json' | 'file' | 'any';
  /** Most bytes of a body. */
  limit: number;
  handle(request: Request): Promise<Reply>;
}

export interface Service {
  routes: Route[];
  /** Says who calls; throws a Problem when the caller may not call. Left out, everybody may. */
  authorize?: (headers: IncomingHttpHeaders) => Promise<Caller | undefined>;
  /** Whether the service can do its work. Asked by every probe, so it must not call anybody. Left out, it always can. */
  healthy?: () => boolean;
}

const SHUTDOWN_BUDGET = 25_000;
const name = process.env.SERVICE_NAME ?? 'service';
const region = process.env.AZURE_REGION ?? '';
/** The one Front Door whose requests are taken, when there is one. */
const frontDoor = process.env.AZURE_FRONT_DOOR_ID ?? '';
/** Proxies in front of the ingress (a site that is linked, an application gateway) that pass the caller's address on. */
const proxies = Number(process.env.PROXIES ?? 0);
let active = 0;
let stopping = false;

export function serve(service: Service): Server {
  const timeouts = { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 };
  const server = createServer(timeouts, (message, response) => void answer(service, message, response));

  // Container Apps stops a replica with SIGTERM and kills it 30 seconds later: finish what has begun, send what is queued.
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    log('info', 'stopping', { signal });
    const late = setTimeout(() => server.closeAllConnections(), SHUTDOWN_BUDGET).unref();
    server.close(() => {
      clearTimeout(late);
      void flush().finally(() => process.exit(0));
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  server.listen(Number(process.env.PORT ?? 8080), () => log('info', 'listening', { address: server.address() }));
  return server;
}

/** To whom belongs what the request keeps or reads. */
export function ownerOf({ caller }: Request): Caller {
  if (!caller) throw new Problem(401, 'Nobody can be told apart here: see user.ts.', { 'www-authenticate': 'Bearer' });
  return caller;
}

/** The JSON object in the body. */
export function json(request: Request): Record<string, unknown> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new Problem(415, 'The body must be application/json.');
  }
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Not JSON at all: the same answer as for JSON that is not an object.
  }
  throw new Problem(400, 'The body must be a JSON object.');
}

async function answer(service: Service, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const { traceparent, tracestate } = message.headers;
  const trace = startTrace(String(traceparent), tracestate === undefined ? undefined : String(tracestate), gone.signal);

  await withTrace(trace, async () => {
    const started = performance.now();
    const method = message.method ?? 'GET';
    const shared = sharing(message.headers.origin);
    let route = 'unknown';
    let reply: Reply;
    active++;
    try {
      const url = new URL(`http://service${message.url}`);
      // A static site sends /api/... on unchanged, so a service behind one answers with and without it.
      const path = url.pathname.replace(/^\/api(?=\/|$)/, '') || '/';
      const direct = frontDoor !== '' && message.headers['x-azure-fdid'] !== frontDoor;
      if (path === '/health') {
        send(response, health(service, direct));
        return;
      }
      if (direct) throw new Problem(403, 'Requests come in through Front Door only.');
      if (method === 'OPTIONS' && shared && message.headers['access-control-request-method']) {
        send(response, { status: 204, headers: { ...shared, ...PREFLIGHT }, body: new Uint8Array() });
        return;
      }
      const { concurrentRequests, requestsPerMinute } = settings();
      if (active > concurrentRequests) throw busy('The service has too much to do.', 1_000);
      const caller = await service.authorize?.(message.headers);
      const wait = admit(caller ? `${caller.tenantId} ${caller.id}` : address(message.headers), requestsPerMinute);
      if (wait > 0) throw busy('These are too many requests.', wait);
      const found = find(service.routes, method, path);
      route = found.path;
      const body = await read(message, found.limit);
      reply = await found.handle({ method, path, query: url.search, headers: message.headers, caller, body });
    } catch (error) {
      reply = problem(error, trace.traceId);
    } finally {
      active--;
    }
    send(response, { ...reply, headers: { ...reply.headers, ...shared } });
    trackRequest(`${method} ${route}`, reply.status ?? 200, performance.now() - started);
  });
}

/** For probes, which ask from inside and prove nothing: to them it says only that it is there. */
function health(service: Service, direct: boolean): Reply {
  const healthy = service.healthy?.() ?? true;
  const status = healthy ? 'healthy' : 'unhealthy';
  const details = direct ? {} : { service: name, ...(region !== '' && { region }) };
  return { status: healthy ? 200 : 503, body: { status, ...details } };
}

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, traceparent',
  'access-control-max-age': '600',
};

/** Headers that let the page of another site read the answer, if that site is on the list (CORS). */
function sharing(origin: string | undefined): Record<string, string> | undefined {
  if (origin === undefined || !settings().corsOrigins.includes(origin)) return undefined;
  return { 'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after', vary: 'origin' };
}

function busy(why: string, wait: number): Problem {
  return new Problem(429, `${why} Try again later.`, { 'retry-after': String(Math.ceil(wait / 1000)) });
}

/** Where an unknown caller comes from: as Front Door saw it, else as the last proxy did that is not ours. Nobody can choose it. */
function address(headers: IncomingHttpHeaders): string {
  if (frontDoor !== '') return String(headers['x-azure-socketip'] ?? '');
  const seen = String(headers['x-forwarded-for'] ?? '').split(',').map((from) => from.trim());
  return (seen.at(-1 - proxies) ?? seen[0] ?? '').replace(/^([\d.]+):\d+$|^\[(.*)\]:\d+$/, '$1$2');
}

function find(routes: Route[], method: string, path: string): Route {
  const below = (prefix: string): boolean => prefix !== '/' && prefix.endsWith('/') && path.startsWith(prefix);
  const matches = routes.filter((route) => route.path === path || below(route.path));
  const match = matches.find((route) => route.method === method || route.method === 'ANY');
  if (match) return match;
  if (path === '/' && method === 'GET') return index(routes);
  if (matches.length === 0) throw new Problem(404, 'There is nothing here.');
  throw new Problem(405, `${method} is not possible here.`, { allow: matches.map((route) => route.method).join(', ') });
}

/** What the service can do, for people and for the page of a site; not what only looks up what it did. */
function index(routes: Route[]): Route {
  const operations = routes
    .filter(({ method }) => method === 'POST' || method === 'ANY')
    .map(({ method, path, summary, input }) => ({ method, path, summary, input }));
  const handle = async (): Promise<Reply> => ({ body: { service: name, operations } });
  return { method: 'GET', path: '/', summary: 'What this service can do', input: 'any', limit: 0, handle };
}

async function read(message: IncomingMessage, limit: number): Promise<Buffer<ArrayBuffer>> {
  const tooLarge = new Problem(413, `The body may have at most ${limit} bytes.`, { connection: 'close' });
  if (Number(message.headers['content-length'] ?? 0) > limit) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // The default would close the connection before the caller learns why.
    for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw tooLarge;
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(400, 'The body did not arrive whole.');
  }
  return Buffer.concat(chunks);
}

function problem(error: unknown, traceId: string): Reply {
  if (!(error instanceof Problem)) trackError(error);
  const { status, message, headers } = error instanceof Problem ? error : new Problem(500, 'Something went wrong here.');
  const body = { title: STATUS_CODES[status], status, detail: message, traceId };
  return { status, headers: { ...headers, 'content-type': 'application/problem+json' }, body };
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Reply): void {
  if (response.destroyed) return;
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-length': bytes.length,
    ...(stopping && { connection: 'close' }),
    ...headers,
  });
  response.end(bytes);
}
