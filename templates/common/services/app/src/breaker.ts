// Circuit breaker: whoever keeps failing is left alone for a while, so that nobody waits for what cannot work.
const MOST_FAILURES = 5;
const PAUSE = 30_000;
const LONGEST_PAUSE = 5 * 60_000;

export class Breaker {
  #failures = 0;
  #until = 0;

  /** Whether calls would be held back now. */
  get open(): boolean {
    return Date.now() < this.#until;
  }

  /** Milliseconds until the next call may be made. */
  get wait(): number {
    return Math.max(0, this.#until - Date.now());
  }

  /** Whether a call may be made. After a pause only one may, until its outcome is known. */
  enter(): boolean {
    if (this.open) return false;
    if (this.#failures >= MOST_FAILURES) this.#until = Date.now() + PAUSE;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#until = 0;
  }

  /** `pause` is what the other side asked for. */
  failed(pause?: number): void {
    this.#failures++;
    if (pause !== undefined) this.#until = Math.max(this.#until, Date.now() + Math.min(pause, LONGEST_PAUSE));
    if (this.#failures >= MOST_FAILURES) this.#until = Math.max(this.#until, Date.now() + PAUSE);
  }
}

const breakers = new Map<string, Breaker>();

/** The breaker that all calls to a host share. The hosts are our own resources, so there are few. */
export function breakerOf(host: string): Breaker {
  const breaker = breakers.get(host) ?? new Breaker();
  breakers.set(host, breaker);
  return breaker;
}
