// Holds a message that failed before it goes back to its queue, which would deliver it again at once. Meanwhile the
// instance takes fewer others: what is behind it gets a rest.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Handler } from './invocation.ts';
import { Problem } from './problem.ts';

const LONGEST_PAUSE = 2 * 60_000;

type Pause = (milliseconds: number) => Promise<unknown>;

export function patient<Input>(handler: Handler<Input>, pause: Pause = sleep): Handler<Input> {
  return async (input, metadata) => {
    try {
      await handler(input, metadata);
    } catch (error) {
      await pause(pauseAfter(error, Number(metadata['deliveryCount'] ?? 1)));
      throw error;
    }
  };
}

/** What the other side asks for, else doubling with each delivery. Jitter keeps messages apart. */
function pauseAfter(error: unknown, deliveryCount: number): number {
  const asked = error instanceof Problem ? Number(error.headers['retry-after'] ?? 0) * 1_000 : 0;
  const pause = Math.max(asked, 1_000 * 2 ** Math.min(deliveryCount, 10));
  return Math.min(LONGEST_PAUSE, pause) * (1 + Math.random() / 4);
}
