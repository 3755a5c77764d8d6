// Azure AI Content Safety, before and after the model, which has filters of its own: attacks on its instructions, and harm.
// https://learn.microsoft.com/azure/ai-services/content-safety/quickstart-jailbreak
import { AI_SERVICES } from './identity.ts';
import { callOk, required } from './outbound.ts';
import { Problem } from './problem.ts';
import { log, trackMetric } from './telemetry.ts';

interface Shield {
  userPromptAnalysis?: { attackDetected: boolean };
}

interface Analysis {
  categoriesAnalysis: { category: string; severity: number }[];
}

const BUDGET = 5_000;
/** Of 0, 2, 4 and 6: what the content filter of the models calls medium. */
const LOWEST_SEVERITY = 4;
/** Characters that the service takes at a time. */
const LONGEST_TEXT = 10_000;

/** Throws when the question may not be asked. A check that fails refuses too: else an outage would switch it off. */
export async function checkQuestion(question: string): Promise<void> {
  const [shield, harm] = await Promise.all([
    post<Shield>('text:shieldPrompt', { userPrompt: question, documents: [] }),
    harmIn(question),
  ]);
  // No verdict is no pass.
  if (shield.userPromptAnalysis?.attackDetected ?? true) refuse('question', 'attack');
  if (harm) refuse('question', harm);
}

/** Throws when the answer may not be given. */
export async function checkAnswer(answer: string): Promise<void> {
  const harm = await harmIn(answer);
  if (harm) refuse('answer', harm);
}

/** The category of the first harm that is severe, if there is any. */
async function harmIn(text: string): Promise<string | undefined> {
  const characters = Array.from(text);
  const parts: string[] = [];
  while (characters.length > 0) parts.push(characters.splice(0, LONGEST_TEXT).join(''));
  const options = { outputType: 'FourSeverityLevels' };
  const analyses = await Promise.all(parts.map((part) => post<Analysis>('text:analyze', { text: part, ...options })));
  const found = analyses.flatMap(({ categoriesAnalysis }) => categoriesAnalysis);
  return found.find(({ severity }) => severity >= LOWEST_SEVERITY)?.category;
}

function refuse(what: string, reason: string): never {
  log('warn', `a ${what} was refused`, { reason });
  trackMetric('content_safety_refusals', 1, { what, reason });
  throw new Problem(422, `The ${what} does not pass the content filter.`);
}

export async function post<T>(operation: string, body: object): Promise<T> {
  const url = new URL(`contentsafety/${operation}?api-version=2024-09-01`, required('AZURE_CONTENT_SAFETY_ENDPOINT'));
  const headers = { 'content-type': 'application/json' };
  const options = { method: 'POST', headers, body: JSON.stringify(body), attempts: 2, budget: BUDGET };
  const response = await callOk(url, { name: 'Content Safety', resource: AI_SERVICES, ...options });
  return (await response.json()) as T;
}
