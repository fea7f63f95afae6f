export interface Title {
  readonly zh: string;
  readonly en: string;
}

const titles = new Map<string, Title>(
  Object.entries({
    'AUTH.TOKEN_REQUIRED': { zh: '请先登录', en: 'Sign in first' },
    'AUTH.TOKEN_INVALID': { zh: '登录已失效,请重新登录', en: 'The sign-in is not valid any more' },
    'AUTH.PERMISSION_DENIED': { zh: '您没有权限执行此操作', en: 'You may not do this' },
    'AUTH.STEP_UP_REQUIRED': { zh: '请再次验证身份后继续', en: 'Prove again who you are to go on' },
    'AUTH.RIGHTS_STALE': { zh: '权限信息尚未更新,请稍后再试', en: 'Your rights are being checked; try again soon' },
    'HTTP.MALFORMED': { zh: '请求无法读取', en: 'The request cannot be read' },
    'HTTP.VALIDATION': { zh: '填写内容有误', en: 'Some fields are not right' },
    'HTTP.IDEMPOTENCY_KEY_REQUIRED': { zh: '缺少 Idempotency-Key', en: 'An Idempotency-Key is required' },
    'HTTP.IDEMPOTENCY_KEY_INVALID': { zh: 'Idempotency-Key 格式有误', en: 'The Idempotency-Key is not usable' },
    'HTTP.NOT_FOUND': { zh: '没有这个地址', en: 'There is nothing at this address' },
    'HTTP.METHOD_NOT_ALLOWED': { zh: '此地址不支持该方法', en: 'This address does not take that method' },
    'HTTP.TIMEOUT': { zh: '请求传输超时', en: 'The request took too long to arrive' },
    'HTTP.CONFLICT': { zh: '与现有数据冲突', en: 'This conflicts with what is there' },
    'HTTP.PRECONDITION_FAILED': {
      zh: '内容已被他人修改,请刷新后重试',
      en: 'Somebody changed it meanwhile; load it again',
    },
    'HTTP.PRECONDITION_REQUIRED': { zh: '缺少 If-Match', en: 'If-Match is required' },
    'EXPORT.TOO_LONG': { zh: '导出行数过多，请缩小范围', en: 'The export is too long; narrow it down' },
    'HTTP.BODY_TOO_LARGE': { zh: '提交的内容过大', en: 'The request is too large' },
    'HTTP.URI_TOO_LONG': { zh: '地址过长', en: 'The address is too long' },
    'HTTP.UNSUPPORTED_MEDIA_TYPE': { zh: '不支持的内容类型', en: 'This media type is not supported' },
    'HTTP.UNACCEPTABLE_VALUE': { zh: '提交的值无法保存', en: 'A value cannot be stored' },
    'HTTP.TOO_MANY_REQUESTS': { zh: '操作太频繁,请稍后再试', en: 'Too many requests; try again later' },
    'HTTP.HEADERS_TOO_LARGE': { zh: '请求头过大', en: 'The request headers are too large' },
    'IDEMPOTENCY.KEY_REUSED': { zh: '同一 Idempotency-Key 用于不同的请求', en: 'The key was used for another request' },
    'IDEMPOTENCY.IN_PROGRESS': { zh: '相同的请求正在处理中', en: 'The same request is still running' },
    'SERVICE.UNAVAILABLE': { zh: '服务暂时不可用,请稍后再试', en: 'The service is not available; try again soon' },
    INTERNAL: { zh: '系统内部错误', en: 'Something went wrong on our side' },
  }),
);

const BY_STATUS: Readonly<Record<number, Title>> = {
  403: { zh: '不允许此操作', en: 'This is not allowed' },
  404: { zh: '没有找到', en: 'Not found' },
  409: { zh: '当前状态不允许此操作', en: 'Not possible in the present state' },
  422: { zh: '无法接受此请求', en: 'This cannot be accepted' },
};

/** Services name their own codes, in both languages. */
export function registerTitles(more: Readonly<Record<string, Title>>): void {
  for (const [code, title] of Object.entries(more)) titles.set(code, title);
}

export type Language = 'zh-CN' | 'en';

export function titleOf(code: string, status: number, language: Language): string {
  const title = titles.get(code) ?? BY_STATUS[status] ?? { zh: '请求未完成', en: 'The request was not done' };
  return language === 'en' ? title.en : title.zh;
}

/** The caller's better language of the two; Chinese when neither is asked for. */
export function languageOf(acceptLanguage: string | undefined): Language {
  let best: { language: Language; quality: number } | undefined;
  for (const range of (acceptLanguage ?? '').slice(0, 200).split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const language = /^zh\b/.test(tag) ? 'zh-CN' : /^en\b/.test(tag) ? 'en' : undefined;
    const weight = parameters.find((parameter) => parameter.trim().startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.trim().slice(2)) || 0;
    if (language && quality > (best?.quality ?? 0)) best = { language, quality };
  }
  return best?.language ?? 'zh-CN';
}
