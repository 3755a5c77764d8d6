// POST /chat {"message": "...", "conversation": "..."}: a question on its way through the steps below to an answer.
// A step that fails either ends the way (Problem) or leaves a note, and the answer is as good as it can still be.
import { checkAnswer, checkQuestion } from './content-safety.ts';
import type { Answer, Turn } from './contract.ts';
import { recall, remember } from './history.ts';
import { json, ownerOf, type Caller, type Route } from './http.ts';
import { orElse } from './or-else.ts';
import { orchestrate } from './orchestrator.ts';
import { Problem } from './problem.ts';

interface Talk extends Answer {
  readonly user: Caller;
  readonly question: string;
  /** Undefined until the first turn of a conversation is kept. */
  conversation: string | undefined;
  history: Turn[];
}

const LONGEST_MESSAGE = 8_000;
const MOST_TURNS = 10;
const CONVERSATION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const checks = Boolean(process.env.AZURE_CONTENT_SAFETY_ENDPOINT);
const keeps = Boolean(process.env.AZURE_COSMOS_ENDPOINT);

const STEPS: ((talk: Talk) => Promise<void>)[] = [read, check, answer, judge, keep];

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

async function answer(talk: Talk): Promise<void> {
  const { user, question, history } = talk;
  const { notes, ...said } = await orchestrate(question, history, user);
  Object.assign(talk, said);
  // A fallback is no answer that one could know more about.
  talk.notes = said.fallback ? [] : [...talk.notes, ...notes];
}

async function judge({ answer, fallback }: Talk): Promise<void> {
  if (checks && !fallback) await checkAnswer(answer);
}

async function keep(talk: Talk): Promise<void> {
  if (!keeps || talk.fallback) return;
  const { user, conversation, question, answer, notes } = talk;
  const id = await orElse(undefined, () => remember(user, conversation, question, answer));
  talk.conversation = id ?? conversation;
  if (id === undefined) notes.push('This answer could not be kept, so later ones will not know it.');
}
