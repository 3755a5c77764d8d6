// The prompt library: each file of prompts/ is one version of one prompt. A new version stands beside the old one and
// gets the share of the users (or conversations) it names, in percent; without a share it gets all that is left. So a
// version is tried, widened and taken back by changing a file, and telemetry says which one was used.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** What a file holds. scripts/validate_prompts.py checks the same. */
export interface PromptFile {
  name: string;
  version: string;
  description: string;
  /** Percent of the users; left out, all that newer versions leave. */
  share?: number;
  /** Names that stand in braces in the template, such as {today}. */
  variables: string[];
  /** Lines of the text. What people write never comes in here: it goes to the model as a message of its own. */
  template: string[];
}

export interface Prompt {
  /** Name and version. */
  id: string;
  render(values: Record<string, string>): string;
}

const VARIABLE = /\{(\w+)\}/g;

/** The version of a prompt that a user, or a conversation, gets, each time the same. */
export const promptFor = open(new URL('../prompts/', import.meta.url));

export function open(folder: URL): (name: string, user: string) => Prompt {
  const library = new Map<string, PromptFile[]>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const prompt = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as PromptFile;
    if (file !== `${prompt.name}-${prompt.version}.json`) throw new Error(`prompts/${file} holds ${id(prompt)}.`);
    const unknown = variablesOf(prompt).find((name) => !prompt.variables.includes(name));
    if (unknown !== undefined) throw new Error(`prompts/${file} does not declare ${unknown}.`);
    library.set(prompt.name, [...(library.get(prompt.name) ?? []), prompt].sort(newestFirst));
  }

  return (name, user) => {
    let rest = createHash('sha256').update(user).digest().readUInt32BE() % 100;
    for (const version of library.get(name) ?? []) {
      rest -= version.share ?? 100;
      if (rest < 0) return ready(version);
    }
    throw new Error(`There is no prompt ${name} for all users.`);
  };
}

function ready(prompt: PromptFile): Prompt {
  return {
    id: id(prompt),
    render: (values) =>
      // One pass: braces in a value stay as they are.
      prompt.template.join('\n').replace(VARIABLE, (_, name: string) => {
        const value = values[name];
        if (value === undefined) throw new Error(`${id(prompt)} needs ${name}.`);
        return value;
      }),
  };
}

function variablesOf({ template }: PromptFile): string[] {
  return [...template.join('\n').matchAll(VARIABLE)].map(([, name]) => name ?? '');
}

function id({ name, version }: PromptFile): string {
  return `${name}@${version}`;
}

function newestFirst(a: PromptFile, b: PromptFile): number {
  return b.version.localeCompare(a.version, 'en', { numeric: true });
}
