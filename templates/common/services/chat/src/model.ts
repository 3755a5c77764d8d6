// The model or the agent of the Foundry project, by the Responses API, at the first endpoint that can answer.
// Project: https://learn.microsoft.com/azure/foundry/agents/quickstarts/responses-api
// Agents: https://learn.microsoft.com/azure/foundry/agents/concepts/runtime-components
import { setTimeout as sleep } from 'node:timers/promises';
import { breakerOf } from './breaker.ts';
import { AI_SERVICES } from './identity.ts';
import { call } from './outbound.ts';
import { Problem } from './problem.ts';
import { retryAfter } from './retry.ts';
import { deploymentOf, settings } from './settings.ts';
import { log, trackMetric } from './telemetry.ts';
import type { Message } from './tokens.ts';

export interface Question {
  /** Prompt and version, for telemetry. */
  prompt: string;
  messages: Message[];
  /** Milliseconds for everything. */
  budget: number;
  /** Its own instructions and tools then take the place of system messages. */
  agent?: string;
}

export interface Source {
  title: string;
  url?: string;
}

export interface Said {
  text: string;
  /** What an agent cites. */
  sources: Source[];
}

interface Target {
  name: string;
  url: URL;
  resource: string;
}

interface Annotation {
  type: string;
  url?: string;
  title?: string;
  filename?: string;
}

interface ModelResponse {
  status?: string;
  incomplete_details?: { reason?: string } | null;
  output?: { type: string; content?: { type: string; text?: string; annotations?: Annotation[] }[] }[];
  usage?: { input_tokens: number; output_tokens: number } | null;
}

const FOUNDRY = 'https://ai.azure.com';
const ROUNDS = 3;
const FIRST_PAUSE = 500;
/** Nobody waits longer for a busy model. */
const LONGEST_PAUSE = 8_000;
/** For one endpoint, while there are others. */
const LONGEST_CALL = 15_000;

const usual = process.env.AZURE_OPENAI_CHAT_DEPLOYMENT ?? 'chat';
const targets: Target[] = [
  ...endpoints('AZURE_AI_PROJECT_ENDPOINT').map((endpoint) => target('Foundry project', endpoint, FOUNDRY)),
  ...endpoints(process.env.AZURE_OPENAI_ENDPOINTS ? 'AZURE_OPENAI_ENDPOINTS' : 'AZURE_OPENAI_ENDPOINT').map((endpoint) =>
    target('Azure OpenAI', endpoint, AI_SERVICES),
  ),
];

/** Whether there is anybody to ask at all. */
export const configured = targets.length > 0;

/** Whether somebody may be asked now. */
export function reachable(): boolean {
  return targets.some(({ url }) => !breakerOf(url.host).open);
}

/** Nearest first; who is busy or broken is passed over until the time it asked for. Throws when nobody answers in time. */
export async function ask(question: Question): Promise<Said> {
  const end = Date.now() + question.budget;
  // Agents live in the project only.
  const able = question.agent ? targets.filter(({ resource }) => resource === FOUNDRY) : targets;
  for (let round = 1; ; round++) {
    for (const [i, target] of able.entries()) {
      if (Date.now() >= end || breakerOf(target.url.host).open) continue;
      const rest = end - Date.now();
      const said = await attempt(target, question, i < able.length - 1 ? Math.min(rest, LONGEST_CALL) : rest);
      if (said) return said;
    }
    const wait = able.length === 0 ? LONGEST_PAUSE : Math.min(...able.map(({ url }) => breakerOf(url.host).wait));
    const pause = Math.max(wait, FIRST_PAUSE * 2 ** (round - 1) * (0.5 + Math.random() / 2));
    if (round >= ROUNDS || pause >= LONGEST_PAUSE || Date.now() + pause >= end) {
      throw new Problem(503, 'No model can answer now. Try again later.', { 'retry-after': String(Math.ceil(wait / 1000)) });
    }
    await sleep(pause);
  }
}

/** Undefined when somebody else should be asked. */
async function attempt(target: Target, question: Question, budget: number): Promise<Said | undefined> {
  const { name, url, resource } = target;
  const { agent, messages, prompt } = question;
  const deployment = deploymentOf(usual);
  const body = agent
    ? { agent_reference: { type: 'agent_reference', name: agent }, input: messages.filter(({ role }) => role !== 'system') }
    : { model: deployment, input: messages, max_output_tokens: settings().answerTokens, store: false };
  let response: Response;
  try {
    const headers = { 'content-type': 'application/json' };
    response = await call(url, { name, resource, method: 'POST', headers, body: JSON.stringify(body), attempts: 1, budget });
  } catch (error) {
    if (error instanceof Problem && error.status === 499) throw error;
    return undefined;
  }

  if (!response.ok) {
    const said = (await response.text()).slice(0, 2_000);
    if (response.status === 400 && said.includes('content_filter')) throw filtered();
    log('error', `${name} was refused`, { host: url.host, status: response.status, said });
    if ([400, 413, 422].includes(response.status)) throw new Problem(422, 'The model did not accept the input.');
    const pause = retryAfter(response);
    if (pause !== undefined) breakerOf(url.host).failed(pause);
    return undefined;
  }

  // What breaks off on its way is no answer.
  const reply = (await response.json().catch(() => ({}))) as ModelResponse;
  const { status, incomplete_details: incomplete, output = [], usage } = reply;
  if (usage) trackUsage(agent ?? deployment, prompt, usage);
  if (incomplete?.reason === 'content_filter') throw filtered();
  const parts = output.flatMap((item) => (item.type === 'message' ? (item.content ?? []) : []));
  if (parts.some(({ type }) => type === 'refusal')) throw filtered();
  const text = parts.map((part) => part.text ?? '').join('').trim();
  if (text === '') {
    log('error', `${name} gave no answer`, { host: url.host, status, reason: incomplete?.reason });
    return undefined;
  }
  return { text, sources: parts.flatMap(({ annotations = [] }) => annotations.map(source)) };
}

function filtered(): Problem {
  return new Problem(422, 'The content filter does not let the question or its answer pass.');
}

function source({ url, title, filename }: Annotation): Source {
  return { title: title ?? filename ?? url ?? 'Document', ...(url && { url }) };
}

/** Tokens always; their cost when the two prices (US dollars for a million tokens, see README.md) are set. */
function trackUsage(model: string, prompt: string, usage: NonNullable<ModelResponse['usage']>): void {
  trackMetric('openai_tokens_used', usage.input_tokens, { deployment: model, kind: 'prompt', prompt });
  trackMetric('openai_tokens_used', usage.output_tokens, { deployment: model, kind: 'completion', prompt });

  const promptPrice = Number(process.env.OPENAI_PROMPT_PRICE ?? 0);
  const completionPrice = Number(process.env.OPENAI_COMPLETION_PRICE ?? 0);
  const cost = (usage.input_tokens * promptPrice + usage.output_tokens * completionPrice) / 1_000_000;
  if (cost > 0) trackMetric('openai_cost', cost, { deployment: model, prompt });
}

function endpoints(variable: string): string[] {
  return (process.env[variable] ?? '').split(',').map((endpoint) => endpoint.trim()).filter((endpoint) => endpoint !== '');
}

function target(name: string, endpoint: string, resource: string): Target {
  const url = new URL('openai/v1/responses', endpoint.endsWith('/') ? endpoint : `${endpoint}/`);
  return { name, url, resource };
}
