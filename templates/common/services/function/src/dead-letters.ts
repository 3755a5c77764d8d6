// Events and messages that nobody can work on: kept as blobs with the reason, counted, and then out of the way.
// To try one again, send its blob and its question to the hub again.
import { createHash } from 'node:crypto';
import { DEAD_LETTERS } from './blobs.ts';
import type { Handler } from './invocation.ts';
import { WORK } from './queue.ts';
import { log, trackMetric } from './telemetry.ts';

export interface DeadLetter {
  /** The hub or the queue it came from. */
  source: string;
  /** Tells it from the others of its source. */
  id: string;
  /** One of a few words: a dimension of the metric. */
  reason: string;
  detail: string;
  content: unknown;
}

export interface Steps {
  writeBlob(container: string, name: string, value: unknown): Promise<void>;
}

/** Returns when the letter is safe. Keeping it twice leaves one blob. */
export async function keep(letter: DeadLetter, { writeBlob }: Steps): Promise<void> {
  const { source, id, reason, detail } = letter;
  const name = /^[\w-]{1,64}$/.test(id) ? id : createHash('sha256').update(id).digest('hex');
  await writeBlob(DEAD_LETTERS, `${source}/${name}.json`, letter);
  log('error', 'dead letter', { source, id, reason, detail });
  trackMetric('dead_letters', 1, { source, reason });
}

/** Empties the dead-letter queue: messages that were delivered too often, or that nobody took in time. */
export function deadLetters(steps: Steps): Handler<unknown> {
  return async (content, { messageId, sequenceNumber, applicationProperties }) => {
    const { deadLetterReason, deadLetterErrorDescription } = (applicationProperties ?? {}) as Record<string, unknown>;
    const id = `${sequenceNumber}-${messageId}`;
    const reason = String(deadLetterReason ?? 'Unknown');
    await keep({ source: WORK, id, reason, detail: String(deadLetterErrorDescription ?? ''), content }, steps);
  };
}
