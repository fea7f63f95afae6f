import { receiptCodeOf } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { AuditWorld } from './audit-world.js';
import { openAudit, recordOf } from './audit-world.js';
import { openBrowser, pageOf, SITE, verdictOf } from './browser.js';
import { SvgReceiptQr } from '../src/evidence/infrastructure/svg-receipt-qr.js';
import { notedBy, otherSigner } from './signed-note.js';

const orderId = uuidv7();
const source = 'meal-orders/0/71';
const code = receiptCodeOf(orderId);
const type = 'meal-orders.meal-order.placed.v1';
const placed = recordOf({ source, sequence: 1, type, data: { orderId, grossFen: 1500 } });

let world: AuditWorld;
let browser: Browser;
let evidence: Readonly<Record<string, string>>;
let kept: string;

beforeAll(async () => {
  world = await openAudit({ env: { PUBLIC_URL: SITE } });
  browser = await openBrowser();
  await world.put(placed);
  const proven = () => world.get(`/v1/records/${source}/1`);
  await eventually(async () => Boolean((await proven()).json().proof));
  // A checkpoint is signed in the database first and published right behind.
  const published = async () => (await world.get('/log/checkpoint', null)).body;
  await eventually(async () => Number((await published()).split('\n')[1]) >= 1);
  kept = await published();
  await world.put(...Array.from({ length: 300 }, (_, n) => recordOf({ source, sequence: n + 2 })));
  await eventually(async () => Number((await published()).split('\n')[1]) >= 301);
  evidence = (await proven()).json();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** On the page without a receipt, with the key of the log and whatever a visitor brings. */
async function verdictOn(given: object | string, { key = '', older = '' } = {}): Promise<string> {
  const { context, page, refused } = await pageOf(browser, world);
  try {
    await page.goto(`${SITE}/audit/receipts/verify`);
    await eventually(async () => (await page.inputValue('#key')) !== '');
    if (key) await page.fill('#key', key);
    await page.fill('#given', typeof given === 'string' ? given : JSON.stringify(given));
    await page.fill('#older', older);
    const verdict = await verdictOf(page);
    expect(refused).toEqual([]);
    return verdict;
  } finally {
    await context.close();
  }
}

const otherDigit = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
const otherHash = (proof = '') =>
  proof
    .split('\n')
    .map((line, n) => (n === 2 ? otherDigit(line, 3) : line))
    .join('\n');
const sayingOf = (page: Page) => page.textContent('#verdict');

describe('the page behind the link of a receipt', () => {
  it('checks the receipt by itself, in Chinese first, and says what is proven and what is not', async () => {
    const { context, page, refused } = await pageOf(browser, world);
    await page.goto(`${SITE}/audit/receipts/${code}`);
    await page.waitForSelector('#verdict.good');
    expect(await sayingOf(page)).toMatch(/已核实.*没有被改动.*只证明登记过.*这不证明写下的事是真的/s);
    expect(await page.textContent('#key-word')).toContain('服务器自己给的');
    expect(await page.textContent('#key-id')).toMatch(/[0-9a-f]{8}/);
    await page.click('#t-other');
    expect(await sayingOf(page)).toMatch(/Verified.*does not prove that what was written is true/s);
    const sizes: number[] = await page.evaluate(
      `[...document.querySelectorAll('p, label, textarea, button, input')].map((one) => parseFloat(getComputedStyle(one).fontSize))`,
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(18);
    expect(refused).toEqual([]);
    await context.close();
  });

  it('says so when nothing was logged', async () => {
    const { context, page } = await pageOf(browser, world);
    await page.goto(`${SITE}/audit/receipts/${receiptCodeOf(uuidv7())}`);
    await page.waitForSelector('#verdict p');
    expect(await sayingOf(page)).toContain('还没有这张小票');
    await context.close();
  });

  it('is refused by its own policy whatever is not part of it', async () => {
    const answer = await world.inject({ method: 'GET', url: '/receipts/verify', as: null });
    expect(answer.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'sha256-[^;]+'; style-src/,
    );
    expect(answer.body).not.toMatch(/<(script|link|img)[^>]+(src|href)=/);
    const { context, page } = await pageOf(browser, world);
    await page.goto(`${SITE}/audit/receipts/verify`);
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.injected = true' }))`,
    );
    expect(await page.evaluate(`'injected' in window`)).toBe(false);
    await context.close();
  });
});

describe('the QR code of a receipt', () => {
  it('leads to its link under the public address, and shows nothing else', async () => {
    const answer = await world.inject({ method: 'GET', url: `/receipts/${code}/qr`, as: null });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/svg+xml']);
    expect(answer.body).toBe(new SvgReceiptQr(SITE).svg(code));
    expect(answer.body).not.toBe(new SvgReceiptQr(SITE).svg(receiptCodeOf(uuidv7())));
    expect(answer.body).toMatch(/^<svg [^>]+><rect [^>]+\/><path d="[MlhvzZ0-9, -]+"[^>]*\/><\/svg>$/);
    expect(() => new SvgReceiptQr(undefined).svg(code)).toThrow('not set');
  });
});

describe('a record with its bytes and salt', () => {
  it('is proven with its content, also against a checkpoint that was kept', async () => {
    expect(await verdictOn(evidence)).toBe('verified');
    expect(await verdictOn(evidence, { older: kept })).toBe('verified');
  });

  it.each([
    [
      'a changed byte',
      () => ({ bytes: Buffer.from(placed.bytes.toString().replace('1500', '9500')).toString('base64') }),
      'content',
    ],
    ['a changed salt', () => ({ salt: otherDigit(evidence['salt'] ?? '', 5) }), 'content'],
    ['a changed path', () => ({ proof: otherHash(evidence['proof']) }), 'content'],
    ['another number', () => ({ sequence: '2' }), 'content'],
    ['half a file', () => ({ proof: undefined }), 'form'],
  ] as const)('is refused for %s', async (_what, change, why) => {
    expect(await verdictOn({ ...evidence, ...change() })).toBe(why);
  });

  it('is refused under another key, and under a signature that is false', async () => {
    const origin = kept.split('\n')[0] as string;
    const stranger = otherSigner(origin);
    expect(await verdictOn(evidence, { key: stranger.vkey })).toBe('signer');
    expect(await verdictOn(evidence, { key: stranger.vkey.slice(0, -3) })).toBe('key');
    const proof = (evidence['proof'] ?? '').replace(
      /\n(\d+)\n(?=[A-Za-z0-9+/]{43}=\n\n\u2014)/,
      (_all, size) => `\n${Number(size) + 1}\n`,
    );
    expect(proof).not.toBe(evidence['proof']);
    expect(await verdictOn({ ...evidence, proof })).toBe('signature');
  });

  it('is refused when a checkpoint that was kept tells another history', async () => {
    // The real key of the log signed both: only who kept the first can tell.
    const [origin, size] = kept.split('\n') as [string, string];
    const signer = otherSigner(origin);
    const root = Buffer.alloc(32, 7).toString('base64');
    const forged = notedBy(signer, `${origin}\n${size}\n${root}\n`);
    const [text, signatures] = (evidence['proof'] ?? '').split('\n\n').slice(1) as [string, string];
    const both = notedBy(signer, `${text}\n`);
    expect(signatures).not.toBe('');
    const proof = `${(evidence['proof'] ?? '').split('\n\n')[0]}\n\n${both}`;
    const key = signer.vkey;
    expect(await verdictOn({ ...evidence, proof }, { key })).toBe('verified');
    // Sizes differ, and the log's own checkpoint is not signed by this key.
    expect(await verdictOn({ ...evidence, proof }, { key, older: forged })).not.toBe('verified');
    const same = notedBy(signer, `${text.replace(/\n[^\n]+$/, `\n${root}`)}\n`);
    expect(await verdictOn({ ...evidence, proof }, { key, older: same })).toBe('history');
  });

  it('is checked without any network once the page was saved', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'receipt-page-'));
    const { context, page, refused } = await pageOf(browser, world);
    try {
      const { rawPayload } = await world.inject({ method: 'GET', url: '/receipts/verify', as: null });
      writeFileSync(join(folder, 'verify.html'), rawPayload);
      await context.unrouteAll();
      await context.setOffline(true);
      await page.goto(`file://${join(folder, 'verify.html')}`);
      await page.fill('#key', (await world.get('/log/vkey', null)).body.trim());
      writeFileSync(join(folder, 'record.json'), JSON.stringify(evidence));
      await page.setInputFiles('#file', join(folder, 'record.json'));
      await eventually(async () => (await page.inputValue('#given')) !== '');
      expect(await verdictOf(page)).toBe('verified');
      expect(await sayingOf(page)).toContain('记录的内容也核对过');
      await page.fill('#older', kept);
      expect(await verdictOf(page)).toBe('verified');
      expect(await sayingOf(page)).toContain('没有和您保存的快照比较');
      expect(refused).toEqual([]);
    } finally {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
