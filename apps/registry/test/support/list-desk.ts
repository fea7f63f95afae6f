import type { Actor } from '@doorstep/auth';
import type { ApplyList, FactView, ListDiffPage, ListImportView } from '@doorstep/contracts';
import { expect } from '@jest/globals';
import { DiscardOldLists } from '../../src/lists/application/discard-old-lists.handler.js';
import { personId } from './city.mother.js';
import { CLERK, RegistryWorld } from './registry-world.js';

type Answer = Awaited<ReturnType<RegistryWorld['get']>>;

/** A clerk with the full lists of other bureaus. */
export class ListDesk {
  readonly clerk = CLERK;

  constructor(private readonly world: RegistryWorld) {}

  prepareRaw(list: string, csv: string, query = ''): Promise<Answer> {
    return this.world.service.inject({
      method: 'POST',
      url: `/v1/lists/${list}/imports${query}`,
      payload: csv,
      headers: { 'content-type': 'text/csv', 'idempotency-key': RegistryWorld.nextKey() },
      as: CLERK,
    });
  }

  async prepare(list: string, csv: string, query = ''): Promise<ListImportView> {
    const { statusCode, body } = await this.prepareRaw(list, csv, query);
    expect([statusCode, body]).toEqual([201, expect.any(String)]);
    return JSON.parse(body) as ListImportView;
  }

  async view({ id }: ListImportView): Promise<ListImportView> {
    return (await this.world.get(`/v1/list-imports/${id}`)).json<ListImportView>();
  }

  async items({ id }: ListImportView, query = ''): Promise<ListDiffPage> {
    return (await this.world.get(`/v1/list-imports/${id}/items${query}`)).json<ListDiffPage>();
  }

  apply(
    { id, diffSha256 }: ListImportView,
    absent: ApplyList['absent'] = { mode: 'keep' },
    as: Partial<Actor> = CLERK,
  ): Promise<Answer> {
    return this.world.post(`/v1/list-imports/${id}/application`, { diffSha256, absent }, { as });
  }

  async discard({ id }: ListImportView): Promise<void> {
    expect((await this.world.post(`/v1/list-imports/${id}/discard`, {})).statusCode).toBe(200);
  }

  /** Believed facts of a kind, in the order of their beginning. */
  async holding(number: number, kind: string, category?: string): Promise<FactView[]> {
    const answer = await this.world.get(`/v1/people/${personId(number)}/facts`);
    return answer
      .json<{ items: FactView[] }>()
      .items.filter(({ fact }) => fact.kind === kind)
      .filter(({ fact }) => fact.kind !== 'category' || fact.category === (category ?? 'dibao'));
  }

  /** Answers how many were discarded. */
  tick(): Promise<number> {
    return this.world.service.app.get(DiscardOldLists).execute();
  }
}
