import { bootstrapService } from '@doorstep/observability';
import { mealOrders } from './service.js';

await bootstrapService(mealOrders);
