import type { Role } from '@doorstep/auth';
import { describe, expect, it } from '@jest/globals';
import { visibleIdentity } from '../src/people/application/vault-visibility.js';
import { maskAddress, maskName, maskNumber } from '../src/people/domain/mask.js';

const ELDER = {
  name: '演示明',
  idNumber: '000000195001010018',
  phone: '00000001234',
  address: '沈阳市沈北新区演示路1号',
  emergencyName: null,
  emergencyPhone: null,
};

const seenBy = (...roles: Role[]) => {
  const view = visibleIdentity(ELDER, roles);
  return [view.name.value, view.idNumber.value, view.phone.value, view.address.value];
};

describe('masks', () => {
  it('keep what one recognises and hide what one would learn', () => {
    expect(['演示老人', '演明', '演', ''].map(maskName)).toEqual(['演**人', '演*', '*', '*']);
    expect(['13812341234', '000000195001010018', '02412345', '110'].map(maskNumber)).toEqual([
      '138****1234',
      '000***********0018',
      '****2345',
      '***',
    ]);
    expect(maskAddress('沈阳市沈北新区演示路1号')).toBe('沈阳市沈北新****');
  });

  it('do not cut a rare character in two', () => {
    expect(maskName('𠀀示𠀁')).toBe('𠀀*𠀁');
  });
});

describe('who sees what of the vault', () => {
  it.each<[Role[], (string | null)[]]>([
    [['civil_affairs_clerk'], [ELDER.name, ELDER.idNumber, ELDER.phone, ELDER.address]],
    [['hotline_agent'], [ELDER.name, '000***********0018', ELDER.phone, ELDER.address]],
    [['family'], [ELDER.name, '000***********0018', ELDER.phone, ELDER.address]],
    [['day_care_staff'], [ELDER.name, null, ELDER.phone, '沈阳市沈北新****']],
    [['site_operator'], ['演*明', null, '000****1234', null]],
    [['administrator'], ['演*明', '000***********0018', '000****1234', '沈阳市沈北新****']],
    [['auditor'], [null, null, null, null]],
    [['finance_maker'], [null, null, null, null]],
    [[], [null, null, null, null]],
    [
      ['auditor', 'day_care_staff'],
      [ELDER.name, null, ELDER.phone, '沈阳市沈北新****'],
    ],
  ])('%j', (roles, expected) => {
    expect(seenBy(...roles)).toEqual(expected);
  });

  it('says of each value whether it is a mask', () => {
    expect(visibleIdentity(ELDER, ['administrator']).name).toEqual({ visible: 'masked', value: '演*明' });
    expect(visibleIdentity({ ...ELDER, phone: null }, ['family']).phone).toEqual({ visible: 'clear', value: null });
    expect(visibleIdentity(undefined, ['family']).name).toEqual({ visible: 'clear', value: null });
  });
});
