import { bootstrapService } from '@doorstep/observability';
import { benefits } from './service.js';

await bootstrapService(benefits);
