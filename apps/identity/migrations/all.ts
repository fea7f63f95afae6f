import { Identity1795953720000 } from './20261129120200-identity.js';
import { Submissions1795980600000 } from './20261129193000-submissions.js';
import { OwnSecondFactors1795982400000 } from './20261129200000-own-second-factors.js';

/** Oldest first; forward only. */
export const migrations = [Identity1795953720000, Submissions1795980600000, OwnSecondFactors1795982400000];
