import type { NewNotice } from '../../notifications/domain/notice.js';
import type { Application } from '../domain/application.js';

/** What the elder is told of a state, if anything. */
export function noticeOf({
  applicationId,
  personId,
  scheme,
  state,
  version,
  answerBy,
}: Application): NewNotice | undefined {
  const about = { ref: applicationId, scheme };
  const onceKey = `application/${applicationId}/${version}`;
  if (state === 'clarification_asked')
    return { personId, kind: 'clarification_asked', onceKey, about: { ...about, ...(answerBy && { date: answerBy }) } };
  if (state === 'approved' || state === 'refused')
    return { personId, kind: 'application_decided', onceKey, about: { ...about, reason: state } };
  return undefined;
}

export function renewalDue({ applicationId, personId, scheme, validTo }: Application): NewNotice {
  const about = { ref: applicationId, scheme, ...(validTo && { date: validTo }) };
  return { personId, kind: 'renewal_due', onceKey: `renewal/${applicationId}`, about };
}
