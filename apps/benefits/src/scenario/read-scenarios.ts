import { ScenarioError } from './scenario.errors.js';
import { ScenarioFile, type Scenario } from './scenario-schema.js';

/** Reads a scenario file. Unknown keys, impossible dates and amounts over the limits are errors that name the scenario and the place. */
export function readScenarios(text: string): readonly Scenario[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(`the file is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
  const parsed = ScenarioFile.safeParse(json);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.slice(0, 20).map((issue) => {
    const [index, ...rest] = issue.path;
    const id = Array.isArray(json) ? (json[Number(index)] as { id?: unknown } | undefined)?.id : undefined;
    return `${typeof id === 'string' ? id : `scenario ${String(index ?? '')}`}: ${rest.map(String).join('.')}: ${issue.message}`;
  });
  throw new ScenarioError(lines.join('\n'));
}
