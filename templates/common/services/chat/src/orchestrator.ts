// The orchestrator: rewrites a question, looks for documents, and has the model or an agent answer from them.
import type { Answer, Turn } from './contract.ts';
import { cited, find, listed, shown, type Document } from './grounding.ts';
import type { Caller } from './http.ts';
import { ask, configured, reachable as modelReachable } from './model.ts';
import { orElse } from './or-else.ts';
import { Problem } from './problem.ts';
import { promptFor } from './prompts.ts';
import { settings } from './settings.ts';
import { harmless } from './shield.ts';
import { trackError, trackMetric } from './telemetry.ts';
import { fit, type Message } from './tokens.ts';

interface Work {
  readonly user: Caller;
  readonly question: string;
  readonly history: Turn[];
  /** The question as it can be understood alone. */
  query: string;
  /** Undefined when none could be searched. */
  documents: Document[] | undefined;
}

type Said = Pick<Answer, 'answer' | 'citations'>;

const LONGEST_QUERY = 8_000;
const REWRITE_BUDGET = 8_000;
const ANSWER_BUDGET = 38_000;
/** How an agent marks what it cites. */
const MARK = / ?\u3010[^\u3011]*\u2020[^\u3011]*\u3011/g;

/** With an agent of the Foundry project, its instructions and its tools stand for our prompts and our search. */
const agent = process.env.AZURE_AI_AGENT_NAME ?? '';
const checks = Boolean(process.env.AZURE_CONTENT_SAFETY_ENDPOINT);

/** Whether somebody can be asked now. */
export const reachable = modelReachable;

/** An answer in any case; a Problem only when the question is at fault. */
export async function orchestrate(question: string, history: Turn[], user: Caller): Promise<Answer> {
  const work: Work = { user, question, history, query: question, documents: undefined };
  const notes: string[] = [];
  await rewrite(work);
  await retrieve(work);
  if (!agent && !work.documents) notes.push('No documents could be searched: this answer does not come from them.');
  try {
    const said = await (agent ? byAgent(work) : byModel(work));
    trackMetric('chat_grounded', said.citations.length > 0 ? 1 : 0);
    if (said.citations.length === 0 && (agent || work.documents)) {
      notes.push('This answer names no document. Check it before you rely on it.');
    }
    return { ...said, notes, fallback: false };
  } catch (error) {
    if (error instanceof Problem && error.status < 500) throw error;
    if (!(error instanceof Problem)) trackError(error);
    trackMetric('chat_fallbacks', 1);
    return fallback(work.documents ?? []);
  }
}

/** The first link of the prompt chain: only a question that can be understood alone can be searched for. */
async function rewrite(work: Work): Promise<void> {
  const { user, question, history } = work;
  if (agent || !configured || history.length === 0) return;
  const { id, render } = promptFor('rewrite', user.id);
  const messages = fitted({ instructions: render({}), input: question, history });
  const { text } = await orElse({ text: question }, () => ask({ prompt: id, messages, budget: REWRITE_BUDGET }));
  work.query = text.slice(0, LONGEST_QUERY);
}

async function retrieve(work: Work): Promise<void> {
  if (agent) return;
  work.documents = await orElse(undefined, async () => {
    const found = await find(work.query, work.user);
    // What cannot be checked is not used.
    return found && checks ? harmless(work.question, found) : found;
  });
}

/** The second link: from the documents, or without them when there are none to be had. */
async function byModel({ user, question, history, documents }: Work): Promise<Said> {
  const { id, render } = promptFor(documents ? 'answer' : 'answer-alone', user.id);
  const instructions = render({ today: new Date().toISOString().slice(0, 10) });
  const messages = fitted({ instructions, input: question, history, context: listed(documents ?? []) });
  const { text } = await ask({ prompt: id, messages, budget: ANSWER_BUDGET });
  return cited(text, shown(documents ?? [], messages));
}

async function byAgent({ question, history }: Work): Promise<Said> {
  const messages = fitted({ instructions: '', input: question, history });
  const { text, sources } = await ask({ prompt: agent, messages, agent, budget: ANSWER_BUDGET });
  const once = new Map(sources.map((source) => [source.url ?? source.title, source]));
  const citations = [...once.values()].map((source, i) => ({ number: i + 1, ...source }));
  return { answer: text.replace(MARK, ''), citations };
}

/** The documents can still help. */
function fallback(documents: Document[]): Answer {
  const { citations } = cited(documents.map((_, i) => `[${i + 1}]`).join(''), documents);
  let answer = 'No answer can be written at the moment. Please try again in a few minutes.';
  if (documents.length > 0) answer += ' These documents may help until then.';
  return { answer, citations, notes: [], fallback: true };
}

function fitted(prompt: Omit<Parameters<typeof fit>[0], 'max' | 'reserved'>): Message[] {
  const { maxTokens: max, reservedTokens: reserved } = settings();
  return fit({ ...prompt, max, reserved });
}
