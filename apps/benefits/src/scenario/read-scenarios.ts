import type { z } from 'zod';
import { ScenarioError } from './scenario.errors.js';
import { Scenario, ScenarioFile } from './scenario-schema.js';

/** A name longer than any that is allowed must not flood the message. */
const LONGEST_NAME = 80;
const MOST_ISSUES = 20;

/** A scenario that is written wrongly, with every place that is wrong. */
export interface Unreadable {
  readonly id: string;
  readonly error: string;
}

/** Reads a scenario file. Unknown keys, impossible dates and amounts over the limits are errors that name the scenario and the place. */
export function readScenarios(text: string): readonly Scenario[] {
  return readEach(text).map((read) => {
    if ('error' in read) throw new ScenarioError(`${read.id}: ${read.error}`);
    return read;
  });
}

/** The same, where one that is written wrongly does not stand in the way of the others. */
export function readEach(text: string): readonly (Scenario | Unreadable)[] {
  const file = ScenarioFile.safeParse(jsonOf(text));
  if (!file.success) throw new ScenarioError(`the file: ${problemsOf(file.error)}`);
  return named(
    file.data.map((json, index) => {
      const parsed = Scenario.safeParse(json);
      return parsed.success ? parsed.data : { id: idOf(json, index), error: problemsOf(parsed.error) };
    }),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ScenarioError(`the file is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

function idOf(json: unknown, index: number): string {
  const id = json === null || typeof json !== 'object' || !('id' in json) ? undefined : json.id;
  return typeof id === 'string' && id !== '' ? id.slice(0, LONGEST_NAME) : `scenario ${index + 1}`;
}

function problemsOf({ issues }: z.ZodError): string {
  const lines = issues.slice(0, MOST_ISSUES).map(({ path, message }) => {
    // Steps are counted from one, as in all other messages.
    const [first, index, ...rest] = path;
    const isStep = first === 'steps' && typeof index === 'number';
    const place = isStep ? [`step ${index + 1}`, ...rest.map(String)].join(' ') : path.map(String).join('.');
    return place === '' ? message : `${place}: ${message}`;
  });
  return lines.join('; ');
}

/** Results are found by their id. */
function named<T extends { readonly id: string }>(scenarios: readonly T[]): readonly T[] {
  const ids = new Set<string>();
  for (const { id } of scenarios) {
    if (ids.has(id)) throw new ScenarioError(`${id}: two scenarios have this id`);
    ids.add(id);
  }
  return scenarios;
}
