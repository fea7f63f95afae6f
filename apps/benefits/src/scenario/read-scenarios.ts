import { ScenarioError } from './scenario.errors.js';
import { ScenarioFile, type Scenario } from './scenario-schema.js';

/** A name longer than any that is allowed must not flood the message. */
const LONGEST_NAME = 80;

/** Reads a scenario file. Unknown keys, impossible dates and amounts over the limits are errors that name the scenario and the place. */
export function readScenarios(text: string): readonly Scenario[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(`the file is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
  const parsed = ScenarioFile.safeParse(json);
  if (parsed.success) return named(parsed.data);
  const lines = parsed.error.issues.slice(0, 20).map(({ path: [index, ...rest], message }) => {
    const id = Array.isArray(json) ? (json[Number(index)] as { id?: unknown } | undefined)?.id : undefined;
    const scenario = typeof id === 'string' ? id.slice(0, LONGEST_NAME) : `scenario ${String(index)}`;
    return [index === undefined ? 'the file' : scenario, rest.map(String).join('.'), message].join(': ');
  });
  throw new ScenarioError(lines.join('\n'));
}

/** Results are found by their id. */
function named(scenarios: readonly Scenario[]): readonly Scenario[] {
  const ids = new Set<string>();
  for (const { id } of scenarios) {
    if (ids.has(id)) throw new ScenarioError(`${id}: two scenarios have this id`);
    ids.add(id);
  }
  return scenarios;
}
