import type { Actor } from '@doorstep/auth';
import type { ApplyList, ListDiffPage, ListImportView } from '@doorstep/contracts';
import { ListAppliedV1, ListExportedV1, PersonFactRecordedV1, PersonFactRetractedV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cells } from './support/city.mother.js';
import { elder, fact, fileOf, lives, personId } from './support/city.mother.js';
import { ListDesk } from './support/list-desk.js';
import { RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const DIBAO = { valid_from: '2024-01-01' };
let world: RegistryWorld;
let desk: ListDesk;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  desk = new ListDesk(world);
  await world.withCity();
  const rows = [1, 2, 3, 4].flatMap((number) => [
    elder(number),
    fact(number, 'birth', '1941-03-01'),
    lives(number, number < 4 ? 'daoyi' : 'huishan', '2010-01-01'),
    fact(number, 'category', 'dibao', DIBAO),
  ]);
  const more = [fact(1, 'ability_level', '3', DIBAO), fact(2, 'death', '2026-11-01')];
  expect((await world.import(fileOf(...rows, ...more))).statusCode).toBe(201);
});
afterAll(() => world.close());

const dibao = (number: number, more: Cells = {}): Cells => fact(number, 'category', 'dibao', { ...DIBAO, ...more });

describe('a full list', () => {
  it('shows row by row what it would change, and does nothing', async () => {
    const before = await world.counts();
    const file = fileOf(dibao(1), dibao(2, { valid_to: '2026-10-01' }), elder(5), dibao(5));
    const view = await desk.prepare('dibao', file);
    expect(view).toMatchObject({
      state: 'prepared',
      rows: 4,
      counts: { new: 2, changed: 1, unchanged: 1, ended: 0, absent: 2, erased: 0, refused: 0 },
    });
    const { items } = await desk.items(view);
    expect(items.map(({ position, outcome, line, reference }) => [position, outcome, line, reference])).toEqual([
      [1, 'unchanged', 2, 'R-001'],
      [2, 'changed', 3, 'R-002'],
      [3, 'new', 4, 'R-005'],
      [4, 'new', 5, 'R-005'],
      [5, 'absent', null, 'R-003'],
      [6, 'absent', null, 'R-004'],
    ]);
    expect(items[1]).toMatchObject({
      personId: personId(2),
      before: { fact: { kind: 'category', category: 'dibao' }, validFrom: '2024-01-01', validTo: null },
      after: { validTo: '2026-10-01' },
    });
    expect(items[2]).toMatchObject({ record: 'person', fields: ['name', 'phone', 'address'], after: null });
    expect(JSON.stringify(items)).not.toMatch(/演示老人|演示路|0007000/);
    expect(await world.counts()).toEqual(before);
    await desk.discard(view);
  });

  it('is paged, filtered, and handed out as a file that names nobody', async () => {
    const view = await desk.prepare('dibao', fileOf(dibao(1), dibao(2)));
    const first = await desk.items(view, '?limit=3');
    const second = await desk.items(view, `?limit=3&cursor=${String(first.next)}`);
    expect([first.items.length, second.items.length, second.next]).toEqual([3, 1, null]);
    expect((await desk.items(view, '?outcome=absent')).items.map((item) => item.position)).toEqual([3, 4]);
    const file = await world.get(`/v1/list-imports/${view.id}/file`);
    const lines = file.body.trim().split('\r\n');
    expect([lines.length, lines[3]]).toEqual([5, expect.stringContaining('3,absent,,fact,R-003')]);
    await desk.discard(view);
  });

  it('keeps its file only sealed, and only while it waits', async () => {
    const file = fileOf(dibao(1), elder(50), dibao(50));
    const view = await desk.prepare('dibao', file);
    const stored = () =>
      world.sql<{ sealed_file: Buffer | null }>('SELECT * FROM list_import WHERE import_id = $1', [view.id]);
    const [waiting] = await stored();
    expect(waiting?.sealed_file?.includes(Buffer.from('演示老人')) ?? true).toBe(false);
    await desk.discard(view);
    expect((await stored())[0]).toMatchObject({ state: 'discarded', sealed_file: null, file_key: null });
    expect((await desk.apply(view)).json<{ code: string }>().code).toBe('LIST.NOT_WAITING');
  });

  it.each<[string, Cells, string]>([
    ['a fact of another list', fact(1, 'category', 'tekun', DIBAO), 'LIST.ROW_NOT_OF_LIST'],
    ['a site', { record: 'area', code: 'x', kind: 'town', name: 'x', parent: 'shenbei' }, 'LIST.ROW_NOT_OF_LIST'],
    ['somebody unknown', dibao(99), 'PERSON.NOT_FOUND'],
    ['a formula for a name', elder(1, { name: '=1+1' }), 'IMPORT.FORMULA_CELL'],
    ['a name that runs the other way', elder(1, { name: '演示\u202E老人' }), 'IMPORT.CONTROL_CHARACTER'],
  ])('with %s is shown with the reason and cannot be applied', async (_name, row, code) => {
    const view = await desk.prepare('dibao', fileOf(dibao(2), row));
    expect([view.state, view.counts.refused]).toEqual(['refused', 1]);
    expect((await desk.items(view, '?outcome=refused')).items).toMatchObject([{ line: 3, code }]);
    expect((await desk.apply(view)).json<{ code: string }>().code).toBe('LIST.NOT_WAITING');
  });
});

