import { createHash } from 'node:crypto';
import type { DemoAccount } from '../../env.js';
import { Html, html } from '../../shared/api/html.js';

/** Readable at eighty: 20 px text, 60 px targets, contrast above 7:1, nothing that moves, nothing that needs a script. */
const STYLE = `
:root{color-scheme:light}*{box-sizing:border-box}
body{font:20px/1.6 system-ui,"PingFang SC","HarmonyOS Sans","Noto Sans SC","Microsoft YaHei",sans-serif;color:#111;background:#fff;max-width:34rem;margin:0 auto;padding:1rem}
h1{font-size:30px}h2{font-size:24px;margin-top:2.5rem}label{display:block;margin-top:1rem}
input{font:inherit;width:100%;min-height:60px;padding:0 .8rem;border:2px solid #333;border-radius:8px}
button{font:inherit;font-weight:700;width:100%;min-height:60px;margin-top:1rem;border:2px solid #003a70;border-radius:8px;background:#003a70;color:#fff}
button.second{background:#fff;color:#003a70}
input:focus-visible,button:focus-visible,a:focus-visible{outline:4px solid #b35900;outline-offset:2px}
.wrong{border:3px solid #8b0000;border-radius:8px;padding:.6rem .8rem;color:#8b0000}.note{border:3px solid #333;border-radius:8px;padding:.6rem .8rem}
[lang=en]{color:#333;font-size:18px}`;

export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

export type Wrong = 'password' | 'code' | 'pin' | 'pairing' | 'phone';
const WRONG: Readonly<Record<Wrong, readonly [string, string]>> = {
  password: [
    '账号或密码不对,或尝试次数过多。请稍后再试。',
    'Name or password is wrong, or there were too many attempts. Try again later.',
  ],
  code: [
    '验证码不对或已过期。请重新输入,或重新获取。',
    'The code is wrong or too old. Try again, or ask for another one.',
  ],
  pin: [
    '工号或PIN码不对,或尝试次数过多。请稍后再试。',
    'Name or PIN is wrong, or there were too many attempts. Try again later.',
  ],
  pairing: [
    '配对码不对或已过期。请向站长重新索取。',
    'The pairing code is wrong or too old. Ask the manager for another one.',
  ],
  phone: ['请输入11位手机号码。', 'Enter a mobile number of 11 digits.'],
};

export interface FirstPage {
  readonly uid: string;
  readonly wrong?: Wrong | undefined;
  /** At a paired device: the site it belongs to. */
  readonly deviceSiteId?: string | undefined;
  readonly demo: readonly DemoAccount[];
}

export function firstPage({ uid, wrong, deviceSiteId, demo }: FirstPage): string {
  const at = `/sign-in/${uid}`;
  return page(
    '登录 · 家门口',
    html`<h1>登录家门口 <span lang="en">Sign in</span></h1>
      ${told(wrong)} ${deviceSiteId !== undefined && pinForm(at, deviceSiteId)}
      <h2>家属 <span lang="en">Families</span></h2>
      <form method="post" action="${at}/phone">
        <label for="phone">手机号码 <span lang="en">Mobile number</span></label>
        <input id="phone" name="phone" type="tel" inputmode="numeric" autocomplete="tel" maxlength="11" required />
        <button>获取验证码 Send code</button>
      </form>
      <h2>工作人员 <span lang="en">Staff</span></h2>
      <form method="post" action="${at}/password">
        <label for="login">账号 <span lang="en">Name</span></label>
        <input id="login" name="login" autocomplete="username" autocapitalize="none" maxlength="100" required />
        <label for="password">密码 <span lang="en">Password</span></label>
        <input id="password" name="password" type="password" autocomplete="current-password" maxlength="128" required />
        <button>登录 Sign in</button>
      </form>
      ${demo.length > 0 && demoForm(at, demo)}
      <p>需要帮助请拨打 12349。 <span lang="en">For help, call 12349.</span></p>`,
  );
}

