// GET /health: whether the services behind this app answer. Each function runs on instances of its own, so the one
// that answers here has worked on nothing: it asks for itself, but not again for every caller.
import type { HttpResponseInit } from '@azure/functions';
import { blobHeaders, STORAGE } from './blobs.ts';
import { AI_SERVICES } from './identity.ts';
import { call } from './outbound.ts';
import { SERVICE_BUS, serviceBus, WORK } from './queue.ts';
import { log } from './telemetry.ts';

interface Probe {
  name: string;
  /** Where it is; nowhere when this app does not use it. */
  base: string | undefined;
  path: string;
  resource: string;
  headers?: Record<string, string>;
  /** A refusal is an answer, too: only who manages a queue may read about it. */
  mayRefuse?: boolean;
}

const REST = 30_000;
const REFUSED = new Set([401, 403]);

let asked = 0;
let healthy = Promise.resolve(true);

export async function health(): Promise<HttpResponseInit> {
  if (Date.now() - asked > REST) {
    asked = Date.now();
    healthy = probeAll();
  }
  const well = await healthy;
  return {
    status: well ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
    jsonBody: { status: well ? 'healthy' : 'unhealthy', service: process.env.SERVICE_NAME },
  };
}

async function probeAll(): Promise<boolean> {
  const outcomes = await Promise.all(probes().map(probe));
  return outcomes.every((well) => well);
}

function probes(): Probe[] {
  const env = process.env;
  return [
    {
      name: 'Storage',
      base: env.AZURE_STORAGE_BLOB_ENDPOINT,
      path: `${env.AZURE_STORAGE_CONTAINER}?restype=container`,
      resource: STORAGE,
      headers: blobHeaders(),
    },
    {
      name: 'Service Bus',
      base: env.ServiceBus__fullyQualifiedNamespace && serviceBus(),
      path: WORK,
      resource: SERVICE_BUS,
      mayRefuse: true,
    },
    {
      name: 'Document Intelligence',
      base: env.AZURE_DOCUMENT_INTELLIGENCE_ENDPOINT,
      path: 'documentintelligence/info?api-version=2024-11-30',
      resource: AI_SERVICES,
    },
    { name: 'Azure OpenAI', base: env.AZURE_OPENAI_ENDPOINT, path: 'openai/v1/models', resource: AI_SERVICES },
  ];
}

async function probe({ name, base, path, resource, headers = {}, mayRefuse = false }: Probe): Promise<boolean> {
  if (!base) return true;
  try {
    const limits = { attempts: 1, budget: 5_000 };
    const response = await call(new URL(path, base), { name: `Probe ${name}`, resource, headers, ...limits });
    await response.body?.cancel();
    if (response.status < 500 && (mayRefuse || !REFUSED.has(response.status))) return true;
    log('warn', `${name} is not well`, { status: response.status });
  } catch {
    // Logged where it was called.
  }
  return false;
}
