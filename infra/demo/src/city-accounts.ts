import { demoStaff } from './city-staff.js';

/** Somebody of the demo city on the sign-in page: one button each. */
export interface DemoAccountOnPage {
  readonly subject: string;
  readonly label: string;
  readonly twoFactor: boolean;
  readonly phone?: string;
}

const LABELS: Readonly<Record<string, string>> = {
  site_operator: '食堂营业员 Canteen operator',
  site_manager: '站长 Site manager',
  day_care_staff: '日托护理员 Day-care staff',
  rider: '送餐员 Rider',
  community_worker: '社区工作者 Community worker',
  hotline_agent: '12349 话务员 Hotline agent',
  civil_affairs_clerk: '民政科员 Civil-affairs clerk',
  policy_author: '政策起草 Policy author',
  policy_approver: '政策审批 Policy approver',
  finance_maker: '财务制单 Finance maker',
  finance_checker: '财务复核 Finance checker',
  auditor: '审计员 Auditor',
  administrator: '系统管理员 Administrator',
};
const TWO_FACTOR = /^(policy|finance)_|^auditor$|^administrator$/;

const STAFF = demoStaff('2026-01-01').map(({ subject, role }): DemoAccountOnPage => ({
  subject,
  label: `${LABELS[role] ?? role} · ${subject}`,
  twoFactor: TWO_FACTOR.test(role),
}));

/** A daughter; her phone is a made-up number, and its code is shown on the page. */
const FAMILY: DemoAccountOnPage = {
  subject: 'family-1',
  label: '家属 Family · family-1',
  twoFactor: false,
  phone: '13800000001',
};

export const DEMO_ACCOUNTS: readonly DemoAccountOnPage[] = [
  ...new Map([...STAFF, FAMILY].map((account) => [account.subject, account])).values(),
];
