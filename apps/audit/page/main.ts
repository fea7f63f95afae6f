import { browserPlatform } from './browser-platform.js';
import type { Verdict } from './check.js';
import { check } from './check.js';
import { got, logBeside } from './log-over-http.js';
import type { Language } from './texts.js';
import { TEXTS } from './texts.js';

const PINNED = 'doorstep.vkey';
const LARGEST_FILE = 2_000_000;
const page = new URL(location.href);
const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const field = (id: string): HTMLTextAreaElement => element<HTMLTextAreaElement>(id);
let language: Language = navigator.language.startsWith('zh') || !navigator.language ? 'zh' : 'en';
let verdict: Verdict | undefined;
let shownByServer = '';
let isMissing = false;

function show(): void {
  const texts = TEXTS[language];
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = texts.title;
  for (const name of ['title', 'lead', 'key', 'keyHelp', 'given', 'givenHelp', 'older', 'olderHelp'] as const)
    element(`t-${name}`).textContent = texts[name];
  for (const name of ['check', 'other', 'save'] as const) element(`t-${name}`).textContent = texts[name];
  const vkey = field('key').value.trim();
  const id = /\+([0-9a-f]{8})\+/.exec(vkey)?.[1];
  element('key-id').textContent = id === undefined ? '' : texts.keyOf(id);
  element('key-word').textContent = wordOnKey(vkey);
  showVerdict();
}

function wordOnKey(vkey: string): string {
  const texts = TEXTS[language];
  const pinned = pinnedKey();
  if (pinned && shownByServer && pinned !== shownByServer) return texts.changed;
  if (vkey === '') return '';
  if (vkey === pinned) return texts.pinned;
  return vkey === shownByServer ? texts.fromServer : '';
}

function showVerdict(): void {
  const texts = TEXTS[language];
  const box = element('verdict');
  box.className = verdict ? (verdict.verified ? 'good' : 'bad') : '';
  box.dataset['verdict'] = verdict ? (verdict.verified ? 'verified' : verdict.why) : '';
  const lines = verdict ? sentences(verdict) : isMissing ? [texts.notLogged] : [];
  box.replaceChildren(
    ...lines.filter(Boolean).map((line) => {
      const paragraph = document.createElement('p');
      paragraph.textContent = line;
      return paragraph;
    }),
  );
}

function sentences(found: Verdict): string[] {
  const texts = TEXTS[language];
  if (!found.verified) return [texts.refused[found.why]];
  return [
    texts.verified(found.records, found.size),
    texts.kept[found.kept],
    found.waiting > 0 ? texts.waiting(found.waiting) : '',
    found.withContent ? texts.content : texts.noContent,
    texts.limits,
  ];
}

async function run(): Promise<void> {
  const vkey = field('key').value.trim();
  const [given, older] = [field('given').value, field('older').value];
  verdict = await check({ key: vkey, given, older, files: logBeside(page) }, browserPlatform);
  show();
}

/** Only what the visitor has typed or confirmed by pressing the button is remembered. */
function pin(): void {
  try {
    if (verdict?.verified) localStorage.setItem(PINNED, field('key').value.trim());
  } catch {
    // a browser that keeps nothing still checks
  }
}

function pinnedKey(): string {
  try {
    return localStorage.getItem(PINNED) ?? '';
  } catch {
    return '';
  }
}

async function fill(): Promise<void> {
  field('key').value ||= pinnedKey();
  if (!page.protocol.startsWith('http')) return;
  const code = /\/([A-Za-z0-9_-]{22})$/.exec(page.pathname)?.[1];
  shownByServer = ((await (await got(new URL('../log/vkey', page)))?.text()) ?? '').trim();
  field('key').value ||= shownByServer;
  if (code === undefined) return;
  const receipt = await (await got(new URL(code, page)))?.text();
  if (receipt === undefined) isMissing = true;
  else field('given').value = receipt;
  if (receipt !== undefined) await run();
}

async function take(files: FileList | null | undefined): Promise<void> {
  const file = files?.[0];
  if (!file || file.size > LARGEST_FILE) return;
  field('given').value = await file.text();
  verdict = undefined;
  show();
}

element('t-check').addEventListener('click', () => void run().then(pin));
element('t-other').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  show();
});
element('file').addEventListener('change', () => void take(element<HTMLInputElement>('file').files));
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  void take(event.dataTransfer?.files);
});
for (const id of ['key', 'given', 'older'])
  field(id).addEventListener('input', () => {
    verdict = undefined;
    show();
  });
show();
void fill()
  .catch(() => undefined)
  .then(show);
