import { html } from '../../shared/api/html.js';
import type { ShownSecret } from '../application/enrol-second-factor.js';
import type { Wrong } from './pages.js';
import { page, told } from './pages.js';

export interface EnrolPage {
  readonly uid: string;
  readonly pending: string;
  /** On the first page alone. */
  readonly shown?: ShownSecret | undefined;
  readonly wrong?: Wrong | undefined;
}

/** Somebody sets up the second factor. No picture to scan: the link opens an authenticator on a phone, the letters are for typing. */
export function enrolPage({ uid, pending, shown, wrong }: EnrolPage): string {
  return page(
    '设置验证器',
    html`<h1>设置验证器 <span lang="en">Set up your authenticator</span></h1>
      ${told(wrong)}
      ${
        shown !== undefined &&
        html`<p>
            您的岗位需要验证器。在手机上打开下面的链接,或在验证器应用里手动输入密钥。密钥只显示这一次,请勿告诉他人。
          </p>
          <p lang="en">
            Your work needs an authenticator. Open the link on your phone, or type the key into an authenticator app. It
            is shown this once; tell nobody.
          </p>
          <p>
            <a href="${shown.otpauthUri}">添加到验证器 <span lang="en">Add to authenticator</span></a>
          </p>
          <p class="note"><code>${shown.text}</code></p>`
      }
      <form method="post" action="/sign-in/${uid}/enrolment">
        <input type="hidden" name="pending" value="${pending}" />
        <label for="code">验证器中的6位数字 <span lang="en">Six digits of your authenticator</span></label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6" required />
        <button>继续 Go on</button>
      </form>`,
  );
}
