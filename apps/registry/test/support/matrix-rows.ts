import type { Role } from '@doorstep/auth';
import type { MatrixRow } from '@doorstep/testing';
import { WORD } from './family.mother.js';
import type { Things } from './matrix-things.js';

const CITY: MatrixRow<Things> = { of: 'city' };
const OPEN: MatrixRow<Things> = { of: 'open' };
/** Judged by the account that asks. */
const OWN: MatrixRow<Things> = { of: 'own' };
const PERSON: MatrixRow<Things> = { of: 'person' };
const onPerson = (payload: object): MatrixRow<Things> => ({ of: 'person', ask: () => ({ payload }) });
const onAssignment = (more: object = {}): MatrixRow<Things> => ({
  of: 'site',
  ask: ({ assignmentId }) => ({ url: `/v1/staff-assignments/${assignmentId}`, ...more }),
});
const onApplication = (act: string, payload: object = {}): MatrixRow<Things> => ({
  of: 'person',
  ask: ({ applicationId }) => ({
    url: `/v1/applications/${applicationId}${act}`,
    ...(act !== '' && { payload, headers: { 'if-match': '"1"' } }),
  }),
});
const onCall = (act: string, payload: object = {}): MatrixRow<Things> => ({
  of: 'person',
  ask: ({ callId }) => ({ url: `/v1/calls/${callId}/${act}`, payload }),
});
const onNotice = (act: string): MatrixRow<Things> => ({
  of: 'person',
  ask: ({ notificationId }) => ({ url: `/v1/notifications/${notificationId}/${act}` }),
});
const listed = (path: string): MatrixRow<Things> => ({
  of: 'person',
  ask: ({ id }) => ({ url: `${path}?personId=${id}` }),
  foreign: 'empty',
});
const DIET = { allergies: [], texture: 'soft', lowSalt: true, lowSugar: false, faith: 'none' };
/** What each role looks people up for. */
const purposeOf = (role: Role): string => {
  if (role === 'family') return 'family';
  if (role === 'rider') return 'delivery';
  if (role === 'day_care_staff') return 'day_care';
  return ['site_operator', 'site_manager'].includes(role) ? 'till' : 'service';
};

const onArea = (path: string): MatrixRow<Things> => ({
  of: 'open',
  ask: ({ area }) => ({ url: `/v1/areas/${area}${path}` }),
});

