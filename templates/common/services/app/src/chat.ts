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

/** See history.ts. */
export interface History {
  recall(owner: Caller, conversation: string): Promise<{ question: string; answer: string }[]>;
  remember(owner: Caller, conversation: string | undefined, question: string, answer: string): Promise<string>;
}

/** What a question and its answer pass on their way. server.ts fills in what the service uses. */
interface Parts {
  answers?: Answers;
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

    const { answers, safety, history } = chat.parts;
    const owner = history && ownerOf(request);
    const turns = owner && conversation !== undefined ? await history.recall(owner, conversation) : [];
    if (conversation !== undefined && turns.length === 0) throw new Problem(404, 'There is no such conversation.');

    await safety?.checkQuestion(message);
    const { instructions, maxTokens: max, reservedTokens: reserved } = settings();
    // Who asks is known to public services only, so a version of the prompt gets its share of conversations.
    const { id: prompt, render } = promptFor('answer', conversation ?? message);
    const told = instructions || render({ today: new Date().toISOString().slice(0, 10) });
    const messages = fit({ instructions: told, input: message, history: turns, max, reserved });
    const answer = await complete(messages, { answers, scope: request.caller?.tenantId, prompt });
    await safety?.checkAnswer(answer);
    if (!owner) return { body: { answer } };

    // An answer that cannot be kept is still an answer; only the conversation cannot go on from it.
    const kept = await history.remember(owner, conversation, message, answer).catch(trackError);
    return { body: { answer, ...(kept !== undefined && { conversation: kept }) } };
  },
};
