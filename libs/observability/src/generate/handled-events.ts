import type { EventDefinition } from '@doorstep/contracts';
import { allEvents } from '@doorstep/contracts';
import { consumerOptionsOf, handlerMarksOf } from '@doorstep/messaging';
import type { INestApplication, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

/** The event versions that the consumers of an application have handlers for, read from their classes. */
export function handledEvents(app: INestApplication): EventDefinition[] {
  const handled = new Set<EventDefinition>();
  for (const module of app.get(ModulesContainer).values())
    for (const { metatype } of module.providers.values())
      if (typeof metatype === 'function') for (const event of handledBy(metatype as Type)) handled.add(event);
  return [...handled];
}

function handledBy(consumer: Type): EventDefinition[] {
  const options = consumerOptionsOf(consumer);
  if (!options) return [];
  const topics = (options.everyRecordOf ?? []).map(({ name }) => name);
  const marks = handlerMarksOf(consumer.prototype as object).map(({ definition }) => definition);
  return [...marks, ...allEvents().filter((event) => topics.includes(event.topic.name))];
}
