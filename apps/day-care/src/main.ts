import { bootstrapService } from '@doorstep/observability';
import { dayCare } from './service.js';

await bootstrapService(dayCare);
