import type { Clock } from '@doorstep/kernel';
import type { RegistryEnv } from '../../env.js';
import type { MessageSender } from '../application/message-sender.port.js';
import type { ProviderSettings } from './http-message-channel.js';
import { HttpMessageChannel } from './http-message-channel.js';
import { ProviderMessageSender } from './provider-message-sender.js';
import { RecordingMessageSender } from './recording-message-sender.js';

/** The providers that the environment names, WeChat first; without any, messages are written down. */
export function messageSender(env: RegistryEnv, clock: Clock): MessageSender {
  const wechat = settingsOf('wechat', env.MESSAGE_WECHAT_URL, env.MESSAGE_WECHAT_KEY, env.MESSAGE_TIMEOUT_MS);
  const sms = settingsOf('sms', env.MESSAGE_SMS_URL, env.MESSAGE_SMS_KEY, env.MESSAGE_TIMEOUT_MS);
  const channels = [...wechat, ...sms].map((settings) => new HttpMessageChannel(settings, clock));
  return channels.length === 0 ? new RecordingMessageSender() : new ProviderMessageSender(channels);
}

function settingsOf(
  channel: ProviderSettings['channel'],
  url: string | undefined,
  key: string | undefined,
  timeoutMs: number,
): ProviderSettings[] {
  if ((url === undefined) !== (key === undefined))
    throw new Error(`the ${channel} provider needs both its address and its key`);
  return url === undefined || key === undefined ? [] : [{ channel, url, key, timeoutMs }];
}
