import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const ServiceCentreRecordedV1 = defineEvent({
  type: 'registry.service-centre.recorded.v1',
  topic: TOPICS.registrySite,
  summary:
    'The whole present state of a service centre, where nothing is sold and nobody is looked after; the highest version counts.',
  data: z.looseObject({
    siteId: Code,
    version: z.int().min(1),
    name: z.string().min(1).max(100),
    phone: z.string().max(30).nullable(),
    province: Code.nullable(),
    city: Code,
    district: Code,
    town: Code,
    active: z.boolean(),
  }),
});
