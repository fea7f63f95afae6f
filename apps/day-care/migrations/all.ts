import { PlacesAndBookings1795338000000 } from './20261122090000-places-and-bookings.js';
import { PlacesOfPeople1795970400000 } from './20261129164000-places-of-people.js';
import { CareInsurance1795971600000 } from './20261129170000-care-insurance.js';
import { Waiting1795983600000 } from './20261129202000-waiting.js';
import { CentreCalendars1795993800000 } from './20261129230000-centre-calendars.js';
import { PersonKin1795993860000 } from './20261129231000-person-kin.js';
import { WhoActed1795995000000 } from './20261129232000-who-acted.js';
import { AttendanceChecks1796011800000 } from './20261130041000-attendance-checks.js';
import { AttendanceChecksInOrder1796014800000 } from './20261130050000-attendance-checks-in-order.js';

export const migrations = [
  PlacesAndBookings1795338000000,
  PlacesOfPeople1795970400000,
  CareInsurance1795971600000,
  Waiting1795983600000,
  CentreCalendars1795993800000,
  PersonKin1795993860000,
  WhoActed1795995000000,
  AttendanceChecks1796011800000,
  AttendanceChecksInOrder1796014800000,
];
