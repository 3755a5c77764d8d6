// How the model is used.
const SETTINGS = {
  /** What the model is told before each question. */
  instructions: 'You work on documents. Keep to what a document says, and say so when it does not answer a question.',
  /** Tokens of a prompt and the part of an answer that is reserved for it. */
  maxTokens: 4_000,
  reservedTokens: 500,
  /** Most tokens of an answer. A reasoning model spends them on its thoughts, too. */
  answerTokens: 4_000,
};

/** The model deployment to ask. */
export function deploymentOf(usual: string): string {
  return usual;
}

export function settings(): Readonly<typeof SETTINGS> {
  return SETTINGS;
}
