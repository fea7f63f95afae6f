import { uuidv7 } from '@doorstep/kernel';
import { PersonFile } from '../../src/claims/domain/person-file.js';
import { Wallet } from '../../src/entitlements/domain/wallet.js';

/** Whose each lot and voucher is, kept beside the files. */
export type LotOwners = Map<string, string>;

/** Both files as one: one history, one wallet, and each numbers its own decisions. */
export function joinedFile(one: PersonFile, other: PersonFile, owners: LotOwners): PersonFile {
  const counters = new Map([[other.personId, other.countersOf(other.personId)]]);
  const joined = new PersonFile(one.personId, undefined, one.countersOf(one.personId), walletOf(one, other), counters);
  for (const file of [one, other]) {
    fill(joined, file, () => true);
    for (const { allowanceId } of file.wallet.all) if (!owners.has(allowanceId)) owners.set(allowanceId, file.personId);
  }
  return joined;
}

/** What was issued meanwhile is the standing file's, the first of the two. */
export function partedFiles(joined: PersonFile, personIds: readonly [string, string], owners: LotOwners): PersonFile[] {
  const apart = personIds.map((personId) => {
    const lots = joined.wallet.all.filter(({ allowanceId }) => (owners.get(allowanceId) ?? personIds[0]) === personId);
    const wallet = new Wallet(lots, [...joined.wallet.workedOutApprovals], uuidv7);
    const file = new PersonFile(personId, undefined, joined.countersOf(personId), wallet);
    fill(file, joined, (owner) => owner === personId);
    return file;
  });
  for (const file of apart) for (const other of apart) if (other !== file) file.leanOn(other);
  return apart;
}

function fill(file: PersonFile, from: PersonFile, wanted: (personId: string) => boolean): void {
  for (const origin of from.allOrigins()) if (wanted(origin.ref.personId)) file.addOrigin(origin);
  for (const claim of from.allClaims()) if (wanted(claim.record.personId)) file.addClaim(claim);
}

function walletOf(one: PersonFile, other: PersonFile): Wallet {
  const lots = [one.wallet.all, other.wallet.all];
  const workedOut = [...one.wallet.workedOutApprovals, ...other.wallet.workedOutApprovals];
  return new Wallet(lots.flat(), workedOut, uuidv7, lots);
}