describe('applying a list', () => {
  it('keeps what the list does not name, unless somebody says that it ends', async () => {
    const view = await desk.prepare('dibao', fileOf(dibao(1), dibao(2), dibao(4)));
    expect((await desk.apply(view)).statusCode).toBe(200);
    expect(await desk.holding(3, 'category')).toHaveLength(1);
    const again = await desk.prepare('dibao', fileOf(dibao(1), dibao(2), dibao(4)));
    expect(again.counts).toMatchObject({ new: 0, changed: 0, unchanged: 3, absent: 1 });
    const position = (await desk.items(again, '?outcome=absent')).items[0]?.position ?? 0;
    const absent: ApplyList['absent'] = { mode: 'end_listed', items: [{ position, endOn: '2026-12-01' }] };
    const applied = (await desk.apply(again, absent)).json<ListImportView>();
    expect(applied).toMatchObject({ state: 'applied', endedAbsent: 1, closedBy: 'staff:clerk-1' });
    expect(await desk.holding(3, 'category')).toMatchObject([{ validFrom: '2024-01-01', validTo: '2026-12-01' }]);
    const [event] = await world.heard(ListAppliedV1, 1, ({ data }) => data.importId === again.id);
    expect(event?.data).toMatchObject({ list: 'dibao', newRows: 0, changedRows: 0, endedAbsent: 1 });
    await world.heard(PersonFactRecordedV1, 1, ({ data }) => data.validTo === '2026-12-01');
  });

  it('ends all that it does not name on one day, in its area alone', async () => {
    const tekun = (number: number) => fact(number, 'category', 'tekun', { valid_from: '2025-01-01' });
    await world.import(fileOf(tekun(1), tekun(2), tekun(4)));
    const view = await desk.prepare('tekun', fileOf(tekun(1)), '?area=daoyi');
    expect(view.counts.absent).toBe(1);
    const late = await desk.apply(view, { mode: 'end_all', endOn: '2025-01-01' });
    expect(late.json<{ code: string }>().code).toBe('LIST.END_IMPLAUSIBLE');
    const none = await desk.apply(view, { mode: 'end_all' });
    expect(none.json<{ code: string }>().code).toBe('LIST.END_REQUIRED');
    expect((await desk.apply(view, { mode: 'end_all', endOn: '2026-11-01' })).statusCode).toBe(200);
    const ends = await Promise.all(
      [1, 2, 4].map(async (number) => (await desk.holding(number, 'category', 'tekun'))[0]?.validTo),
    );
    expect(ends).toEqual([null, '2026-11-01', null]);
    expect((await desk.prepareRaw('tekun', fileOf(tekun(1)), '?area=moon')).json<{ code: string }>().code).toBe(
      'LIST.AREA_UNKNOWN',
    );
  });

  it('takes a death back that no list of deaths knows, and lowers a level that no list knows', async () => {
    const deaths = await desk.prepare('deaths', fileOf(fact(4, 'death', '2026-11-10')));
    expect(deaths.counts).toMatchObject({ new: 1, absent: 1 });
    expect((await desk.apply(deaths, { mode: 'end_all' })).statusCode).toBe(200);
    expect([await desk.holding(2, 'death'), await desk.holding(4, 'death')]).toEqual([[], [expect.anything()]]);
    await world.heard(PersonFactRetractedV1, 1, ({ data }) => data.reason === 'not_on_list');
    const levels = await desk.prepare(
      'ability_levels',
      fileOf(fact(2, 'ability_level', '2', { valid_from: '2026-01-01' })),
    );
    expect((await desk.apply(levels, { mode: 'end_all', endOn: '2026-11-18' })).statusCode).toBe(200);
    expect(await desk.holding(1, 'ability_level')).toMatchObject([
      { fact: { level: 3 }, validFrom: '2024-01-01' },
      { fact: { level: 0 }, validFrom: '2026-11-18' },
    ]);
    const next = await desk.prepare(
      'ability_levels',
      fileOf(fact(2, 'ability_level', '2', { valid_from: '2026-01-01' })),
    );
    expect(next.counts).toMatchObject({ unchanged: 1, absent: 0 });
    await desk.discard(next);
  });

  it('lets a newer place take over from the one before', async () => {
    const moved = lives(3, 'huishan', '2026-11-01');
    const stay = [1, 2].map((number) => lives(number, 'daoyi', '2010-01-01'));
    const view = await desk.prepare('residents', fileOf(moved, ...stay, lives(4, 'huishan', '2010-01-01')));
    expect(view.counts).toMatchObject({ new: 1, ended: 1, unchanged: 3, absent: 0 });
    expect((await desk.apply(view)).statusCode).toBe(200);
    expect((await desk.holding(3, 'residence')).map(({ validFrom, validTo }) => [validFrom, validTo])).toEqual([
      ['2010-01-01', '2026-11-01'],
      ['2026-11-01', null],
    ]);
  });

  it('is refused when the registry changed beneath it so that it would do something else', async () => {
    const view = await desk.prepare('dibao', fileOf(dibao(1), dibao(2), dibao(4)));
    await world.import(fileOf(dibao(1, { valid_to: '2027-01-01' })));
    expect((await desk.apply(view)).json<{ code: string }>().code).toBe('LIST.OUTDATED');
    await world.import(fileOf(dibao(1)));
    await desk.discard(view);
  });

  it('is refused for whoever looked at other differences', async () => {
    const view = await desk.prepare('dibao', fileOf(dibao(1), dibao(2), dibao(4)));
    const other = await desk.apply({ ...view, diffSha256: '0'.repeat(64) });
    expect(other.json<{ code: string }>().code).toBe('LIST.OUTDATED');
    await desk.discard(view);
  });

  it('goes through when only something else changed', async () => {
    const view = await desk.prepare('dibao', fileOf(dibao(1), dibao(2), dibao(4)));
    await world.import(
      fileOf(fact(2, 'hukou', '', { city: 'shenyang', district: 'shenbei', valid_from: '2000-01-01' })),
    );
    expect((await desk.apply(view)).statusCode).toBe(200);
    expect((await desk.apply(view)).json<{ code: string }>().code).toBe('LIST.NOT_WAITING');
  });

  it('happens once, however often and by whomever it is asked at once', async () => {
    const file = fileOf(dibao(1), dibao(2), dibao(4), elder(60), dibao(60));
    const view = await desk.prepare('dibao', file);
    const answers = await Promise.all([1, 2, 3, 4].map(() => desk.apply(view)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409]);
    const same = await desk.prepare('dibao', file);
    expect(same.counts).toMatchObject({ new: 0, changed: 0, absent: 1, unchanged: 5 }); // the third ends in December
    const before = await world.counts();
    expect((await desk.apply(same)).statusCode).toBe(200);
    expect(await world.counts()).toEqual({ ...before, outbox: (before['outbox'] ?? 0) + 1 }); // that it was applied
  });

  it('needs the whole city and a fresh sign-in', async () => {
    const view = await desk.prepare('dibao', fileOf(dibao(1)));
    const part: Partial<Actor> = { roles: ['civil_affairs_clerk'], scope: { areas: ['shenbei'] } };
    const stale: Partial<Actor> = { roles: ['civil_affairs_clerk'], scope: { all: true }, limits: ['no_step_up'] };
    expect((await desk.apply(view, { mode: 'keep' }, part)).statusCode).toBe(403);
    expect((await desk.apply(view, { mode: 'keep' }, stale)).json<{ code: string }>().code).toBe(
      'AUTH.STEP_UP_REQUIRED',
    );
    await desk.discard(view);
  });
});

