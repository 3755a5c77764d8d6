// What may change while the service runs. These are the values to start with; where the service uses App Configuration,
// the key <name of the service>:<name of the setting> changes one (see configuration.ts).
import { log } from './telemetry.ts';

const DEFAULTS = {
  /** Requests a minute that one caller may make to one replica. */
  requestsPerMinute: 600,
  /** Requests at a time that one replica works on; more are turned away. */
  concurrentRequests: 200,
  /** Sites whose pages may call this service from a browser, such as https://shop.example; separated by commas. */
  corsOrigins: [] as readonly string[],
  /** What the model is told before each question, instead of the prompt in the folder prompts. */
  instructions: '',
  /** Tokens of a prompt and the part of an answer that is reserved for it. */
  maxTokens: 4_000,
  reservedTokens: 500,
  /** Most tokens of an answer. A reasoning model spends them on its thoughts, too. */
  answerTokens: 4_000,
  /** Seconds for which an answer of the model is kept. */
  cacheSeconds: 3_600,
  /** The model deployment that is being rolled out, and its share of the questions in percent: scripts/roll_out_model.py. */
  canaryDeployment: '',
  canaryPercent: 0,
};

export type Settings = Readonly<typeof DEFAULTS>;

const LARGEST = 1_000_000;
const ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/i;

let current: Settings = DEFAULTS;

export function settings(): Settings {
  return current;
}

/** The model deployment to ask: the one that is being rolled out gets its share of the questions. */
export function deploymentOf(usual: string): string {
  const { canaryDeployment, canaryPercent } = current;
  return canaryDeployment !== '' && Math.random() * 100 < canaryPercent ? canaryDeployment : usual;
}

/** Takes over the settings among `values`. One that is wrong or missing has its value from above. */
export function change(values: ReadonlyMap<string, string>): void {
  const next: Record<string, unknown> = { ...DEFAULTS };
  for (const [name, value] of Object.entries(DEFAULTS)) {
    const text = values.get(name);
    if (text === undefined) continue;
    const changed = parse(value, text);
    if (changed === undefined) log('warn', 'a setting is wrong and was left as it is', { name });
    else next[name] = changed;
  }
  current = next as Settings;
}

/** The text as a value of the same type, or undefined. */
function parse(like: unknown, text: string): unknown {
  if (typeof like === 'number') {
    const number = Number(text);
    return text.trim() !== '' && Number.isInteger(number) && number >= 0 && number <= LARGEST ? number : undefined;
  }
  if (typeof like === 'string') return text.trim() === '' ? undefined : text;
  const origins = text
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  return origins.every((origin) => ORIGIN.test(origin)) ? origins : undefined;
}
