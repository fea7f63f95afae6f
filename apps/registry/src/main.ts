import { bootstrapService } from '@doorstep/observability';
import { registry } from './service.js';

await bootstrapService(registry);
