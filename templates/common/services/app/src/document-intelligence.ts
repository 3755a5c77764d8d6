// POST /documents: the text of one document, read by Azure Document Intelligence.
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem, type Route } from './http.ts';
import { AI_SERVICES } from './identity.ts';
import { callOk, required } from './outbound.ts';
import { retryAfter } from './retry.ts';

interface Operation {
  status: 'notStarted' | 'running' | 'succeeded' | 'failed' | 'canceled' | 'skipped';
  analyzeResult?: { content: string; pages: unknown[]; tables?: unknown[] };
}

const MODEL = 'prebuilt-layout';
/** For starting and waiting together; see BUDGET in outbound.ts. */
const LONGEST_ANALYSIS = 38_000;

export const documents: Route = {
  method: 'POST',
  path: '/documents',
  summary: 'Read a document',
  input: 'file',
  limit: 8 * 1024 * 1024,
  async handle({ body }) {
    if (body.length === 0) throw new Problem(400, 'The body must be a document.');
    const end = Date.now() + LONGEST_ANALYSIS;
    const endpoint = required('AZURE_DOCUMENT_INTELLIGENCE_ENDPOINT');
    const url = new URL(`documentintelligence/documentModels/${MODEL}:analyze?api-version=2024-11-30`, endpoint);
    let response = await callOk(url, {
      name: 'Document Intelligence',
      resource: AI_SERVICES,
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body,
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
      if (status === 'succeeded' && analyzeResult) {
        const { content, pages, tables = [] } = analyzeResult;
        return { body: { text: content, pages: pages.length, tables: tables.length } };
      }
      if (status !== 'notStarted' && status !== 'running') throw new Problem(422, 'The document could not be read.');
    }
  },
};
