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

/** AsyncAPI 3.0 of a service: what it publishes on its topics, and which event versions of others it has handlers for. */
export function asyncApiOf(service: Described, handled: readonly EventDefinition[]): Record<string, unknown> {
  const sent = sorted(allEvents().filter((event) => event.topic.owner === service.name));
  const received = sorted(handled);
  const events = sorted([...new Set([...sent, ...received])]);
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
    channels: Object.fromEntries(topicsOf(events).map((topic) => [topic.name, channelOf(topic, on(topic, events))])),
    operations: { ...operationsOf('send', sent), ...operationsOf('receive', received) },
    components: {
      messages: Object.fromEntries(events.map((event) => [event.type, messageOf(event)])),
      schemas: {
        Envelope: draft7(EventEnvelope),
        ...Object.fromEntries(events.map((event) => [event.type, draft7(event.data)])),
      },
    },
  };
}

function sorted(events: readonly EventDefinition[]): EventDefinition[] {
  return [...events].sort((a, b) => (a.type < b.type ? -1 : 1));
}

function on(topic: Topic, events: readonly EventDefinition[]): EventDefinition[] {
  return events.filter((event) => event.topic.name === topic.name);
}

function topicsOf(events: readonly EventDefinition[]): Topic[] {
  return ALL_TOPICS.filter((topic) => on(topic, events).length > 0);
}

function channelOf(topic: Topic, events: readonly EventDefinition[]): Record<string, unknown> {
  const policy = topic.kind === 'state' ? 'compact' : 'delete';
  return {
    address: topic.name,
    description: `Keyed by ${topic.keySpace}; written by ${topic.owner}; ${topic.kind === 'state' ? 'a state topic, the highest version counts' : 'complete for at least 30 days'}.`,
    messages: Object.fromEntries(events.map((event) => [event.type, { $ref: `#/components/messages/${event.type}` }])),
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

function operationsOf(action: 'send' | 'receive', events: readonly EventDefinition[]): Record<string, unknown> {
  const operations = topicsOf(events).map((topic) => {
    const channel = `#/channels/${topic.name}`;
    const messages = on(topic, events).map((event) => ({ $ref: `${channel}/messages/${event.type}` }));
    return [`${action}.${topic.name}`, { action, channel: { $ref: channel }, messages }];
  });
  return Object.fromEntries(operations) as Record<string, unknown>;
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
