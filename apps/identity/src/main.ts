import { bootstrapService } from '@doorstep/observability';
import { identity } from './service.js';

await bootstrapService(identity);
