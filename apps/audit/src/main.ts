import { bootstrapService } from '@doorstep/observability';
import { audit } from './service.js';

await bootstrapService(audit);
