// What this service tells about itself: JSON lines on stdout, and requests, calls, errors and metrics to
// Application Insights. The sender proves who it is with its managed identity, so there is no key.
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { MONITOR, token } from './identity.ts';
import { send } from './retry.ts';

/** Where we are in a trace (W3C Trace Context), and whether anybody still waits for the answer. */
export interface Trace {
  traceId: string;
  spanId: string;
  parentId: string;
  flags: string;
  state: string | undefined;
  signal: AbortSignal;
}

export type Properties = Record<string, string>;

const FLUSH_EVERY = 5_000;
const MOST_QUEUED = 2_000;
const MOST_SENT = 500;

const service = process.env.SERVICE_NAME ?? 'service';
const connection = new Map(
  (process.env.APPLICATIONINSIGHTS_CONNECTION_STRING ?? '')
    .split(';')
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')).toLowerCase(), pair.slice(pair.indexOf('=') + 1)]),
);
const key = connection.get('instrumentationkey');
const endpoint = connection.get('ingestionendpoint');

const traces = new AsyncLocalStorage<Trace>();
let queue: unknown[] = [];
let flushing = Promise.resolve();

export function currentTrace(): Trace | undefined {
  return traces.getStore();
}

export function withTrace<T>(trace: Trace, run: () => T): T {
  return traces.run(trace, run);
}

export function newSpanId(): string {
  return randomBytes(8).toString('hex');
}

/** Continues the caller's trace, or starts one when the header is absent or wrong. */
export function startTrace(traceparent: string | undefined, state: string | undefined, signal: AbortSignal): Trace {
  const [, traceId, parentId, flags] =
    /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  return {
    traceId: traceId ?? randomBytes(16).toString('hex'),
    spanId: newSpanId(),
    parentId: parentId ?? '',
    flags: flags ?? '01',
    state: traceId && state && state.length <= 512 ? state : undefined,
    signal,
  };
}

export function log(level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown> = {}): void {
  const trace = currentTrace();
  const line = { time: new Date().toISOString(), level, service, message, traceId: trace?.traceId, ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export function trackRequest(name: string, status: number, milliseconds: number): void {
  const trace = currentTrace();
  if (!trace) return;
  enqueue('Request', 'RequestData', trace.parentId, {
    id: trace.spanId,
    name,
    duration: duration(milliseconds),
    responseCode: String(status),
    success: status < 500,
  });
}

export function trackCall(id: string, name: string, target: string, status: number, milliseconds: number): void {
  enqueue('RemoteDependency', 'RemoteDependencyData', currentTrace()?.spanId ?? '', {
    id,
    name,
    type: 'HTTP',
    target,
    duration: duration(milliseconds),
    resultCode: String(status),
    success: status > 0 && status < 400,
  });
}

export function trackError(error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  log('error', message, { stack });
  enqueue('Exception', 'ExceptionData', currentTrace()?.spanId ?? '', {
    exceptions: [{ typeName: name, message: message.slice(0, 8_000), stack: stack?.slice(0, 30_000), hasFullStack: true }],
  });
}

export function trackMetric(name: string, value: number, properties: Properties = {}): void {
  enqueue('Metric', 'MetricData', currentTrace()?.spanId ?? '', { metrics: [{ name, value, count: 1 }], properties });
}

/** Sends what is queued. Telemetry that cannot be sent is dropped: it must never hold up or stop the service. */
export function flush(): Promise<void> {
  flushing = flushing.then(async () => {
    while (queue.length > 0) {
      const batch = queue.slice(0, MOST_SENT);
      queue = queue.slice(batch.length);
      try {
        const url = new URL('v2.1/track', endpoint);
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${await token(MONITOR)}` };
        const response = await send(url, { method: 'POST', headers, body: JSON.stringify(batch) }, { budget: 15_000 });
        await response.body?.cancel();
        if (response.status !== 200) throw new Error(`ingestion answered ${response.status}`);
      } catch (error) {
        log('warn', 'telemetry was dropped', { items: batch.length, reason: String(error) });
      }
    }
  });
  return flushing;
}

if (key && endpoint) setInterval(flush, FLUSH_EVERY).unref();
else log('warn', 'APPLICATIONINSIGHTS_CONNECTION_STRING is not set: telemetry is only logged');

function enqueue(name: string, baseType: string, parentId: string, data: object): void {
  if (!key || !endpoint || queue.length >= MOST_QUEUED) return;
  const tags: Properties = { 'ai.cloud.role': service, 'ai.cloud.roleInstance': hostname() };
  const trace = currentTrace();
  if (trace) tags['ai.operation.id'] = trace.traceId;
  if (parentId) tags['ai.operation.parentId'] = parentId;
  queue.push({
    name: `Microsoft.ApplicationInsights.${name}`,
    time: new Date().toISOString(),
    iKey: key,
    tags,
    data: { baseType, baseData: { ver: 2, ...data } },
  });
}

/** Days.hours:minutes:seconds.milliseconds, as the ingestion endpoint reads it. */
function duration(milliseconds: number): string {
  const days = Math.floor(milliseconds / 86_400_000);
  return `${days}.${new Date(Math.round(milliseconds % 86_400_000)).toISOString().slice(11, 23)}`;
}
