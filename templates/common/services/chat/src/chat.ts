// POST /chat {"message": "...", "conversation": "..."}: a question on its way through the steps below to an answer.
// A step that fails either ends the way (Problem) or leaves a note, and the answer is as good as it can still be.
import { checkAnswer, checkQuestion } from './content-safety.ts';
import { cited, find, listed, type Citation, type Document } from './grounding.ts';
import { recall, remember, type Turn } from './history.ts';
import { json, ownerOf, type Caller, type Route } from './http.ts';
import { orchestrated, score } from './ml.ts';
import { ask, configured } from './model.ts';
import { Problem } from './problem.ts';
import { promptFor } from './prompts.ts';
import { settings } from './settings.ts';
import { harmless } from './shield.ts';
import { log, trackError, trackMetric } from './telemetry.ts';
import { fit, type Message } from './tokens.ts';

interface Talk {
  readonly user: Caller;
  readonly question: string;
  /** Undefined until the first turn of a conversation is kept. */
  conversation: string | undefined;
  history: Turn[];
  /** The question as it can be understood alone. */
  query: string;
  /** Undefined when none could be searched. */
  documents: Document[] | undefined;
  answer: string;
  citations: Citation[];
  /** What the user should know about the answer. */
  notes: string[];
  /** Whether nobody could answer. */
  fallback: boolean;
}

const LONGEST_MESSAGE = 8_000;
const MOST_TURNS = 10;
const REWRITE_BUDGET = 8_000;
const ANSWER_BUDGET = 38_000;
/** How an agent marks what it cites. */
const MARK = / ?\u3010[^\u3011]*\u2020[^\u3011]*\u3011/g;
const CONVERSATION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** With an agent of the Foundry project, its instructions and its tools stand for our prompts and our search. */
const agent = process.env.AZURE_AI_AGENT_NAME ?? '';
const checks = Boolean(process.env.AZURE_CONTENT_SAFETY_ENDPOINT);
const keeps = Boolean(process.env.AZURE_COSMOS_ENDPOINT);

const STEPS: ((talk: Talk) => Promise<void>)[] = [read, check, rewrite, retrieve, answer, judge, keep];

export const chat: Route = {
  method: 'POST',
  path: '/chat',
  summary: 'Ask a question',
  input: 'json',
  limit: 64 * 1024,
  async handle(request) {
    const user = ownerOf(request);
    const { message, conversation } = json(request);
    if (typeof message !== 'string' || message.trim() === '' || message.length > LONGEST_MESSAGE) {
      throw new Problem(400, `message must be a text of 1 to ${LONGEST_MESSAGE} characters.`);
    }
    if (conversation !== undefined && (typeof conversation !== 'string' || !CONVERSATION.test(conversation))) {
      throw new Problem(400, 'conversation must be an id that an earlier answer had.');
    }

    const talk: Talk = {
      user,
      question: message,
      conversation,
      history: [],
      query: message,
      documents: undefined,
      answer: '',
      citations: [],
      notes: [],
      fallback: false,
    };
    for (const step of STEPS) await step(talk);
    return { body: { conversation: talk.conversation, answer: talk.answer, citations: talk.citations, notes: talk.notes } };
  },
};

async function read(talk: Talk): Promise<void> {
  const { user, conversation } = talk;
  if (!keeps || conversation === undefined) return;
  const turns = await orElse(undefined, () => recall(user, conversation, MOST_TURNS));
  if (turns?.length === 0) throw new Problem(404, 'There is no such conversation.');
  if (turns) talk.history = turns;
  else talk.notes.push('What was said before could not be read, so it was not taken into account.');
}

async function check({ question }: Talk): Promise<void> {
  if (checks) await checkQuestion(question);
}

/** The first link of the prompt chain: only a question that can be understood alone can be searched for. */
async function rewrite(talk: Talk): Promise<void> {
  const { user, question, history } = talk;
  if (agent || !configured || history.length === 0) return;
  const { id, render } = promptFor('rewrite', user.id);
  const messages = fitted({ instructions: render({}), input: question, history });
  const { text } = await orElse({ text: question }, () => ask({ prompt: id, messages, budget: REWRITE_BUDGET }));
  talk.query = text.slice(0, LONGEST_MESSAGE);
}

