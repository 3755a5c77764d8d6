// POST /documents: the text of one document, read by Azure Document Intelligence.
import { analyze } from './document-analysis.ts';
import type { Route } from './http.ts';
import { Problem } from './problem.ts';

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
    const { content, pages, tables = [] } = await analyze(MODEL, body, LONGEST_ANALYSIS);
    return { body: { text: content, pages: pages.length, tables: tables.length } };
  },
};
