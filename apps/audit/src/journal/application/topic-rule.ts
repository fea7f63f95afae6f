import { topicNamed } from '@doorstep/contracts';
import type { TopicRule } from '../domain/journal-record.js';

/** What a topic says of its records. One that nobody knows any more belongs to nobody. */
export function ruleOf(name: string): TopicRule {
  const topic = topicNamed(name);
  return { owner: topic?.owner ?? '', keyedByPerson: topic?.keySpace === 'person' };
}
