import type { Actor } from '@doorstep/auth';
import { actorRef, grantsOf } from '@doorstep/auth';
import type { NotificationPage, NotificationQuery, NotificationView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { idAfter, idPageFrom } from '../../shared/id-cursor.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { NOTICE_RULES } from '../domain/notice.js';
import { NotificationNotFoundError } from '../domain/notice.errors.js';
import { CallList } from './call-list.port.js';
import type { StoredNotice } from './notice-board.port.js';
import { NoticeBoard } from './notice-board.port.js';

/** The inbox: of an elder for those who care for her, of an account for all elders who let it be told. */
@Injectable()
export class ReadNotices {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly board: NoticeBoard,
    private readonly calls: CallList,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(actor: Actor, { personId, unread, cursor, limit }: NotificationQuery): Promise<NotificationPage> {
    const filter = { personId, unread: unread === 'true', reader: actorRef(actor), told: toldTo(actor) };
    const found = await this.transactions.read(actor, (tx) =>
      this.board.list(tx, { ...filter, after: idAfter(cursor), limit: limit + 1 }),
    );
    return idPageFrom(found.map(noticeViewOf), limit, ({ notificationId }) => notificationId);
  }

  read(actor: Actor, notificationId: string): Promise<NotificationView> {
    return this.transactions.run(actor, { keys: [] }, async (tx) => {
      const notice = await this.found(tx, actor, notificationId);
      if (notice.readAt) return noticeViewOf(notice);
      await this.board.markRead(tx, notice, actorRef(actor), this.clock.now());
      return noticeViewOf(await this.found(tx, actor, notificationId));
    });
  }

  /** Taken care of: the hotline need not call any more. */
  acknowledge(actor: Actor, notificationId: string): Promise<NotificationView> {
    return this.transactions.run(actor, { keys: [] }, async (tx) => {
      const notice = await this.found(tx, actor, notificationId);
      if (!notice.acknowledgedAt) {
        const now = this.clock.now();
        if (!notice.readAt) await this.board.markRead(tx, notice, actorRef(actor), now);
        await this.board.acknowledge(tx, notificationId, actorRef(actor), now);
        await this.calls.close(tx, notificationId);
      }
      return noticeViewOf(await this.found(tx, actor, notificationId));
    });
  }

  private async found(tx: Tx, actor: Actor, notificationId: string): Promise<StoredNotice> {
    const found = await this.board.find(tx, notificationId, actorRef(actor));
    const told = toldTo(actor);
    if (!found || (told && !told.some(({ personId, right }) => concerns(found, personId, right))))
      throw new NotificationNotFoundError();
    return found;
  }
}

function concerns({ personId, kind }: StoredNotice, person: string, right: string): boolean {
  return personId === person && NOTICE_RULES[kind].right === right;
}

/** What a family account may be told about whom; undefined for staff, whom the database shows their own people. */
function toldTo(actor: Actor): { personId: string; right: string }[] | undefined {
  if (actor.kind !== 'family') return undefined;
  return grantsOf(actor).flatMap(({ scope, may }) =>
    (scope.persons ?? []).flatMap((personId) => (may ?? []).map((right) => ({ personId, right }))),
  );
}

export function noticeViewOf(notice: StoredNotice): NotificationView {
  const { createdAt, readAt, acknowledgedAt, about, ...rest } = notice;
  return {
    ...rest,
    about: { ...about },
    urgent: NOTICE_RULES[notice.kind].urgent,
    createdAt: createdAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
  };
}
