import { describe, expect, it } from '@jest/globals';
import { AreaTree } from '../src/areas/domain/area-tree.js';

const tree = new AreaTree([
  { code: 'shenyang', kind: 'city', name: '沈阳市', parent: null },
  { code: 'shenbei', kind: 'district', name: '沈北新区', parent: 'shenyang' },
  { code: 'heping', kind: 'district', name: '和平区', parent: 'shenyang' },
  { code: 'daoyi', kind: 'town', name: '道义街道', parent: 'shenbei' },
]);

describe('the tree of areas', () => {
  it('knows where an area may lie', () => {
    const problem = (kind: 'city' | 'district' | 'town' | 'community', parent: string | null) =>
      tree.problemOf({ code: 'x', kind, name: 'x', parent });
    expect(problem('community', 'daoyi')).toBeUndefined();
    expect(problem('community', 'shenbei')).toBe('AREA.PARENT_WRONG_KIND');
    expect(problem('town', 'nowhere')).toBe('AREA.PARENT_UNKNOWN');
    expect(problem('town', null)).toBe('AREA.PARENT_UNKNOWN');
    expect(problem('city', 'shenyang')).toBe('AREA.PARENT_NOT_ALLOWED');
  });

  it('checks places of its own city and takes those of others as they are', () => {
    const place = { city: 'shenyang', district: 'shenbei', town: 'daoyi' };
    expect(tree.problemOfPlace(place)).toBeUndefined();
    expect(tree.problemOfPlace({ ...place, district: 'heping' })).toEqual({ level: 'town', code: 'daoyi' });
    expect(tree.problemOfPlace({ ...place, district: 'shuncheng' })).toEqual({ level: 'district', code: 'shuncheng' });
    expect(tree.problemOfPlace({ city: 'fushun', district: 'shuncheng' })).toBeUndefined();
    expect(tree.problemOfPlace({ city: 'fushun', district: 'shuncheng' }, true)).toEqual({
      level: 'city',
      code: 'fushun',
    });
  });
});
