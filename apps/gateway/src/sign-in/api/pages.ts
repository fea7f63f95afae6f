import { html } from '../../docs/html.js';

/** For somebody whose sign-in came to nothing: no style, no script, large enough as every browser shows it. */
export function notSignedInPage(): string {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>登录未完成 · Not signed in</title>
      </head>
      <body>
        <h1>登录未完成</h1>
        <h2><a href="/auth/sign-in">请点这里重新登录</a></h2>
        <p lang="en">The sign-in did not finish. <a href="/auth/sign-in">Sign in again</a></p>
      </body>
    </html>`.text;
}
