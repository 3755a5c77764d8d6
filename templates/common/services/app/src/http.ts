// The HTTP side of the service: routes, limits, errors as problem+json (RFC 9457), shutdown.
import { createServer, STATUS_CODES } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { flush, log, startTrace, trackError, trackRequest, withTrace } from './telemetry.ts';

export interface Request {
  method: string;
  path: string;
  query: string;
  headers: IncomingHttpHeaders;
  body: Buffer<ArrayBuffer>;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** Bytes as they are, anything else as JSON. */
  body: unknown;
}

export interface Route {
  method: string;
  /** The whole path, or a prefix when it ends in a slash. `method` is then not looked at. */
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
  /** Throws a Problem when the caller may not call. Left out, everybody may. */
  authorize?: (authorization: string | undefined) => Promise<void>;
}

/** An error whose status and detail the caller may see. Every other error is a plain 500. */
export class Problem extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

const SHUTDOWN_BUDGET = 25_000;
const name = process.env.SERVICE_NAME ?? 'service';
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
    let route = 'unknown';
    let reply: Reply;
    try {
      const url = new URL(`http://service${message.url}`);
      // A static site sends /api/... on unchanged, so a service behind one answers with and without it.
      const path = url.pathname.replace(/^\/api(?=\/|$)/, '') || '/';
      if (path === '/health') {
        send(response, { body: { status: 'healthy', service: name } });
        return;
      }
      await service.authorize?.(message.headers.authorization);
      const found = find(service.routes, method, path);
      route = found.path;
      const body = await read(message, found.limit);
      reply = await found.handle({ method, path, query: url.search, headers: message.headers, body });
    } catch (error) {
      reply = problem(error, trace.traceId);
    }
    send(response, reply);
    trackRequest(`${method} ${route}`, reply.status ?? 200, performance.now() - started);
  });
}

function find(routes: Route[], method: string, path: string): Route {
  if (path === '/' && method === 'GET') return index(routes);
  const matches = routes.filter((route) => route.path === path || (route.path.endsWith('/') && path.startsWith(route.path)));
  const match = matches.find((route) => route.method === method || route.path.endsWith('/'));
  if (match) return match;
  if (matches.length === 0) throw new Problem(404, 'There is nothing here.');
  throw new Problem(405, `${method} is not possible here.`, { allow: matches.map((route) => route.method).join(', ') });
}

/** What the service can do, for people and for the page of a site. */
function index(routes: Route[]): Route {
  const operations = routes.map(({ method, path, summary, input }) => ({ method, path, summary, input }));
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
