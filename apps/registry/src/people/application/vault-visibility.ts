import type { Role } from '@doorstep/auth';
import type { PersonView } from '@doorstep/contracts';
import type { Identity } from '../domain/person.js';
import { maskAddress, maskName, maskNumber } from '../domain/mask.js';

type Visibility = 'hidden' | 'masked' | 'clear';
type Field = keyof Identity;
type Rights = Readonly<Record<Field, Visibility>>;

const RANK: readonly Visibility[] = ['hidden', 'masked', 'clear'];
const NOTHING: Rights = { name: 'hidden', idNumber: 'hidden', phone: 'hidden', address: 'hidden' };
const MASKS: Rights = { name: 'masked', idNumber: 'masked', phone: 'masked', address: 'masked' };
/** Those who act for an elder or come to the door. */
const CONTACT: Rights = { name: 'clear', idNumber: 'masked', phone: 'clear', address: 'clear' };

/** What each role sees of a vault entry. A role that is not named sees nothing: auditors, for one, work with pseudonyms. */
const RIGHTS: Partial<Record<Role, Rights>> = {
  civil_affairs_clerk: { name: 'clear', idNumber: 'clear', phone: 'clear', address: 'clear' },
  community_worker: CONTACT,
  hotline_agent: CONTACT,
  family: CONTACT,
  day_care_staff: { name: 'clear', idNumber: 'hidden', phone: 'clear', address: 'masked' },
  site_manager: { name: 'masked', idNumber: 'hidden', phone: 'masked', address: 'hidden' },
  site_operator: { name: 'masked', idNumber: 'hidden', phone: 'masked', address: 'hidden' },
  administrator: MASKS,
};

const MASK: Readonly<Record<Field, (value: string) => string>> = {
  name: maskName,
  idNumber: maskNumber,
  phone: maskNumber,
  address: maskAddress,
};

type IdentityView = Pick<PersonView, Field>;

/** The identity as somebody with these roles may see it; several roles see the most that one of them sees. */
export function visibleIdentity(identity: Identity | undefined, roles: readonly Role[]): IdentityView {
  const view = (field: Field): PersonView['name'] => {
    const ranks = roles.map((role) => RANK.indexOf((RIGHTS[role] ?? NOTHING)[field]));
    const visible = RANK[Math.max(0, ...ranks)] ?? 'hidden';
    const value = identity?.[field] ?? null;
    if (visible === 'hidden' || value === null) return { visible, value: null };
    return { visible, value: visible === 'masked' ? MASK[field](value) : value };
  };
  return { name: view('name'), idNumber: view('idNumber'), phone: view('phone'), address: view('address') };
}