async function retrieve(talk: Talk): Promise<void> {
  if (agent) return;
  talk.documents = await orElse(undefined, async () => {
    const found = await find(talk.query, talk.user);
    // What cannot be checked is not used.
    return found && checks ? harmless(talk.question, found) : found;
  });
  if (!talk.documents) talk.notes.push('No documents could be searched: this answer does not come from them.');
}

async function answer(talk: Talk): Promise<void> {
  try {
    await (orchestrated ? byEndpoint(talk) : agent ? byAgent(talk) : byModel(talk));
  } catch (error) {
    if (error instanceof Problem && error.status < 500) throw error;
    if (!(error instanceof Problem)) trackError(error);
    const { documents = [] } = talk;
    talk.fallback = true;
    talk.notes = [];
    talk.answer = 'No answer can be written at the moment. Please try again in a few minutes.';
    talk.citations = cited(documents.map((_, i) => `[${i + 1}]`).join(''), documents).citations;
    if (documents.length > 0) talk.answer += ' These documents may help until then.';
    trackMetric('chat_fallbacks', 1);
  }
}

/** The second link: from the documents, or without them when there are none to be had. */
async function byModel(talk: Talk): Promise<void> {
  const { user, question, history, documents } = talk;
  const { id, render } = promptFor(documents ? 'answer' : 'answer-alone', user.id);
  const instructions = render({ today: new Date().toISOString().slice(0, 10) });
  const messages = fitted({ instructions, input: question, history, context: listed(documents ?? []) });
  const { text } = await ask({ prompt: id, messages, budget: ANSWER_BUDGET });
  // Not all may have had room.
  const context = messages.at(-2)?.content ?? '';
  const shown = documents?.filter((_, i) => context.includes(`{"number":${i + 1},`)) ?? [];
  Object.assign(talk, cited(text, shown));
}

async function byEndpoint(talk: Talk): Promise<void> {
  const { question, history, documents = [] } = talk;
  Object.assign(talk, cited(await score(question, history, documents, ANSWER_BUDGET), documents));
}

async function byAgent(talk: Talk): Promise<void> {
  const { question, history } = talk;
  const messages = fitted({ instructions: '', input: question, history });
  const { text, sources } = await ask({ prompt: agent, messages, agent, budget: ANSWER_BUDGET });
  talk.answer = text.replace(MARK, '');
  const once = new Map(sources.map((source) => [source.url ?? source.title, source]));
  talk.citations = [...once.values()].map((source, i) => ({ number: i + 1, ...source }));
}

/** Looks at the answer: whether it may be given, and whether documents stand behind it. */
async function judge({ answer, documents, citations, notes, fallback }: Talk): Promise<void> {
  if (fallback) return;
  if (checks) await checkAnswer(answer);
  trackMetric('chat_grounded', citations.length > 0 ? 1 : 0);
  if (citations.length > 0 || (!agent && !documents)) return;
  notes.push('This answer names no document. Check it before you rely on it.');
}

async function keep(talk: Talk): Promise<void> {
  if (!keeps || talk.fallback) return;
  const { user, conversation, question, answer, notes } = talk;
  const id = await orElse(undefined, () => remember(user, conversation, question, answer));
  talk.conversation = id ?? conversation;
  if (id === undefined) notes.push('This answer could not be kept, so later ones will not know it.');
}

function fitted(prompt: Omit<Parameters<typeof fit>[0], 'max' | 'reserved'>): Message[] {
  const { maxTokens: max, reservedTokens: reserved } = settings();
  return fit({ ...prompt, max, reserved });
}

/** What `work` gives, or `instead` when it cannot. Only a caller who left ends the way. */
async function orElse<T, U>(instead: U, work: () => Promise<T>): Promise<T | U> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && error.status === 499) throw error;
    log('warn', 'a step failed and was passed over', { reason: String(error) });
    return instead;
  }
}
