// What the online endpoint of Azure Machine Learning runs: POST /score answers a question, GET /health is for its probes.
// Nobody comes here past the endpoint, which lets in only who has a role on it: so the user it is told about is believed.
import type { Refusal, Turn } from './contract.ts';
import { json, serve, type Caller, type Route } from './http.ts';
import { orchestrate } from './orchestrator.ts';
import { Problem } from './problem.ts';

const LONGEST_QUESTION = 8_000;
const MOST_TURNS = 20;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const score: Route = {
  method: 'POST',
  path: '/score',
  summary: 'Answer a question',
  input: 'json',
  limit: 1024 * 1024,
  async handle(request) {
    const { question, history = [], user } = json(request);
    if (typeof question !== 'string' || question.trim() === '' || question.length > LONGEST_QUESTION) {
      throw new Problem(400, `question must be a text of 1 to ${LONGEST_QUESTION} characters.`);
    }
    if (!isUser(user)) throw new Problem(400, 'user must have a tenantId and an id.');
    if (!isHistory(history)) throw new Problem(400, `history must be a list of at most ${MOST_TURNS} turns.`);
    try {
      return { body: await orchestrate(question, history, user) };
    } catch (error) {
      // An error of the container would be one of the endpoint; that a question gets no answer is none.
      if (!(error instanceof Problem) || error.status >= 499) throw error;
      const refusal: Refusal = { refused: error.message, status: error.status };
      return { body: refusal };
    }
  },
};

function isUser(value: unknown): value is Caller {
  const { tenantId, id } = (value ?? {}) as Record<string, unknown>;
  return UUID.test(String(tenantId)) && UUID.test(String(id));
}

function isHistory(value: unknown): value is Turn[] {
  return (
    Array.isArray(value) &&
    value.length <= MOST_TURNS &&
    value.every((turn) => typeof turn?.question === 'string' && typeof turn?.answer === 'string')
  );
}

// Without a model it still says what it found, so it is healthy as long as it runs.
serve({ routes: [score] });
