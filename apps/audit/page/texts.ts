import type { Kept, Refusal } from './check.js';

export type Language = 'zh' | 'en';
interface Texts {
  readonly title: string;
  readonly lead: string;
  readonly key: string;
  readonly keyHelp: string;
  readonly given: string;
  readonly givenHelp: string;
  readonly older: string;
  readonly olderHelp: string;
  readonly check: string;
  readonly other: string;
  readonly keyOf: (id: string) => string;
  readonly fromServer: string;
  readonly pinned: string;
  readonly changed: string;
  readonly verified: (records: number, size: number) => string;
  readonly content: string;
  readonly noContent: string;
  readonly waiting: (records: number) => string;
  readonly limits: string;
  readonly refused: Readonly<Record<Refusal, string>>;
  readonly kept: Readonly<Record<Kept, string>>;
  readonly notLogged: string;
  readonly save: string;
}

export const TEXTS: Readonly<Record<Language, Texts>> = {
  zh: {
    title: '核对小票',
    lead: '这一页自己计算，不听服务器的一面之词。断网也能用。',
    key: '一、公开账本的验证密钥',
    keyHelp: '请与公报、公示栏上印的逐字比对。',
    given: '二、小票或记录',
    givenHelp: '打开小票上的链接会自动填好；也可以粘贴，或把文件拖到这里。',
    older: '三、您以前保存的账本快照（可不填）',
    olderHelp: '以前从 /audit/log/checkpoint 保存的几行字。有它才能发现整本账被改写。',
    check: '开始核对',
    other: 'English',
    keyOf: (id) => `密钥编号 ${id}`,
    fromServer: '这把密钥是服务器自己给的，请先比对再相信。',
    pinned: '这把密钥是您上次用过的。',
    changed: '注意：服务器现在给的密钥和您上次用的不一样。没有公告说明就不要相信。',
    verified: (records, size) =>
      `已核实：这 ${records} 条记录都在签过名的公开账本里（共 ${size} 条），记入之后没有被改动、删除或替换。`,
    content: '记录的内容也核对过：正是当时记下的那些字节。',
    noContent: '小票链接不含记录内容，所以只证明登记过。要核对内容，请登录后下载记录文件放到这里。',
    waiting: (records) => `另有 ${records} 条刚刚登记，还没有签名，请过几秒再试。`,
    limits: '这不证明写下的事是真的，也不证明该写的都写了；只证明写下之后没有人动过。',
    refused: {
      key: '没有核对：这不是一把验证密钥。请检查有没有抄漏。',
      form: '没有通过：这不是完整的小票或记录文件。',
      signer: '没有通过：您给的密钥没有签过这本账。',
      signature: '没有通过：签名是假的。',
      content: '没有通过：内容、盐或路径被改动过，和签名的账本对不上。',
      history: '没有通过：和您保存的快照对不上，账本的历史被改写过。',
      gone: '没有通过：账本比您保存的快照还短，有记录被删掉了。',
      waiting: '还不能核对：刚刚登记，账本还没有签名。请过几秒再试。',
    },
    kept: {
      none: '',
      agrees: '和您保存的快照一致：从那时到现在只增加、没有改写。',
      unreachable: '读不到公开账本的文件，所以没有和您保存的快照比较。',
    },
    notLogged: '账本里还没有这张小票。请过一会儿再打开。',
    save: '可以把这一页存到手机或电脑上，断网时照样能用。',
  },
  en: {
    title: 'Check a receipt',
    lead: 'This page computes by itself and takes nobody’s word for it. It works offline too.',
    key: '1. Verifier key of the public log',
    keyHelp: 'Compare it letter by letter with the one that the city printed.',
    given: '2. Receipt or record',
    givenHelp: 'The link on a receipt fills this in; or paste it, or drop a file here.',
    older: '3. A checkpoint that you kept (optional)',
    olderHelp:
      'The lines that you saved from /audit/log/checkpoint. Only they can show that the whole log was rewritten.',
    check: 'Check',
    other: '中文',
    keyOf: (id) => `Key ${id}`,
    fromServer: 'This key came from the server itself: compare it before you trust it.',
    pinned: 'This is the key that you used last time.',
    changed:
      'Beware: the server now shows another key than you used last time. Do not trust it without a public notice.',
    verified: (records, size) =>
      `Verified: these ${records} records are in the signed public log (of ${size}), and were not changed, dropped or replaced since.`,
    content: 'The content was checked as well: these are the very bytes that were logged.',
    noContent:
      'A receipt link holds no content, so this proves only that it was logged. To check the content, sign in, download the record and drop it here.',
    waiting: (records) => `${records} more were logged just now and are not signed yet: try again in some seconds.`,
    limits:
      'This does not prove that what was written is true, nor that everything was written; only that nobody touched it since.',
    refused: {
      key: 'Not checked: this is no verifier key. Is a letter missing?',
      form: 'Refused: this is no whole receipt or record.',
      signer: 'Refused: the key that you gave has not signed this log.',
      signature: 'Refused: the signature is false.',
      content: 'Refused: content, salt or path were changed and do not fit the signed log.',
      history: 'Refused: the checkpoint that you kept does not fit; the history of the log was rewritten.',
      gone: 'Refused: the log is shorter than the checkpoint that you kept; records are gone.',
      waiting: 'Too early: it was logged just now and is not signed yet. Try again in some seconds.',
    },
    kept: {
      none: '',
      agrees: 'It fits the checkpoint that you kept: since then the log only grew.',
      unreachable: 'The files of the log cannot be reached, so it was not compared with the checkpoint that you kept.',
    },
    notLogged: 'The log does not have this receipt yet. Open it again a little later.',
    save: 'You can save this page and use it without any network.',
  },
};
