import { Module } from '@nestjs/common';
import { BookingsModule } from './bookings/bookings.module.js';
import { CentresModule } from './centres/centres.module.js';
import { ClosedDaysModule } from './closed-days/closed-days.module.js';
import { PeopleModule } from './people/people.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { WaitlistModule } from './waitlist/waitlist.module.js';

@Module({ imports: [CentresModule, PeopleModule, SessionsModule, BookingsModule, WaitlistModule, ClosedDaysModule] })
export class AppModule {}
