/** Titles of problems of cards, merges, unsealings and erasures, in both languages of the system. */
export const PEOPLE_TITLES = {
  'CARD.BLOCKED': { zh: '此卡已停用', en: 'The card is blocked' },
  'CARD.NOT_FOUND': { zh: '没有这张卡', en: 'No such card' },
  'CARD.TOO_MANY': { zh: '此人的卡过多', en: 'Too many cards of one person' },
  'ERASURE.DECIDED': { zh: '该申请已处理', en: 'The erasure is decided already' },
  'ERASURE.NOT_FOUND': { zh: '没有这项删除申请', en: 'No such erasure' },
  'ERASURE.OPEN': { zh: '已有未处理的删除申请', en: 'An erasure waits for its decision already' },
  'ERASURE.OWN': { zh: '须由另一人审批', en: 'Somebody else decides' },
  'PERSON_MERGE.ABSORBED': { zh: '此档案已并入另一份档案', en: 'The file was merged into another one' },
  'PERSON_MERGE.NOT_FOUND': { zh: '没有这次合并', en: 'No such merge' },
  'PERSON_MERGE.SAME_FILE': { zh: '不能与自身合并', en: 'A file cannot be merged with itself' },
  'PERSON_MERGE.TOO_MANY': { zh: '此人的档案过多', en: 'Too many files of one person' },
  'PERSON_MERGE.UNDONE': { zh: '该合并已撤销', en: 'The merge is undone already' },
  'UNSEALING.DECIDED': { zh: '该申请已处理', en: 'The unsealing is decided already' },
  'UNSEALING.NOT_FOUND': { zh: '没有这项查看申请', en: 'No such unsealing' },
  'UNSEALING.NOT_OPEN': { zh: '未获批准或已过期', en: 'Not approved, or over' },
  'UNSEALING.OWN': { zh: '须由另一人审批', en: 'Somebody else decides' },
} as const;
