// A job: a document in the container for documents, and perhaps a question about it. An event asks for one:
// {"blob": "invoices/7.pdf", "question": "Who pays?", "id": "order-7"}, of which only the blob is needed.
import { createHash } from 'node:crypto';
import { Problem } from './problem.ts';

export interface Job {
  /** The same for the same event, so that whatever happens twice leaves one result. */
  id: string;
  /** Name of the blob. */
  blob: string;
  question?: string;
}

const LONGEST_EVENT_ID = 128;
const LONGEST_BLOB = 1_024;
const LONGEST_QUESTION = 1_000;

/** The job an event asks for. An event without an id of its own is told from others by where it was in the hub. */
export function jobOfEvent(event: unknown, place: string): Job {
  const { id = place, blob, question } = object(event);
  if (typeof id !== 'string' || id === '' || id.length > LONGEST_EVENT_ID) {
    throw new Problem(400, `id must be a text of 1 to ${LONGEST_EVENT_ID} characters.`);
  }
  const job = checked(blob, question);
  const parts = JSON.stringify([id, job.blob, job.question ?? '']);
  return { id: createHash('sha256').update(parts).digest('hex').slice(0, 32), ...job };
}

/** The job in a message, which can be by somebody else than the intake. */
export function jobOfMessage(message: unknown): Job {
  const { id, blob, question } = object(message);
  if (typeof id !== 'string' || !/^[0-9a-f]{32}$/.test(id)) throw new Problem(400, 'id must be 32 hexadecimal digits.');
  return { id, ...checked(blob, question) };
}

function object(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Problem(400, 'It must be a JSON object.');
}

function checked(blob: unknown, question: unknown): Omit<Job, 'id'> {
  if (typeof blob !== 'string' || !isBlobName(blob)) {
    throw new Problem(400, 'blob must be the name of a blob: no address, no path out of the container.');
  }
  if (question === undefined) return { blob };
  if (typeof question !== 'string' || question === '' || question.length > LONGEST_QUESTION) {
    throw new Problem(400, `question must be a text of 1 to ${LONGEST_QUESTION} characters.`);
  }
  return { blob, question };
}

function isBlobName(name: string): boolean {
  if (name === '' || name.length > LONGEST_BLOB || !name.isWellFormed() || /[\\\p{Cc}]/u.test(name)) return false;
  return name.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}
