import { HttpProblemError } from '@doorstep/observability';

export const GATEWAY_TITLES = {
  'AUTH.CROSS_SITE': { zh: '请求来源不被允许', en: 'The request came from a page of another origin' },
  'AUTH.ISSUER_UNAVAILABLE': {
    zh: '登录服务暂时不可用,请稍后再试',
    en: 'Signing in is not possible just now; try again soon',
  },
  'AUTH.NO_ISSUER': { zh: '此处未配置登录服务', en: 'Nobody can sign in here' },
  'AUTH.SCOPE_MISSING': { zh: '该应用未获授权', en: 'This application may not do this' },
  'AUTH.SESSION_NOT_FOUND': { zh: '没有这个登录会话', en: 'There is no such session' },
  'AUTH.SIGN_IN_FAILED': { zh: '登录未完成', en: 'The sign-in did not finish' },
  'LIVE.TOO_MANY_LINES': { zh: '打开的实时页面过多', en: 'Too many live pages are open in this session' },
  'LIVE.FULL': { zh: '实时更新暂时不可用,请稍后再试', en: 'There is no room for live updates; try again soon' },
  'GATEWAY.SERVICE_UNAVAILABLE': {
    zh: '服务暂时不可用,请稍后再试',
    en: 'The service is not available; try again soon',
  },
  'GATEWAY.TIMEOUT': { zh: '服务响应超时', en: 'The service did not answer in time' },
  'GATEWAY.CONNECTION_LOST': { zh: '与服务的连接中断', en: 'The connection to the service was lost' },
};

const UNREACHABLE = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];
const LATE = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

/**
 * What the failure of a service means for the caller: it was not reached (try again), it is late, or the connection broke and
 * nobody knows how far it got (try again with the same Idempotency-Key).
 */
export function upstreamProblem(error: Error, service: string): HttpProblemError {
  const code = codeOf(error);
  if (UNREACHABLE.includes(code))
    return new HttpProblemError(503, 'GATEWAY.SERVICE_UNAVAILABLE', `${service} cannot be reached`, {
      'retry-after': '1',
    });
  if (LATE.includes(code)) return new HttpProblemError(504, 'GATEWAY.TIMEOUT', `${service} did not answer in time`);
  return new HttpProblemError(502, 'GATEWAY.CONNECTION_LOST', `the connection to ${service} was lost`);
}

function codeOf(error: Error): string {
  const source = (error.cause ?? error) as { code?: unknown };
  return typeof source.code === 'string' ? source.code : '';
}
