// The orchestrator as a managed online endpoint of Azure Machine Learning, instead of the Foundry project.
// https://learn.microsoft.com/azure/machine-learning/how-to-authenticate-online-endpoint
import { breakerOf } from './breaker.ts';
import type { Document } from './grounding.ts';
import type { Turn } from './history.ts';
import { callOk } from './outbound.ts';
import { Problem } from './problem.ts';

const AUDIENCE = 'https://ml.azure.com';

const endpoint = process.env.ML_ENDPOINT_URL ?? '';
export const orchestrated = endpoint !== '';

export function reachable(): boolean {
  return !breakerOf(new URL(endpoint).host).open;
}

/** The score script gets the question, what was said before, and the documents; its answer cites them as [1], [2]. */
export async function score(question: string, history: Turn[], documents: Document[], budget: number): Promise<string> {
  const response = await callOk(new URL(endpoint), {
    name: 'Azure Machine Learning',
    resource: AUDIENCE,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question, history, documents }),
    budget,
  });
  const { answer } = (await response.json()) as { answer?: unknown };
  if (typeof answer !== 'string' || answer === '') throw new Problem(502, 'The model endpoint gave no answer.');
  return answer;
}
