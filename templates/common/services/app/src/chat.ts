// POST /chat {"message": "...", "conversation": "..."}: a question to the model, and what the service uses around it.
import { json, ownerOf, Problem, type Caller, type Route } from './http.ts';
import { complete, type Answers } from './openai.ts';
import { promptFor } from './prompts.ts';
import { settings } from './settings.ts';
import { trackError } from './telemetry.ts';
import { fit } from './tokens.ts';

/** Says no by throwing a Problem: see content-safety.ts. */
export interface Safety {
  checkQuestion(question: string): Promise<void>;
  checkAnswer(answer: string): Promise<void>;
}

interface Turn {
  question: string;
  answer: string;
}

/** See history.ts. */
export interface History {
  recall(owner: Caller, conversation: string): Promise<Turn[]>;
  remember(owner: Caller, conversation: string | undefined, question: string, answer: string): Promise<string>;
}

export interface Found {
  title: string;
  url?: string;
  content: string;
}

/** See grounding.ts. */
export interface Grounding {
  find(question: string, user: Caller): Promise<Found[] | undefined>;
  listed(documents: Found[]): string[];
  shown(documents: Found[], messages: readonly { content: string }[]): Found[];
  cited(answer: string, documents: Found[]): Reply;
}

interface Reply {
  answer: string;
  /** Documents it was made from, where there are any to be had. */
  citations?: object[];
}

/** What a question and its answer pass on their way. server.ts fills in what the service uses. */
interface Parts {
  answers?: Answers;
  grounding?: Grounding;
  safety?: Safety;
  history?: History;
}

const LONGEST_MESSAGE = 8_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const chat: Route & { parts: Parts } = {
  parts: {},
  method: 'POST',
  path: '/chat',
  summary: 'Ask a question',
  input: 'json',
  limit: 64 * 1024,
  async handle(request) {
    const { message, conversation } = json(request);
    if (typeof message !== 'string' || message === '' || message.length > LONGEST_MESSAGE) {
      throw new Problem(400, `message must be a text of 1 to ${LONGEST_MESSAGE} characters.`);
    }
    if (conversation !== undefined && (typeof conversation !== 'string' || !UUID.test(conversation))) {
      throw new Problem(400, 'conversation must be an id that an earlier answer had.');
    }

    const { safety, history } = chat.parts;
    const owner = history && ownerOf(request);
    const turns = owner && conversation !== undefined ? await history.recall(owner, conversation) : [];
    if (conversation !== undefined && turns.length === 0) throw new Problem(404, 'There is no such conversation.');

    await safety?.checkQuestion(message);
    const reply = await replyTo(message, turns, request.caller, conversation ?? message);
    await safety?.checkAnswer(reply.answer);
    if (!owner) return { body: reply };

    // An answer that cannot be kept is still an answer; only the conversation cannot go on from it.
    const kept = await history.remember(owner, conversation, message, reply.answer).catch(trackError);
    return { body: { ...reply, ...(kept !== undefined && { conversation: kept }) } };
  },
};

/** What the model says, from documents where there are some. Of a prompt with two versions each has its `share`. */
async function replyTo(message: string, history: Turn[], caller: Caller | undefined, share: string): Promise<Reply> {
  const { answers, grounding } = chat.parts;
  const documents = caller && (await grounding?.find(message, caller));
  const { id: prompt, render } = promptFor(documents ? 'answer' : 'answer-alone', share);
  const { instructions, maxTokens: max, reservedTokens: reserved } = settings();
  const told = instructions || render({ today: new Date().toISOString().slice(0, 10) });
  const context = documents ? grounding!.listed(documents) : [];
  const messages = fit({ instructions: told, input: message, history, context, max, reserved });
  const answer = await complete(messages, { answers, scope: caller?.tenantId, prompt });
  return grounding ? grounding.cited(answer, grounding.shown(documents ?? [], messages)) : { answer };
}
