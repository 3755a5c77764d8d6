// POST /chat {"message": "..."}: one question to Azure OpenAI.
import { json, Problem, type Route } from './http.ts';
import { AI_SERVICES } from './identity.ts';
import { callOk, required } from './outbound.ts';
import { trackMetric } from './telemetry.ts';

interface Completion {
  choices: { message: { content?: string | null }; finish_reason: string }[];
  usage?: { prompt_tokens: number; completion_tokens: number };
}

const INSTRUCTIONS = 'You are a helpful assistant. Say so when you do not know.';
const LONGEST_MESSAGE = 8_000;
/** A reasoning model spends these on its thoughts, too. */
const MOST_ANSWER_TOKENS = 4_000;

export const chat: Route = {
  method: 'POST',
  path: '/chat',
  summary: 'Ask a question',
  input: 'json',
  limit: 64 * 1024,
  async handle(request) {
    const { message } = json(request);
    if (typeof message !== 'string' || message === '' || message.length > LONGEST_MESSAGE) {
      throw new Problem(400, `message must be a text of 1 to ${LONGEST_MESSAGE} characters.`);
    }

    const deployment = required('AZURE_OPENAI_CHAT_DEPLOYMENT');
    const response = await callOk(new URL('openai/v1/chat/completions', required('AZURE_OPENAI_ENDPOINT')), {
      name: 'Azure OpenAI',
      resource: AI_SERVICES,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: deployment,
        messages: [
          { role: 'system', content: INSTRUCTIONS },
          { role: 'user', content: message },
        ],
        max_completion_tokens: MOST_ANSWER_TOKENS,
      }),
    });

    const completion = (await response.json()) as Completion;
    if (completion.usage) trackUsage(deployment, completion.usage);
    const answer = completion.choices[0]?.message.content;
    if (!answer) throw new Problem(502, 'Azure OpenAI gave no answer.');
    return { body: { answer } };
  },
};

/** Tokens always; their cost when the two prices (US dollars for a million tokens, see README.md) are set. */
function trackUsage(deployment: string, usage: NonNullable<Completion['usage']>): void {
  trackMetric('openai_tokens_used', usage.prompt_tokens, { deployment, kind: 'prompt' });
  trackMetric('openai_tokens_used', usage.completion_tokens, { deployment, kind: 'completion' });

  const promptPrice = Number(process.env.OPENAI_PROMPT_PRICE ?? 0);
  const completionPrice = Number(process.env.OPENAI_COMPLETION_PRICE ?? 0);
  const cost = (usage.prompt_tokens * promptPrice + usage.completion_tokens * completionPrice) / 1_000_000;
  if (cost > 0) trackMetric('openai_cost', cost, { deployment });
}
