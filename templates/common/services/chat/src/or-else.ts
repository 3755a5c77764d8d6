import { Problem } from './problem.ts';
import { log } from './telemetry.ts';

/** What `work` gives, or `instead` when it cannot. Only a caller who left ends the way. */
export async function orElse<T, U>(instead: U, work: () => Promise<T>): Promise<T | U> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && error.status === 499) throw error;
    log('warn', 'a step failed and was passed over', { reason: String(error) });
    return instead;
  }
}
