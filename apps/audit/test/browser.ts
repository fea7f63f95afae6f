import chromium from '@sparticuz/chromium';
import type { Browser, Page } from 'playwright-core';
import { chromium as driver } from 'playwright-core';
import type { AuditWorld } from './audit-world.js';

export const SITE = 'http://receipts.example';

/** A real browser that needs nothing installed. */
export async function openBrowser(): Promise<Browser> {
  // Without what weakens the very rules that the page relies on, or ties the browser to its first page.
  const args = chromium.args.filter(
    (arg) => !/single-process|no-zygote|web-security|insecure-content|isolation/.test(arg),
  );
  return driver.launch({ executablePath: await chromium.executablePath(), args, headless: true });
}

/** A page whose every request the audit service answers, as it would through the gateway; whatever else it asks for is refused and noted. */
export async function pageOf(browser: Browser, world: AuditWorld, locale = 'zh-CN') {
  const context = await browser.newContext({ locale });
  const refused: string[] = [];
  await context.route('**/*', async (route) => {
    const [url, headers] = [new URL(route.request().url()), await route.request().allHeaders()];
    if (url.origin !== SITE || !url.pathname.startsWith('/audit/')) {
      if (!url.pathname.endsWith('/favicon.ico')) refused.push(url.href);
      return route.abort();
    }
    const accept = headers['accept'] ?? '*/*';
    const answer = await world.inject({
      method: 'GET',
      url: url.pathname.slice('/audit'.length),
      headers: { accept },
      as: null,
    });
    const { 'content-length': _length, ...rest } = answer.headers;
    return route.fulfill({
      status: answer.statusCode,
      headers: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])),
      body: answer.rawPayload,
    });
  });
  return { context, page: await context.newPage(), refused };
}

/** What the page says of what lies in its fields. */
export async function verdictOf(page: Page): Promise<string> {
  await page.click('#t-check');
  await page.waitForSelector('#verdict:not([data-verdict=""])', { timeout: 20_000 });
  return (await page.getAttribute('#verdict', 'data-verdict')) ?? '';
}
