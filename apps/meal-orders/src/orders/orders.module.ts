import { Module } from '@nestjs/common';
import { MenusModule } from '../menus/menus.module.js';
import { ProjectionsModule } from '../projections/projections.module.js';
import { ShiftsModule } from '../shifts/shifts.module.js';
import { ClaimsConsumer } from './api/claims.consumer.js';
import { OrderEndsController } from './api/order-ends.controller.js';
import { OrdersController } from './api/orders.controller.js';
import { PaymentsController } from './api/payments.controller.js';
import { ServingController } from './api/serving.controller.js';
import { CancelMealOrderHandler } from './application/cancel-meal-order.handler.js';
import { CompiledPacks } from './application/compiled-packs.js';
import { DecisionWaiters } from './application/decision-waiters.js';
import { FailDeliveryHandler } from './application/fail-delivery.handler.js';
import { ListMealOrdersHandler } from './application/list-meal-orders.handler.js';
import { MealOrders } from './application/meal-orders.port.js';
import { OrderActs } from './application/order-acts.js';
import { Payments } from './application/payments.js';
import { PlaceMealOrderHandler } from './application/place-meal-order.handler.js';
import { PlacementBatch } from './application/placement-batch.js';
import { PlacementContexts } from './application/placement-contexts.port.js';
import { PlacementQueue } from './application/placement-queue.js';
import { PlacementSurroundings } from './application/placement-surroundings.js';
import { QuoteLimits } from './application/quote-limits.js';
import { RecordNoShowHandler } from './application/record-no-show.handler.js';
import { RecordPaymentHandler } from './application/record-payment.handler.js';
import { ReturnMealOrderHandler } from './application/return-meal-order.handler.js';
import { ServeMealOrderHandler } from './application/serve-meal-order.handler.js';
import { WhenClaimsChangeHandler } from './application/when-claims-change.handler.js';
import { SqlPlacementContexts } from './infrastructure/sql-placement-contexts.js';
import { TypeormMealOrders } from './infrastructure/typeorm-meal-orders.repository.js';

const placing = [
  PlaceMealOrderHandler,
  PlacementQueue,
  PlacementBatch,
  PlacementSurroundings,
  CompiledPacks,
  QuoteLimits,
  DecisionWaiters,
];
const acts = [
  OrderActs,
  ServeMealOrderHandler,
  FailDeliveryHandler,
  CancelMealOrderHandler,
  RecordNoShowHandler,
  ReturnMealOrderHandler,
  RecordPaymentHandler,
  Payments,
];

@Module({
  imports: [MenusModule, ProjectionsModule, ShiftsModule],
  controllers: [OrdersController, ServingController, OrderEndsController, PaymentsController],
  providers: [
    ...placing,
    ...acts,
    ListMealOrdersHandler,
    WhenClaimsChangeHandler,
    ClaimsConsumer,
    { provide: MealOrders, useClass: TypeormMealOrders },
    { provide: PlacementContexts, useClass: SqlPlacementContexts },
  ],
})
export class OrdersModule {}