function pinForm(at: string, siteId: string): Html {
  return html`<h2>本机(${siteId})PIN 登录 <span lang="en">PIN at this device</span></h2>
    <form method="post" action="${at}/pin">
      <label for="name">账号 <span lang="en">Name</span></label>
      <input id="name" name="login" autocomplete="off" autocapitalize="none" maxlength="100" required />
      <label for="pin">PIN</label>
      <input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="12" required />
      <button>登录 Sign in</button>
    </form>`;
}

function demoForm(at: string, demo: readonly DemoAccount[]): Html {
  return html`<h2>演示人物 <span lang="en">People of the demonstration</span></h2>
    <form method="post" action="${at}/demo">
      ${demo.map(({ subject, label }) => html`<button class="second" name="subject" value="${subject}">${label}</button>`)}
    </form>`;
}

export interface CodePage {
  readonly uid: string;
  readonly pending: string;
  readonly kind: 'phone' | 'totp';
  readonly wrong?: Wrong | undefined;
  /** Of a demonstration only: the message as it would have come. */
  readonly message?: string | undefined;
}

export function codePage({ uid, pending, kind, wrong, message }: CodePage): string {
  const [title, english] =
    kind === 'phone'
      ? ['请输入短信验证码', 'Enter the code from the message']
      : ['请输入验证器中的6位数字', 'Enter the six digits of your authenticator'];
  return page(
    title,
    html`<h1>${title}</h1>
      <p lang="en">${english}</p>
      ${told(wrong)} ${message !== undefined && html`<p class="note">${message}</p>`}
      <form method="post" action="/sign-in/${uid}/${kind === 'phone' ? 'code' : 'second-factor'}">
        <input type="hidden" name="pending" value="${pending}" />
        <label for="code">验证码 <span lang="en">Code</span></label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6" required />
        <button>继续 Go on</button>
      </form>
      <p>
        <a href="/sign-in/${uid}">返回 <span lang="en">Back</span></a>
      </p>`,
  );
}

export function overPage(gatewayOrigin: string): string {
  return page(
    '登录已过期',
    html`<h1>登录已过期</h1>
      <p><a href="${gatewayOrigin}/auth/sign-in">请点这里重新登录</a></p>
      <p lang="en">This sign-in is over. <a href="${gatewayOrigin}/auth/sign-in">Begin again</a></p>`,
  );
}

/** For somebody who is told to wait: by the limits of an address, or because many sign in at this moment. */
export function waitPage(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return page(
    '请稍后再试',
    html`<h1>请稍后再试</h1>
      <p>${seconds > 60 ? `请等待约${minutes}分钟,` : '请等待几秒钟,'}然后返回上一页重试。需要帮助请拨打 12349。</p>
      <p lang="en">
        Please wait ${seconds > 60 ? `about ${minutes} minutes` : 'a few seconds'}, go back and try again. For help,
        call 12349.
      </p>`,
  );
}

export function pairingPage(wrong: boolean, pairedSiteId?: string): string {
  return page(
    '设备配对',
    pairedSiteId !== undefined
      ? html`<h1>已配对:${pairedSiteId}</h1>
          <p lang="en">This device now belongs to ${pairedSiteId}. Staff sign in here with their PIN.</p>`
      : html`<h1>设备配对 <span lang="en">Pair this device</span></h1>
          ${told(wrong ? 'pairing' : undefined)}
          <form method="post" action="/device">
            <label for="code">配对码 <span lang="en">Pairing code</span></label>
            <input id="code" name="code" autocomplete="off" autocapitalize="characters" maxlength="20" required />
            <button>配对 Pair</button>
          </form>`,
  );
}

export function told(wrong: Wrong | undefined): Html | undefined {
  if (wrong === undefined) return undefined;
  const [zh, en] = WRONG[wrong];
  return html`<p class="wrong" role="alert">${zh}<br /><span lang="en">${en}</span></p>`;
}

export function page(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${new Html(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`.text;
}
