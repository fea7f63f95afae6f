import type { ServiceDefinition } from '@doorstep/observability';
import { registerTitles } from '@doorstep/observability';
import { migrations } from '../migrations/all.js';
import { AppModule } from './app.module.js';
import { IdentityEnv } from './env.js';

registerTitles({
  'ACCOUNT.NOT_FOUND': { zh: '没有这个账号', en: 'There is no such account' },
  'ACCOUNT.EXISTS': { zh: '账号已存在', en: 'There is such an account already' },
  'AUTH.BUSY': { zh: '登录的人太多,请几秒后再试', en: 'Many people are signing in; try again in a few seconds' },
  'AUTH.TOO_MANY_ATTEMPTS': { zh: '尝试次数过多,请稍后再试', en: 'There were too many attempts; try again later' },
  'AUTH.CROSS_SITE': { zh: '请求来源不被允许', en: 'The request came from a page of another origin' },
  'DEVICE.NOT_FOUND': { zh: '没有这台设备', en: 'There is no such device' },
});

export const identity: ServiceDefinition = {
  name: 'identity',
  title: 'Doorstep identity: accounts, sign-in and shared devices',
  module: AppModule,
  records: [],
  migrations,
  env: IdentityEnv,
};
