import type { EventDefinition, JsonSchema, ServiceName, Topic } from '@doorstep/contracts';
import {
  ALL_TOPICS,
  allEvents,
  dataSchemaOf,
  EVENT_CONTENT_TYPE,
  EventEnvelope,
  jsonSchemaOf,
  PARTITIONS,
} from '@doorstep/contracts';
import type { z } from 'zod';

interface Described {
  readonly name: ServiceName;
  readonly title: string;
}

const RETENTION_MS = 30 * 86_400_000;

/** AsyncAPI 3.0 of a service: the topics that it writes and those that it may read, with every event version on them. */
export function asyncApiOf(service: Described): Record<string, unknown> {
  const owned = ALL_TOPICS.filter((topic) => topic.owner === service.name && eventsOn(topic).length > 0);
  const read = ALL_TOPICS.filter((topic) => topic.readers.includes(service.name) && eventsOn(topic).length > 0);
  const topics = [...new Set([...owned, ...read])];
  const events = topics.flatMap(eventsOn);
  return {
    asyncapi: '3.0.0',
    id: `urn:doorstep:${service.name}`,
    info: {
      title: `${service.title}: events`,
      version: '1.0.0',
      description:
        'CloudEvents 1.0.2 in Kafka structured mode; every record value is one canonical JSON document (RFC 8785).',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: EVENT_CONTENT_TYPE,
    servers: { kafka: { host: 'kafka:9092', protocol: 'kafka', description: 'The brokers of KAFKA_BROKERS.' } },
    channels: Object.fromEntries(topics.map((topic) => [topic.name, channelOf(topic)])),
    operations: Object.fromEntries([
      ...owned.map((topic) => [`send.${topic.name}`, operationOf('send', topic)]),
      ...read.map((topic) => [`receive.${topic.name}`, operationOf('receive', topic)]),
    ]),
    components: {
      messages: Object.fromEntries(events.map((event) => [event.type, messageOf(event)])),
      schemas: {
        Envelope: draft7(EventEnvelope),
        ...Object.fromEntries(events.map((event) => [event.type, draft7(event.data)])),
      },
    },
  };
}

function eventsOn(topic: Topic): EventDefinition[] {
  return allEvents()
    .filter((event) => event.topic.name === topic.name)
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}

function channelOf(topic: Topic): Record<string, unknown> {
  const policy = topic.kind === 'state' ? 'compact' : 'delete';
  return {
    address: topic.name,
    description: `Keyed by ${topic.keySpace}; written by ${topic.owner}; ${topic.kind === 'state' ? 'a state topic, the highest version counts' : 'complete for at least 30 days'}.`,
    messages: Object.fromEntries(
      eventsOn(topic).map((event) => [event.type, { $ref: `#/components/messages/${event.type}` }]),
    ),
    bindings: {
      kafka: {
        topic: topic.name,
        partitions: PARTITIONS[topic.keySpace],
        topicConfiguration: {
          'cleanup.policy': [policy],
          ...(policy === 'delete' && { 'retention.ms': RETENTION_MS }),
        },
        bindingVersion: '0.5.0',
      },
    },
  };
}

function operationOf(action: 'send' | 'receive', topic: Topic): Record<string, unknown> {
  return {
    action,
    channel: { $ref: `#/channels/${topic.name}` },
    messages: eventsOn(topic).map((event) => ({ $ref: `#/channels/${topic.name}/messages/${event.type}` })),
  };
}

function messageOf(event: EventDefinition): Record<string, unknown> {
  return {
    name: event.type,
    title: event.type,
    summary: event.summary,
    contentType: EVENT_CONTENT_TYPE,
    payload: {
      allOf: [
        { $ref: '#/components/schemas/Envelope' },
        {
          type: 'object',
          properties: {
            type: { const: event.type },
            dataschema: { const: dataSchemaOf(event.type) },
            data: { $ref: `#/components/schemas/${event.type}` },
          },
        },
      ],
    },
    bindings: { kafka: { key: { type: 'string', description: event.topic.keySpace }, bindingVersion: '0.5.0' } },
  };
}

/** AsyncAPI's own schema language is a superset of this draft. */
function draft7(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...rest } = jsonSchemaOf(schema, { target: 'draft-7' });
  return rest;
}
