import type { ServiceDefinition } from '@doorstep/observability';
import { registerTitles } from '@doorstep/observability';
import { migrations } from '../migrations/all.js';
import { AppModule } from './app.module.js';
import { mealOrdersEnv } from './meal-orders.env.js';
import { MealOrderRecord } from './orders/infrastructure/meal-order.record.js';
import { RefundRecord, TenderRecord } from './orders/infrastructure/payment.record.js';
import { PeriodEndingRecord } from './periods/infrastructure/period-ending.record.js';
import { problemTitles } from './problem-titles.js';
import { TillShiftRecord } from './shifts/infrastructure/till-shift.record.js';

registerTitles(problemTitles);

export const mealOrders: ServiceDefinition = {
  name: 'meal-orders',
  title: 'Meal orders: menus, orders, payments at the till',
  module: AppModule,
  records: [MealOrderRecord, TenderRecord, RefundRecord, PeriodEndingRecord, TillShiftRecord],
  migrations,
  env: mealOrdersEnv,
};
