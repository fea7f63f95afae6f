/** Titles of problems of cards, unsealings and erasures, in both languages of the system. */
export const PEOPLE_TITLES = {
  'CARD.BLOCKED': { zh: '此卡已停用', en: 'The card is blocked' },
  'CARD.NOT_FOUND': { zh: '没有这张卡', en: 'No such card' },
  'CARD.TOO_MANY': { zh: '此人的卡过多', en: 'Too many cards of one person' },
  'ERASURE.DECIDED': { zh: '该申请已处理', en: 'The erasure is decided already' },
  'ERASURE.NOT_FOUND': { zh: '没有这项删除申请', en: 'No such erasure' },
  'ERASURE.OPEN': { zh: '已有未处理的删除申请', en: 'An erasure waits for its decision already' },
  'ERASURE.OWN': { zh: '须由另一人审批', en: 'Somebody else decides' },
  'UNSEALING.DECIDED': { zh: '该申请已处理', en: 'The unsealing is decided already' },
  'UNSEALING.NOT_FOUND': { zh: '没有这项查看申请', en: 'No such unsealing' },
  'UNSEALING.NOT_OPEN': { zh: '未获批准或已过期', en: 'Not approved, or over' },
  'UNSEALING.OWN': { zh: '须由另一人审批', en: 'Somebody else decides' },
} as const;
