import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Who PostgreSQL runs as: it refuses root, so root hands it to `postgres` or `nobody`. Undefined: as whoever calls. */
export function databaseAccount(passwd = '/etc/passwd'): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync(passwd, 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  const preferred = (name: string): Account | undefined => accounts.find((account) => account.name === name);
  return preferred('postgres') ?? preferred('nobody') ?? { name: 'nobody', uid: 65_534, gid: 65_534 };
}

/** Whether the account may enter every folder above and including `folder`. A checkout below root's 0700 home is not enterable. */
export function canEnter(account: Account, folder: string): boolean {
  const parent = dirname(folder);
  return mayTraverse(account, folder) && (parent === folder || canEnter(account, parent));
}

function mayTraverse(account: Account, folder: string): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
