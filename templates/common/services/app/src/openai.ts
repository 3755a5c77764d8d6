// Chat completions of Azure OpenAI, at the first of its endpoints that can answer, unless the answer is known already.
import { AI_SERVICES } from './identity.ts';
import { callOk, required } from './outbound.ts';
import { Problem } from './problem.ts';
import { deploymentOf, settings } from './settings.ts';
import { log, trackMetric } from './telemetry.ts';
import type { Message } from './tokens.ts';

/** Where answers are kept: see cache.ts. It never throws and never takes long. */
export interface Answers {
  find(question: string): Promise<string | undefined>;
  keep(question: string, answer: string): void;
}

export interface Options {
  answers?: Answers | undefined;
  /** Whose answers these are, such as a tenant: what one was answered, another never gets. */
  scope?: string | undefined;
  /** Prompt and version, for telemetry. */
  prompt?: string;
  /** Milliseconds for everything. */
  budget?: number;
}

interface Completion {
  choices: { message: { content?: string | null }; finish_reason: string }[];
  usage?: { prompt_tokens: number; completion_tokens: number };
}

/** See BUDGET in outbound.ts. */
const BUDGET = 38_000;
/** For one endpoint, while there are others. */
const LONGEST_CALL = 20_000;
/** Seconds for an endpoint that failed without saying when to come back. */
const REST = 10;
const LONGEST_REST = 5 * 60_000;

/** Until when an endpoint is left alone. */
const resting = new Map<string, number>();

/** What the model says to the messages. */
export async function complete(messages: readonly Message[], options: Options = {}): Promise<string> {
  const { answers, scope = '', prompt, budget = BUDGET } = options;
  const deployment = deploymentOf(required('AZURE_OPENAI_CHAT_DEPLOYMENT'));
  const body = JSON.stringify({ model: deployment, messages, max_completion_tokens: settings().answerTokens });

  // Model, prompt and settings make the answer, so together they are its name.
  const question = `${scope}\n${body}`;
  const known = await answers?.find(question);
  if (known !== undefined) {
    trackMetric('openai_answers_reused', 1, { deployment });
    return known;
  }

  const response = await ask(body, budget);
  const { choices, usage } = (await response.json()) as Completion;
  if (usage) trackUsage({ deployment, ...(prompt !== undefined && { prompt }) }, usage);
  const { message, finish_reason: reason } = choices[0] ?? {};
  if (reason === 'content_filter') throw new Problem(422, 'The content filter does not let the answer pass.');
  const answer = message?.content;
  if (!answer) throw new Problem(502, 'Azure OpenAI gave no answer.');
  if (reason === 'stop') answers?.keep(question, answer);
  return answer;
}

/** The response of the nearest endpoint that is neither busy nor broken. */
async function ask(body: string, budget: number): Promise<Response> {
  const end = Date.now() + budget;
  const all = endpoints();
  const rested = all.filter((endpoint) => (resting.get(endpoint) ?? 0) <= Date.now());
  // When all are resting, the one that is back first says itself what the matter is.
  const able = rested.length > 0 ? rested : [...all].sort((a, b) => resting.get(a)! - resting.get(b)!).slice(0, 1);
  for (const [i, endpoint] of able.entries()) {
    const last = i === able.length - 1;
    const left = end - Date.now();
    if (left <= 0) break;
    const response = await attempt(endpoint, body, last ? left : Math.min(left, LONGEST_CALL), last);
    if (response) return response;
  }
  throw new Problem(504, 'Azure OpenAI took too long.');
}

/** Undefined when another endpoint should be asked. The last one is asked again while there is time, and its errors count. */
async function attempt(endpoint: string, body: string, budget: number, last: boolean): Promise<Response | undefined> {
  const url = new URL('openai/v1/chat/completions', endpoint);
  const headers = { 'content-type': 'application/json' };
  const options = { name: 'Azure OpenAI', resource: AI_SERVICES, method: 'POST', headers, body, budget };
  try {
    const response = await callOk(url, last ? options : { ...options, attempts: 1 });
    resting.delete(endpoint);
    return response;
  } catch (error) {
    // Anything else is about the question, which would be no better elsewhere.
    if (!(error instanceof Problem) || ![502, 503, 504].includes(error.status)) throw error;
    const pause = Math.min(Number(error.headers['retry-after'] ?? REST) * 1000, LONGEST_REST);
    resting.set(endpoint, Date.now() + pause);
    if (last) throw error;
    log('warn', 'Azure OpenAI is asked elsewhere', { host: url.host, pause });
    return undefined;
  }
}

/** Nearest first. Services that run in one region have one. */
function endpoints(): string[] {
  const list = (process.env.AZURE_OPENAI_ENDPOINTS ?? '').split(',').map((endpoint) => endpoint.trim());
  const known = list.filter((endpoint) => endpoint !== '');
  return known.length > 0 ? known : [required('AZURE_OPENAI_ENDPOINT')];
}

/** Tokens always; their cost when the two prices (US dollars for a million tokens, see README.md) are set. */
function trackUsage(of: Record<string, string>, usage: NonNullable<Completion['usage']>): void {
  trackMetric('openai_tokens_used', usage.prompt_tokens, { ...of, kind: 'prompt' });
  trackMetric('openai_tokens_used', usage.completion_tokens, { ...of, kind: 'completion' });

  const promptPrice = Number(process.env.OPENAI_PROMPT_PRICE ?? 0);
  const completionPrice = Number(process.env.OPENAI_COMPLETION_PRICE ?? 0);
  const cost = (usage.prompt_tokens * promptPrice + usage.completion_tokens * completionPrice) / 1_000_000;
  if (cost > 0) trackMetric('openai_cost', cost, of);
}
