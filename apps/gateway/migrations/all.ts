import { SignIn1795953660000 } from './20261129120100-sign-in.js';
import { RevokedSessions1795967100000 } from './20261129154500-revoked-sessions.js';
import { Live1795981200000 } from './20261129194000-live.js';
import { SessionDevices1795982100000 } from './20261129195500-session-devices.js';

/** Oldest first; forward only. */
export const migrations = [
  SignIn1795953660000,
  RevokedSessions1795967100000,
  Live1795981200000,
  SessionDevices1795982100000,
];
