import { Journal1795338000000 } from './20261122090000-journal.js';
import { Log1795424400000 } from './20261123090000-log.js';
import { Explorer1795510800000 } from './20261124090000-explorer.js';
import { Rules1795597200000 } from './20261125090000-rules.js';
import { FactsBehind1795947000000 } from './20261129101000-facts-behind.js';
import { LookUps1795950000000 } from './20261129110000-look-ups.js';
import { Samples1795950600000 } from './20261129111000-samples.js';
import { Papers1795951200000 } from './20261129112000-papers.js';
import { Joins1795951800000 } from './20261129113000-joins.js';
import { Erasure1795952400000 } from './20261129114000-erasure.js';
import { Patrol1795953600000 } from './20261129120000-patrol.js';
import { ErasedLater1795954200000 } from './20261129121000-erased-later.js';
import { LookUpMonths1795954800000 } from './20261129122000-look-up-months.js';
import { Redactions1795955400000 } from './20261129123000-redactions.js';
import { FirstPages1795956000000 } from './20261129124000-first-pages.js';
import { BrokenKeys1795956600000 } from './20261129125000-broken-keys.js';
import { ErasuresStay1796029200000 } from './20261130090000-erasures-stay.js';

export const migrations = [
  Journal1795338000000,
  Log1795424400000,
  Explorer1795510800000,
  Rules1795597200000,
  FactsBehind1795947000000,
  LookUps1795950000000,
  Samples1795950600000,
  Papers1795951200000,
  Joins1795951800000,
  Erasure1795952400000,
  Patrol1795953600000,
  ErasedLater1795954200000,
  LookUpMonths1795954800000,
  Redactions1795955400000,
  FirstPages1795956000000,
  BrokenKeys1795956600000,
  ErasuresStay1796029200000,
];
