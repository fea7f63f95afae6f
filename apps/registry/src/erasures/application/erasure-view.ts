import type { ErasureView } from '@doorstep/contracts';
import type { Erasure } from '../domain/erasure.js';

export function erasureViewOf(erasure: Erasure, personIds: string[]): ErasureView {
  const { evidenceUntil, requestedAt, decidedAt } = erasure;
  return {
    ...erasure,
    personIds,
    requestedAt: requestedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    notice: evidenceUntil === null ? null : noticeOf(evidenceUntil),
  };
}

/** What the person, or whoever asked for the person, is told. */
function noticeOf(until: string): { zh: string; en: string } {
  return {
    zh: `所有登记在您名下的档案中,您的姓名、证件号、电话、住址、紧急联系人、饮食和健康记录已删除,卡片已停用。已支付的补贴依法须留存凭证,只含编号和金额,限制使用,最迟至 ${until},到期销毁。`,
    en: `Your name, ID number, phone, address, emergency contact, diet and health notes are deleted, and your cards are blocked, in every file that was kept of you. The law requires vouchers of subsidies that were paid; they hold numbers and amounts only, are restricted, and are destroyed after ${until}.`,
  };
}
