import 'reflect-metadata';
import type { EventDefinition, Topic } from '@doorstep/contracts';
import { assert } from '@doorstep/kernel';
import { Injectable } from '@nestjs/common';
import type { BatchContext, Later, RawRecord, ReceivedEvent } from './received-event.js';

export interface EventConsumerOptions {
  /** For the audit log: every record of these topics, good or bad, goes to the method marked `@OnEveryRecord()`. */
  readonly everyRecordOf?: readonly Topic[];
}

type HandlerMethod<D extends EventDefinition> = (
  events: readonly ReceivedEvent<D>[],
  context: BatchContext,
) => Promise<void | readonly Later[]>;
type RecordMethod = (records: readonly RawRecord[], context: BatchContext) => Promise<void>;
type Decorated<Method> = <M extends Method>(
  target: object,
  name: string,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

const CONSUMER = Symbol('doorstep:event-consumer');
const HANDLERS = Symbol('doorstep:on');
const EVERY_RECORD = Symbol('doorstep:on-every-record');

export interface HandlerMark {
  readonly definition: EventDefinition;
  readonly method: string;
}

/** Makes the class injectable and known to the subscriber. List it in a module's providers. */
export function EventConsumer(options: EventConsumerOptions = {}): ClassDecorator {
  return (target) => {
    Injectable()(target);
    Reflect.defineMetadata(CONSUMER, options, target);
  };
}

/**
 * The method gets all consecutive work of these event versions at once; the order of each key is kept. Several versions in one method
 * make longer arrays: a batch in which orders are placed and served alternately is then one array and not two.
 */
export function On<Ds extends readonly EventDefinition[]>(...definitions: Ds): Decorated<HandlerMethod<Ds[number]>> {
  return (target, method) => {
    const marks = (Reflect.getMetadata(HANDLERS, target) ?? []) as readonly HandlerMark[];
    for (const { type } of definitions)
      assert(!marks.some((mark) => mark.definition.type === type), `${type} has two handlers in one class`);
    Reflect.defineMetadata(HANDLERS, [...marks, ...definitions.map((definition) => ({ definition, method }))], target);
  };
}

/** The one method of a class with `everyRecordOf`. */
export function OnEveryRecord(): Decorated<RecordMethod> {
  return (target, method) => Reflect.defineMetadata(EVERY_RECORD, method, target);
}

export function consumerOptionsOf(type: object): EventConsumerOptions | undefined {
  return Reflect.getMetadata(CONSUMER, type) as EventConsumerOptions | undefined;
}

export function handlerMarksOf(instance: object): readonly HandlerMark[] {
  return (Reflect.getMetadata(HANDLERS, instance) ?? []) as readonly HandlerMark[];
}

export function everyRecordMethodOf(instance: object): string | undefined {
  return Reflect.getMetadata(EVERY_RECORD, instance) as string | undefined;
}
