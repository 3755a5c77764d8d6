// The orchestrator: a managed online endpoint of Azure Machine Learning, whose code is in the folder orchestrator.
// https://learn.microsoft.com/azure/machine-learning/how-to-authenticate-online-endpoint
import { breakerOf } from './breaker.ts';
import type { Answer, Refusal, Turn } from './contract.ts';
import type { Caller } from './http.ts';
import { callOk } from './outbound.ts';
import { Problem } from './problem.ts';
import { log, trackMetric } from './telemetry.ts';

const AUDIENCE = 'https://ml.azure.com';
/** A little more than the endpoint takes for itself, see scripts/deploy_orchestrator.py. */
const BUDGET = 60_000;

const endpoint = process.env.ML_ENDPOINT_URL ?? '';

/** Whether it can be asked now. */
export function reachable(): boolean {
  return endpoint !== '' && !breakerOf(new URL(endpoint).host).open;
}

/** An answer in any case; a Problem only when the question is at fault. */
export async function orchestrate(question: string, history: Turn[], user: Caller): Promise<Answer> {
  try {
    return await score(question, history, user);
  } catch (error) {
    if (error instanceof Problem && error.status < 500) throw error;
    log('error', 'the orchestrator did not answer', { reason: String(error) });
    trackMetric('chat_fallbacks', 1);
    const answer = 'No answer can be written at the moment. Please try again in a few minutes.';
    return { answer, citations: [], notes: [], fallback: true };
  }
}

async function score(question: string, history: Turn[], { tenantId, id }: Caller): Promise<Answer> {
  const response = await callOk(new URL(endpoint), {
    name: 'Azure Machine Learning',
    resource: AUDIENCE,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question, history, user: { tenantId, id } }),
    budget: BUDGET,
  });
  const said = (await response.json()) as Partial<Answer & Refusal>;
  if (said.refused) throw new Problem(said.status ?? 422, said.refused);
  if (typeof said.answer !== 'string' || said.answer === '') throw new Problem(502, 'The orchestrator gave no answer.');
  const { answer, citations = [], notes = [], fallback = false } = said;
  return { answer, citations, notes, fallback };
}
