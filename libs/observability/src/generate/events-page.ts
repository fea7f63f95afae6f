import type { EventDefinition, JsonSchema, Topic } from '@doorstep/contracts';
import { ALL_TOPICS, allEvents, eventSchemaOf, LANES_PER_PARTITION, PARTITIONS } from '@doorstep/contracts';

/** `docs/events.md`: every topic, who writes and may read it, and every event version with its members. */
export function eventsPage(): string {
  const topics = ALL_TOPICS.filter((topic) => eventsOn(topic).length > 0);
  const lines = [
    '# Topics and events',
    '',
    'Generated from `libs/contracts` by `npm run generate`; do not edit.',
    '',
    'Every record value is one CloudEvents 1.0.2 document in structured mode and canonical JSON (RFC 8785). The record key is the',
    `\`subject\`. Topics of one key space share their number of partitions for ever; each partition has ${LANES_PER_PARTITION} lanes. *Event* topics`,
    'are complete for at least 30 days, *state* topics are compacted and the highest `version` counts. `audit` reads everything.',
    '',
    '| Topic | Written by | Key | Kind | Partitions | Read by |',
    '|---|---|---|---|---|---|',
    ...topics.map(topicRow),
    ...topics.flatMap((topic) => ['', `## ${topic.name}`, ...eventsOn(topic).flatMap(eventLines)]),
    '',
  ];
  return lines.join('\n');
}

function eventsOn(topic: Topic): EventDefinition[] {
  return allEvents()
    .filter((event) => event.topic.name === topic.name)
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}

function topicRow(topic: Topic): string {
  const anchor = topic.name.replaceAll('.', '');
  const readers = topic.readers.filter((reader) => reader !== topic.owner);
  return `| [${topic.name}](#${anchor}) | ${topic.owner} | ${topic.keySpace} | ${topic.kind} | ${PARTITIONS[topic.keySpace]} | ${readers.join(', ')} |`;
}

function eventLines(event: EventDefinition): string[] {
  const schema = eventSchemaOf(event);
  const members = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  const required = (schema['required'] ?? []) as readonly string[];
  return [
    '',
    `### \`${event.type}\``,
    '',
    event.summary,
    '',
    '| Member | Type | |',
    '|---|---|---|',
    ...members.map(
      ([name, member]) => `| \`${name}\` | ${typeText(member)} | ${required.includes(name) ? '' : 'optional'} |`,
    ),
  ];
}

function typeText(schema: JsonSchema): string {
  const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly JsonSchema[] | undefined;
  if (choices) return [...new Set(choices.map(typeText))].join(' or ');
  if (schema['const'] !== undefined) return code(schema['const']);
  if (Array.isArray(schema['enum'])) return (schema['enum'] as unknown[]).map(code).join(', ');
  if (schema['type'] === 'array') return `list of ${typeText((schema['items'] ?? {}) as JsonSchema)}`;
  if (schema['type'] === 'object') return objectText(schema);
  return String(schema['format'] ?? schema['type'] ?? 'anything');
}

function objectText(schema: JsonSchema): string {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
  const kind = properties['kind']?.['const'];
  const names = Object.keys(properties).filter((name) => name !== 'kind' || kind === undefined);
  return `${kind === undefined ? '' : `${code(kind)} `}{ ${names.join(', ')} }`;
}

function code(value: unknown): string {
  return `\`${String(value)}\``;
}
