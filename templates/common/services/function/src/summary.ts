// What the model says about a document: a summary, or an answer to the question that came with it.
import { complete } from './openai.ts';
import { settings } from './settings.ts';
import { fit } from './tokens.ts';

const TASK = 'Summarize the document in at most five sentences.';
/** Nobody waits for it; see functionTimeout in host.json. */
const BUDGET = 120_000;
/** More than fits in any case; the rest is cut by tokens. */
const MOST_CHARACTERS = 50_000;

/** Of a long document the model sees the start only; the question it always sees whole. */
export function summarize(text: string, question: string = TASK): Promise<string> {
  const { instructions, maxTokens: max, reservedTokens: reserved } = settings();
  const context = [text.slice(0, MOST_CHARACTERS)];
  return complete(fit({ instructions, input: question, context, max, reserved }), { budget: BUDGET });
}
