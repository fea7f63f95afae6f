import { html } from '../../docs/html.js';

/** For somebody whose sign-in came to nothing: no style, no script, large enough as every browser shows it. */
export function notSignedInPage(): string {
  return page('登录未完成', '请点这里重新登录', 'The sign-in did not finish.');
}

/** For somebody who comes while the issuer is away. */
export function noIssuerPage(): string {
  return page(
    '登录服务暂时不可用,请稍后再试',
    '请过一会儿点这里重新登录',
    'Signing in is not possible just now; wait a little.',
  );
}

function page(title: string, again: string, english: string): string {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Not signed in</title>
      </head>
      <body>
        <h1>${title}</h1>
        <h2><a href="/auth/sign-in">${again}</a></h2>
        <p lang="en">${english} <a href="/auth/sign-in">Sign in again</a></p>
      </body>
    </html>`.text;
}
