import type { Role } from '@doorstep/auth';
import type { LookupPurpose, PersonView } from '@doorstep/contracts';
import type { Identity } from '../domain/person.js';
import { maskAddress, maskName, maskNumber } from '../domain/mask.js';

type Visibility = 'hidden' | 'masked' | 'clear';
type Field = keyof Identity;
type Rights = Readonly<Record<Field, Visibility>>;

const RANK: readonly Visibility[] = ['hidden', 'masked', 'clear'];
const NOTHING = rights('hidden', 'hidden', 'hidden', 'hidden', 'hidden');
const MASKS = rights('masked', 'masked', 'masked', 'masked', 'masked');
const CLEAR = rights('clear', 'clear', 'clear', 'clear', 'clear');
const TILL = rights('masked', 'hidden', 'masked', 'hidden', 'hidden');
/** Those who act for an elder or come to the door. */
const CONTACT = rights('clear', 'masked', 'clear', 'clear', 'clear');

/** What each role sees of a vault entry. A role that is not named sees nothing: auditors, for one, work with pseudonyms. */
const RIGHTS: Partial<Record<Role, Rights>> = {
  civil_affairs_clerk: CLEAR,
  community_worker: CONTACT,
  hotline_agent: CONTACT,
  family: CONTACT,
  day_care_staff: rights('clear', 'hidden', 'clear', 'masked', 'clear'),
  site_manager: TILL,
  site_operator: TILL,
  administrator: MASKS,
};

/** What a purpose needs at most, whatever the role. */
const PURPOSES: Partial<Record<LookupPurpose, Rights>> = {
  kitchen: NOTHING,
  delivery: rights('clear', 'hidden', 'clear', 'clear', 'hidden'),
};
/** Whoever brings a meal to the door has to know whose and where. */
const AT_THE_DOOR = rights('clear', 'hidden', 'clear', 'clear', 'hidden');
const DELIVERS: readonly Role[] = ['rider', 'site_operator', 'site_manager'];

const MASK: Readonly<Record<Field, (value: string) => string>> = {
  name: maskName,
  idNumber: maskNumber,
  phone: maskNumber,
  address: maskAddress,
  emergencyName: maskName,
  emergencyPhone: maskNumber,
};

/** Bureaus' lists have a name beside each of their numbers, so a number is for those who work on such lists, and nobody else's pseudonym. */
const SEE_REFERENCES: readonly Role[] = ['civil_affairs_clerk', 'administrator'];

export function seesReference(roles: readonly Role[]): boolean {
  return roles.some((role) => SEE_REFERENCES.includes(role));
}

type IdentityView = Pick<PersonView, Field>;

function rights(
  name: Visibility,
  idNumber: Visibility,
  phone: Visibility,
  address: Visibility,
  emergency: Visibility,
): Rights {
  return { name, idNumber, phone, address, emergencyName: emergency, emergencyPhone: emergency };
}

function rightsOf(role: Role, purpose: LookupPurpose | undefined): Rights {
  return purpose === 'delivery' && DELIVERS.includes(role) ? AT_THE_DOOR : (RIGHTS[role] ?? NOTHING);
}

/** The identity as somebody with these roles may see it; several roles see the most that one of them sees. */
export function visibleIdentity(
  identity: Identity | undefined,
  roles: readonly Role[],
  purpose?: LookupPurpose,
): IdentityView {
  const view = (field: Field): PersonView['name'] => {
    const ranks = roles.map((role) => RANK.indexOf(rightsOf(role, purpose)[field]));
    const most = RANK.indexOf(((purpose && PURPOSES[purpose]) ?? CLEAR)[field]);
    const visible = RANK[Math.min(most, Math.max(0, ...ranks))] ?? 'hidden';
    const value = identity?.[field] ?? null;
    if (visible === 'hidden' || value === null) return { visible, value: null };
    return { visible, value: visible === 'masked' ? MASK[field](value) : value };
  };
  return {
    name: view('name'),
    idNumber: view('idNumber'),
    phone: view('phone'),
    address: view('address'),
    emergencyName: view('emergencyName'),
    emergencyPhone: view('emergencyPhone'),
  };
}
