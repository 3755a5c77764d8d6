// From the hub to the queue: a job for each event. A hub delivers in order and forgets after some days; the queue keeps
// each job until it is done.
import { randomUUID } from 'node:crypto';
import { keep } from './dead-letters.ts';
import type { Handler } from './invocation.ts';
import { jobOfEvent, type Job } from './job.ts';
import { Problem } from './problem.ts';
import { WORK } from './queue.ts';
import { trackMetric } from './telemetry.ts';

export const HUB = 'documents';

export interface Steps {
  sendMessage(queue: string, id: string, body: unknown): Promise<void>;
  writeBlob(container: string, name: string, value: unknown): Promise<void>;
}

const MOST_AT_ONCE = 16;

/** Throws when an event is neither in the queue nor kept: the host tries the whole batch again before any other. */
export function intake(steps: Steps): Handler<unknown[]> {
  return async (events, { sequenceNumberArray = [], enqueuedTimeUtcArray = [] }) => {
    const [numbers, times] = [sequenceNumberArray, enqueuedTimeUtcArray] as [unknown[], unknown[]];
    const take = async (event: unknown, i: number): Promise<void> => {
      const place = numbers[i] === undefined ? randomUUID() : `${numbers[i]} of ${times[i]}`;
      let job: Job;
      try {
        job = jobOfEvent(event, place);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return keep({ source: HUB, id: place, reason: 'Rejected', detail: error.message, content: event }, steps);
      }
      await steps.sendMessage(WORK, job.id, job);
    };

    // How long the oldest one has waited: an alert looks at it.
    const ages = times.map((time) => (Date.now() - Date.parse(String(time))) / 1000).filter(Number.isFinite);
    if (ages.length > 0) trackMetric('event_age_seconds', Math.max(...ages));

    for (let first = 0; first < events.length; first += MOST_AT_ONCE) {
      await Promise.all(events.slice(first, first + MOST_AT_ONCE).map((event, i) => take(event, first + i)));
    }
  };
}
