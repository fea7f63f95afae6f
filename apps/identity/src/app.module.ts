import { Module } from '@nestjs/common';
import { AccountsController } from './accounts/api/accounts.controller.js';
import { Accounts } from './accounts/application/accounts.port.js';
import { AttemptCounts } from './accounts/application/attempts.port.js';
import { DemoAccounts } from './accounts/application/demo-accounts.js';
import { ManageAccounts } from './accounts/application/manage-accounts.js';
import { SqlAccounts } from './accounts/infrastructure/sql-accounts.js';
import { SqlAttemptCounts } from './accounts/infrastructure/sql-attempt-counts.js';
import { DeviceCookie } from './devices/api/device-cookie.js';
import { DeviceRoutes } from './devices/api/device.routes.js';
import { DevicesController } from './devices/api/devices.controller.js';
import { Devices } from './devices/application/devices.port.js';
import { Pairing } from './devices/application/pairing.js';
import { SqlDevices } from './devices/infrastructure/sql-devices.js';
import { AddressLimits } from './limits/application/address-limits.js';
import { PasswordWork } from './limits/application/password-work.js';
import { SubmissionCounts } from './limits/application/submission-counts.port.js';
import { SqlSubmissionCounts } from './limits/infrastructure/sql-submission-counts.js';
import { Interactions } from './provider/application/interactions.port.js';
import { OpenIdProvider } from './provider/infrastructure/open-id-provider.js';
import { Secrets } from './shared/application/secrets.js';
import { IdentityPages, PageRoutes } from './sign-in/api/identity-pages.js';
import { SignInRoutes } from './sign-in/api/sign-in.routes.js';
import { CheckPassword } from './sign-in/application/check-password.js';
import { EnrolSecondFactor } from './sign-in/application/enrol-second-factor.js';
import { Failures } from './sign-in/application/failures.js';
import { Messages } from './sign-in/application/messages.port.js';
import { OneTimeCodes } from './sign-in/application/one-time-codes.port.js';
import { PhoneCodes, SignInByPhone } from './sign-in/application/phone-codes.js';
import { PhoneSteps, SignInSteps, StepMeans } from './sign-in/application/sign-in-steps.js';
import { RecordingMessages } from './sign-in/infrastructure/recording-messages.js';
import { SqlOneTimeCodes } from './sign-in/infrastructure/sql-one-time-codes.js';

@Module({
  controllers: [AccountsController, DevicesController],
  providers: [
    { provide: Accounts, useClass: SqlAccounts },
    { provide: AttemptCounts, useClass: SqlAttemptCounts },
    { provide: Devices, useClass: SqlDevices },
    { provide: Interactions, useClass: OpenIdProvider },
    { provide: Messages, useClass: RecordingMessages },
    { provide: OneTimeCodes, useClass: SqlOneTimeCodes },
    { provide: SubmissionCounts, useClass: SqlSubmissionCounts },
    ...[AddressLimits, PasswordWork],
    ...[Secrets, Failures, CheckPassword, PhoneCodes, SignInByPhone, PhoneSteps, StepMeans, SignInSteps],
    ...[ManageAccounts, EnrolSecondFactor, DemoAccounts, Pairing, DeviceCookie],
    ...[DeviceRoutes, SignInRoutes, PageRoutes, IdentityPages],
  ],
})
export class AppModule {}
