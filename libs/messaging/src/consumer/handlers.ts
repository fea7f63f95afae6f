import { allEvents, type EventDefinition, type ServiceName, type Topic } from '@doorstep/contracts';
import { assert } from '@doorstep/kernel';
import { consumerOptionsOf, everyRecordMethodOf, handlerMarksOf } from '../events/decorators.js';
import type { BatchContext, Later, RawRecord, ReceivedEvent } from '../events/received-event.js';

export type EventHandler = (
  events: readonly ReceivedEvent[],
  context: BatchContext,
) => Promise<void | readonly Later[]>;
export type RecordHandler = (records: readonly RawRecord[], context: BatchContext) => Promise<void>;

/** What the service does with which events; made once at boot from the consumer classes that Nest built. */
export class Handlers {
  readonly topics: readonly Topic[];
  private readonly byType = new Map<string, EventHandler[]>();
  private readonly byTopic = new Map<string, RecordHandler[]>();
  private readonly groups = new Map<string, string>();
  private readonly definitions = new Map<string, EventDefinition>();

  /** @throws AssertionError for a topic that the service may not read, or a consumer class without handlers. */
  constructor(service: ServiceName, consumers: readonly object[]) {
    for (const definition of allEvents()) this.definitions.set(definition.type, definition);
    const topics = new Map<string, Topic>();
    for (const consumer of consumers) {
      const wanted = [...this.addEventHandlers(consumer), ...this.addRecordHandlers(consumer)];
      assert(wanted.length > 0, `${consumer.constructor.name} is an event consumer without handlers`);
      for (const topic of wanted) {
        assert(topic.readers.includes(service), `${service} may not read ${topic.name}`);
        topics.set(topic.name, topic);
      }
    }
    this.topics = [...topics.values()];
    for (const topic of this.topics) this.checkOneKind(topic);
  }

  topicNamed(name: string): Topic {
    const topic = this.topics.find((candidate) => candidate.name === name);
    assert(topic, `${name} is not subscribed`);
    return topic;
  }

  /** Undefined for an event version that this build does not know. */
  definitionOf(type: string): EventDefinition | undefined {
    return this.definitions.get(type);
  }

  of(type: string): readonly EventHandler[] {
    return this.byType.get(type) ?? [];
  }

  /** Event types with the same group go to the same methods and may share an array. */
  groupOf(type: string): string {
    return this.groups.get(type) ?? type;
  }

  everyRecordOf(topic: string): readonly RecordHandler[] {
    return this.byTopic.get(topic) ?? [];
  }

  readsEveryRecordOf(topic: string): boolean {
    return this.byTopic.has(topic);
  }

  /** Else a record that was set aside could not tell which of the two had taken it already. */
  private checkOneKind(topic: Topic): void {
    const typed = [...this.byType.keys()].some((type) => this.definitions.get(type)?.topic.name === topic.name);
    assert(!typed || !this.byTopic.has(topic.name), `${topic.name} is read both by event and record by record`);
  }

  private addEventHandlers(consumer: object): Topic[] {
    return handlerMarksOf(consumer).map(({ definition, method }) => {
      const known = this.byType.get(definition.type) ?? [];
      this.byType.set(definition.type, [...known, methodOf<EventHandler>(consumer, method)]);
      const group = `${this.groups.get(definition.type) ?? ''} ${consumer.constructor.name}.${method}`;
      this.groups.set(definition.type, group);
      return definition.topic;
    });
  }

  private addRecordHandlers(consumer: object): readonly Topic[] {
    const topics = consumerOptionsOf(consumer.constructor)?.everyRecordOf ?? [];
    const method = everyRecordMethodOf(consumer);
    assert(
      (method !== undefined) === topics.length > 0,
      `${consumer.constructor.name}: everyRecordOf and @OnEveryRecord belong together`,
    );
    if (method === undefined) return [];
    for (const topic of topics)
      this.byTopic.set(topic.name, [...this.everyRecordOf(topic.name), methodOf<RecordHandler>(consumer, method)]);
    return topics;
  }
}

function methodOf<M extends (...parameters: never[]) => unknown>(consumer: object, name: string): M {
  return (consumer as Record<string, M>)[name]?.bind(consumer) as M;
}
