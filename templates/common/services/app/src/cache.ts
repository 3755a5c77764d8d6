// Answers of the model, kept in Redis for a while. The cache only ever helps: without one, or while it does not work,
// every question goes to the model.
import { createHash } from 'node:crypto';
import { Breaker } from './breaker.ts';
import { Redis } from './redis.ts';
import { settings } from './settings.ts';
import { log } from './telemetry.ts';

/** Longer than this, asking the cache would be no gain. */
const PATIENCE = 1_000;
const LONGEST_ANSWER = 256 * 1024;

const { REDIS_HOST: host = '', REDIS_PORT: port = '10000' } = process.env;
// The host is empty in an environment without a cache.
const redis = host === '' ? undefined : new Redis(host, Number(port), PATIENCE);
const breaker = new Breaker();

export const answers = {
  /** The answer to a question that is the same in every character. */
  async find(question: string): Promise<string | undefined> {
    if (settings().cacheSeconds === 0) return undefined;
    return (await attempt((redis) => redis.get(keyOf(question)))) ?? undefined;
  },

  /** Nobody waits for it. */
  keep(question: string, answer: string): void {
    const { cacheSeconds } = settings();
    if (cacheSeconds === 0 || answer.length > LONGEST_ANSWER) return;
    void attempt((redis) => redis.set(keyOf(question), answer, cacheSeconds));
  },
};

async function attempt<T>(use: (redis: Redis) => Promise<T>): Promise<T | undefined> {
  if (!redis || !breaker.enter()) return undefined;
  try {
    const result = await use(redis);
    breaker.succeeded();
    return result;
  } catch (error) {
    breaker.failed();
    log('warn', 'the cache does not work', { host, reason: String(error) });
    return undefined;
  }
}

/** Nobody who reads the keys learns what was asked. */
function keyOf(question: string): string {
  return `answer:${createHash('sha256').update(question).digest('hex')}`;
}