describe('the export of a list', () => {
  it.each(['residents', 'dibao', 'tekun', 'ability_levels', 'deaths'])(
    'of %s, imported, changes nothing',
    async (list) => {
      const file = await world.get(`/v1/lists/${list}/export`);
      expect(file.statusCode).toBe(200);
      const view = await desk.prepare(list, file.body);
      expect(view).toMatchObject({
        state: 'prepared',
        counts: { new: 0, changed: 0, ended: 0, absent: 0, refused: 0 },
      });
      expect(view.counts.unchanged).toBeGreaterThan(0);
      expect(view.counts.unchanged).toBe(view.rows);
      await desk.discard(view);
      await world.heard(ListExportedV1, 1, ({ data }) => data.list === list && data.rows === view.rows);
    },
  );

  it('hands out no text that a spreadsheet would run, and takes it back as it was', async () => {
    const patch = {
      method: 'PATCH' as const,
      url: `/v1/people/${personId(1)}/contact`,
      payload: { address: '=cmd,"x"' },
    };
    expect((await world.service.inject({ ...patch, as: desk.clerk })).statusCode).toBe(204);
    const file = await world.get('/v1/lists/residents/export');
    expect(file.body).toContain(`"'=cmd,""x"""`);
    const view = await desk.prepare('residents', file.body);
    expect(view.counts).toMatchObject({ changed: 0, refused: 0 });
    await desk.discard(view);
  });
});

it('lists that nobody applies are discarded after their time, with their differences', async () => {
  const view = await desk.prepare('dibao', fileOf(dibao(1)));
  clock.set(new Date('2026-11-26T02:00:00Z'));
  expect(await desk.tick()).toBe(1);
  expect((await desk.view(view)).state).toBe('discarded');
  expect((await world.get(`/v1/list-imports/${view.id}/items`)).json<ListDiffPage>().items).toEqual([]);
  clock.set(new Date('2026-11-18T02:00:00Z'));
});
