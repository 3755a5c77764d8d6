// Documents that try to give the model orders are left out. What else is checked: see content-safety.ts.
import { post } from './content-safety.ts';
import type { Document } from './grounding.ts';
import { log, trackMetric } from './telemetry.ts';

interface Shield {
  documentsAnalysis?: { attackDetected: boolean }[];
}

/** Throws when the documents cannot be checked. */
export async function harmless(question: string, documents: Document[]): Promise<Document[]> {
  if (documents.length === 0) return documents;
  const contents = documents.map(({ content }) => content);
  const { documentsAnalysis = [] } = await post<Shield>('text:shieldPrompt', { userPrompt: question, documents: contents });
  return documents.filter(({ title }, i) => {
    // No verdict is no pass.
    const attack = documentsAnalysis[i]?.attackDetected ?? true;
    if (attack) {
      log('warn', 'a document was left out', { title });
      trackMetric('content_safety_refusals', 1, { what: 'document', reason: 'attack' });
    }
    return !attack;
  });
}
