import { Module } from '@nestjs/common';
import { BookingsModule } from './bookings/bookings.module.js';
import { CentresModule } from './centres/centres.module.js';
import { PeopleModule } from './people/people.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { WaitlistModule } from './waitlist/waitlist.module.js';

@Module({ imports: [CentresModule, PeopleModule, SessionsModule, BookingsModule, WaitlistModule] })
export class AppModule {}
