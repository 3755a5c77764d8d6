// Azure Document Intelligence: starts the analysis of a document and waits for its end.
import { setTimeout as sleep } from 'node:timers/promises';
import { AI_SERVICES } from './identity.ts';
import { callOk, required } from './outbound.ts';
import { Problem } from './problem.ts';
import { retryAfter } from './retry.ts';

export interface Analysis {
  content: string;
  pages: unknown[];
  tables?: unknown[];
}

interface Operation {
  status: 'notStarted' | 'running' | 'succeeded' | 'failed' | 'canceled' | 'skipped';
  analyzeResult?: Analysis;
}

/** `budget`: milliseconds for starting and waiting together. */
export async function analyze(model: string, document: Uint8Array<ArrayBuffer>, budget: number): Promise<Analysis> {
  const end = Date.now() + budget;
  const endpoint = required('AZURE_DOCUMENT_INTELLIGENCE_ENDPOINT');
  const url = new URL(`documentintelligence/documentModels/${model}:analyze?api-version=2024-11-30`, endpoint);
  let response = await callOk(url, {
    name: 'Document Intelligence',
    resource: AI_SERVICES,
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: document,
  });

  // The work goes on over there. Our token only ever goes to our own resource, whatever the header says.
  const location = new URL(response.headers.get('operation-location') ?? '', endpoint);
  if (location.origin !== url.origin) throw new Problem(502, 'Document Intelligence failed.');
  await response.body?.cancel();
  for (;;) {
    const pause = retryAfter(response) ?? 1_000;
    if (Date.now() + pause >= end) throw new Problem(504, 'Document Intelligence took too long.');
    await sleep(pause);
    response = await callOk(location, { name: 'Document Intelligence', resource: AI_SERVICES, budget: end - Date.now() });
    const { status, analyzeResult } = (await response.json()) as Operation;
    if (status === 'succeeded' && analyzeResult) return analyzeResult;
    if (status !== 'notStarted' && status !== 'running') throw new Problem(422, 'The document could not be read.');
  }
}
