// Calls to Azure and to other services: authenticated, traced, and failing in a way a caller can act on.
import { breakerOf } from './breaker.ts';
import { token } from './identity.ts';
import { Problem } from './problem.ts';
import { retryAfter, send, type SendOptions } from './retry.ts';
import { currentTrace, log, newSpanId, trackCall } from './telemetry.ts';

/** Less than the 45 seconds after which a static site gives up on its API. */
const BUDGET = 38_000;
/** Nobody is there. A plain 500 is about one request, and whoever says when to come back is in order. */
const OUT_OF_ORDER = new Set([502, 503, 504]);

export interface Call extends SendOptions {
  /** What the call does, for telemetry: no ids or user input. */
  name: string;
  /** Whom the token is for. */
  resource: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  /** The authorization header, where it is not the usual one. */
  scheme?: (token: string) => string;
}

/** The response whatever its status; a Problem when there is none. */
export async function call(url: URL, options: Call): Promise<Response> {
  const { name, resource, method = 'GET', headers = {}, body, scheme = bearer, ...limits } = options;
  const breaker = breakerOf(url.host);
  if (!breaker.enter()) {
    const seconds = String(Math.ceil(breaker.wait / 1000));
    throw new Problem(503, `${name} is out of order. Try again later.`, { 'retry-after': seconds });
  }
  const trace = currentTrace();
  const id = newSpanId();
  const started = performance.now();
  let status = 0;
  try {
    const sent: Record<string, string> = { ...headers, authorization: scheme(await token(resource)) };
    if (trace) {
      sent['traceparent'] = `00-${trace.traceId}-${id}-${trace.flags}`;
      if (trace.state) sent['tracestate'] = trace.state;
    }
    const init: RequestInit = { method, headers: sent };
    if (body !== undefined) init.body = body;
    const response = await send(url, init, { budget: BUDGET, ...(trace && { signal: trace.signal }), ...limits }).catch(
      (error: unknown) => {
        if (!trace?.signal.aborted) breaker.failed();
        throw error;
      },
    );
    status = response.status;
    if (OUT_OF_ORDER.has(status) && retryAfter(response) === undefined) breaker.failed();
    else breaker.succeeded();
    return response;
  } catch (error) {
    if (trace?.signal.aborted) throw new Problem(499, 'The caller did not wait.');
    const { name: kind, cause } = error instanceof Error ? error : new Error(String(error));
    log('error', `${name} failed`, { host: url.host, reason: String(cause ?? error) });
    throw kind === 'TimeoutError' ? new Problem(504, `${name} took too long.`) : new Problem(502, `${name} failed.`);
  } finally {
    trackCall(id, name, url.host, status, performance.now() - started);
  }
}

function bearer(token: string): string {
  return `Bearer ${token}`;
}

/** The response when it is a success, else a Problem. */
export async function callOk(url: URL, options: Call): Promise<Response> {
  const response = await call(url, options);
  return response.ok ? response : refuse(response, options.name, url);
}

/** Makes a Problem of a response that is no success. What the other side said is logged, not passed on. */
export async function refuse(response: Response, name: string, url: URL): Promise<never> {
  const said = (await response.text()).slice(0, 2_000);
  log('error', `${name} was refused`, { host: url.host, status: response.status, said });
  if (response.status === 429 || response.status === 503) {
    const seconds = String(Math.ceil((retryAfter(response) ?? 10_000) / 1000));
    throw new Problem(503, `${name} is busy. Try again later.`, { 'retry-after': seconds });
  }
  if ([400, 413, 415, 422].includes(response.status)) throw new Problem(422, `${name} did not accept the input.`);
  throw new Problem(502, `${name} failed.`);
}

/** An environment variable without which the service cannot do its work. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}
