/** Titles of problems of rights, families, consents, applications and notices, in both languages of the system. */
export const ACCESS_TITLES = {
  'STAFF.ALREADY_ASSIGNED': { zh: '该账号在这些日期已有此岗位', en: 'The account has this role already' },
  'STAFF.ALREADY_ENDED': { zh: '该岗位已经结束', en: 'The assignment has ended already' },
  'STAFF.DATES': { zh: '岗位起止日期有误', en: 'The days of the assignment cannot be' },
  'STAFF.INCOMPATIBLE_ROLES': { zh: '两个岗位不能由同一人担任', en: 'The two roles cannot be held by one person' },
  'STAFF.NOT_FOUND': { zh: '没有这条岗位记录', en: 'No such assignment' },
  'STAFF.NOT_YOURS_TO_GRANT': { zh: '无权授予或收回此岗位', en: 'The role is not yours to give or take' },
  'STAFF.SCOPE_NOT_FOR_ROLE': { zh: '该岗位的范围不对', en: 'The role is not held for this' },
  'STAFF.SCOPE_UNKNOWN': { zh: '没有这个站点或区域', en: 'No such site or area' },
  'STAFF.TOO_MANY': { zh: '该账号的岗位过多', en: 'Too many assignments of one account' },
} as const;