/** What each route gives access to. */
export const ROWS: Readonly<Record<string, MatrixRow<Things>>> = {
  areas_list: OPEN,
  areas_view: onArea(''),
  areas_path: onArea('/path'),
  areasOfPeople_paths: PERSON,
  sites_list: OPEN,
  sites_view: OPEN,
  siteTerms_list: OPEN,
  siteTerms_programme: OPEN,
  siteTerms_record: {
    of: 'site',
    ask: () => ({ payload: { from: '2026-12-24', to: '2026-12-25', term: { kind: 'closure', reason: 'holiday' } } }),
  },
  siteTerms_end: {
    of: 'site',
    ask: ({ siteId, termId }) => ({ url: `/v1/sites/${siteId}/terms/${termId}/end`, payload: { on: '2026-12-01' } }),
  },
  consentTexts_list: OPEN,
  cards_resolve: { of: 'site', ask: ({ siteId, cardToken: token }) => ({ payload: { token, siteId } }) },
  cards_issue: onPerson({ medium: 'card' }),
  cards_list: PERSON,
  cards_block: onPerson({ reason: 'lost' }),
  consents_list: PERSON,
  consents_give: onPerson({ text: 'messages', ...WORD }),
  personFamily_withdraw: onPerson({ withdrawnBy: 'self', how: 'phone' }),
  personFamily_invitations: PERSON,
  personFamily_invite: onPerson({ relation: 'child', may: ['order'], way: 'visit', consent: WORD }),
  personFamily_revoke: PERSON,
  personFamily_links: PERSON,
  familyLinks_own: OWN, // families.int-spec.ts
  familyLinks_redeem: OWN, // by who has the code: families.int-spec.ts
  familyLinks_end: onPerson({ reason: 'not_wanted' }),
  applications_list: listed('/v1/applications'),
  applications_view: onApplication(''),
  applications_draft: onPerson({ scheme: 'meal' }),
  applicationActs_answer: onApplication('/answer', { answer: 'documents_added' }),
  applicationActs_ask: onApplication('/clarification', { questions: ['call_us'], answerBy: '2026-12-01' }),
  applicationActs_decide: onApplication('/decision', { outcome: 'refused', reason: 'not_resident' }),
  applicationActs_submit: onApplication('/submission'),
  applicationActs_withdraw: onApplication('/withdrawal'),
  notifications_open: { of: 'person', foreign: ({ callId }) => callId },
  notifications_claim: onCall('claim'),
  notifications_record: onCall('outcome', { outcome: 'no_answer' }),
  notifications_list: listed('/v1/notifications'),
  notifications_acknowledge: onNotice('acknowledgement'),
  notifications_read: onNotice('read'),
  merges_list: PERSON,
  merges_merge: {
    of: 'person',
    ask: ({ id: personId }) => ({
      payload: { personId, version: 0, reason: 'seen_in_person' },
      headers: { 'if-match': '"0"' },
    }),
  },
  merges_undo: {
    of: 'person',
    ask: ({ mergeId }) => ({ url: `/v1/merges/${mergeId}/undoing`, payload: { reason: 'error' } }),
  },
  offline_copy: OWN, // by the till that asks: offline-copies.int-spec.ts
  offline_key: OWN,
  pickups_list: PERSON,
  pickups_authorise: onPerson({ name: '演示接送人', relation: 'neighbour' }),
  pickups_end: { ...PERSON, once: true },
  erasures_request: onPerson({ ground: 'own_wish' }),
  erasures_export: PERSON,
  erasures_view: { of: 'person', ask: ({ erasureId }) => ({ url: `/v1/erasures/${erasureId}` }) },
  erasures_decide: {
    of: 'person',
    ask: ({ erasureId }) => ({ url: `/v1/erasures/${erasureId}/decision`, payload: { decision: 'refused' } }),
  },
  lookup_lookup: {
    of: 'person',
    ask: ({ id }, role) => ({ payload: { personIds: [id], purpose: purposeOf(role) } }),
    foreign: 'empty',
  },
  lookup_search: {
    of: 'person',
    ask: ({ name: text }, role) => ({ payload: { text, purpose: purposeOf(role) } }),
    foreign: 'empty',
  },
  lookup_print: {
    of: 'person',
    ask: ({ id }, role) => ({
      payload: { kind: 'labels', purpose: purposeOf(role), title: '-', rows: [{ personId: id }] },
    }),
    foreign: ({ name }) => name.slice(-1),
  },
  people_view: PERSON,
  people_list: PERSON,
  people_record: onPerson({ fact: { kind: 'category', category: 'dibao' }, validFrom: '2026-01-01' }),
  people_retract: onPerson({ reason: 'error' }),
  notes_contact: onPerson({ phone: '0007000000' }),
  notes_diet: onPerson({ diet: DIET }),
  notes_healthNote: onPerson({ note: '-' }),
  notes_view: PERSON,
  notes_history: PERSON,
  registrations_register: {
    of: 'site',
    ask: ({ siteId }) => ({ payload: { siteId, name: '演示新客', bornOn: '1950-01-01' } }),
  },
  registrations_unverified: { of: 'person', foreign: ({ id }) => id },
  registrations_verify: onPerson({ effectiveOn: '2026-10-01' }), // before the registration: nothing is changed
  staff_grant: OWN, // whom a site manager may give what: staff.int-spec.ts
  staff_list: {
    of: 'site',
    ask: ({ siteId }) => ({ url: `/v1/staff-assignments?siteId=${siteId}` }),
    foreign: 'empty',
  },
  staff_own: OWN,
  staff_view: onAssignment(),
  staff_end: {
    of: 'site',
    ask: ({ assignmentId }) => ({
      url: `/v1/staff-assignments/${assignmentId}/end`,
      payload: { reason: 'left' },
      headers: { 'if-match': '"1"' },
    }),
  },
};
for (const operation of [
  ...['imports_import', 'imports_view', 'parkedKeys_list', 'parkedKeys_dismiss', 'parkedKeys_retry', 'repairs_feed'],
  ...['sites_write', 'areas_create', 'areas_rename', 'areas_move', 'areas_merge'],
  ...['lists_prepare', 'lists_export', 'lists_release', 'duplicates_list'],
  ...['listImports_view', 'listImports_items', 'listImports_file', 'listImports_apply', 'listImports_discard'],
  ...['retention_list', 'retention_run'],
  ...['unsealings_request', 'unsealings_view', 'unsealings_decide', 'unsealings_look'],
])
  Object.assign(ROWS, { [operation]: CITY });
