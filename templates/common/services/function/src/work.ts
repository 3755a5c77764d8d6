// A job: reads the document, finds its text, asks the model about it, keeps the result and tells that it is there.
import { RESULTS } from './blobs.ts';
import { keep } from './dead-letters.ts';
import type { Handler } from './invocation.ts';
import { jobOfMessage, type Job } from './job.ts';
import { Problem } from './problem.ts';
import { RESULTS_QUEUE, WORK } from './queue.ts';

export interface Steps {
  /** The text of the document in a blob. */
  textOf(blob: string): Promise<string>;
  /** Left out where no model is used. */
  summarize?: (text: string, question: string | undefined) => Promise<string>;
  blobExists(container: string, name: string): Promise<boolean>;
  writeBlob(container: string, name: string, value: unknown): Promise<void>;
  sendMessage(queue: string, id: string, body: unknown): Promise<void>;
  notify(result: Result): Promise<void>;
}

/** What the world is told. The content stays in the blob. */
export interface Result {
  id: string;
  blob: string;
  /** Name of the blob with the result. */
  result: string;
}

/**
 * Returns when the message is done with, so that it leaves the queue: by a result or, when it can never have one, as a
 * dead letter. (A function in Node.js cannot move a message to the dead-letter queue with a reason of its own.)
 * Throws when it is worth another try: the queue delivers it again, and makes it a dead letter when that is too often.
 */
export function work(steps: Steps): Handler<unknown> {
  return async (message, { messageId, sequenceNumber }) => {
    try {
      await finish(jobOfMessage(message), steps);
    } catch (error) {
      if (!isFinal(error)) throw error;
      const id = `${sequenceNumber}-${messageId}`;
      await keep({ source: WORK, id, reason: 'Rejected', detail: error.message, content: message }, steps);
    }
  };
}

async function finish(job: Job, steps: Steps): Promise<void> {
  const result: Result = { id: job.id, blob: job.blob, result: `${job.id}.json` };
  // Done before, but perhaps not told: there is no need to pay for it twice.
  if (!(await steps.blobExists(RESULTS, result.result))) {
    const text = await steps.textOf(job.blob);
    const summary = text.trim() === '' ? '' : await steps.summarize?.(text, job.question);
    await steps.writeBlob(RESULTS, result.result, { ...job, text, summary, time: new Date().toISOString() });
  }
  await steps.sendMessage(RESULTS_QUEUE, job.id, result);
  await steps.notify(result);
}

/** Whether the same would fail again: the fault is in the job or in its document. */
function isFinal(error: unknown): error is Problem {
  return error instanceof Problem && error.status < 500 && error.status !== 499;
}
