import { bootstrapService } from '@doorstep/observability';
import { gateway } from './service.js';

await bootstrapService(gateway);
