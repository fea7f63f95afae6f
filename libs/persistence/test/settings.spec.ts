import { describe, expect, it } from '@jest/globals';
import { settingsSql } from '../src/settings.js';

describe('settings of a transaction', () => {
  it('are set for that transaction alone, quoted whatever they hold', () => {
    expect(settingsSql({})).toEqual([]);
    expect(settingsSql({ 'doorstep.reach': 'all', 'doorstep.areas': `a','true);DROP TABLE x;--` })).toEqual([
      `SELECT set_config('doorstep.reach', 'all', true), set_config('doorstep.areas', 'a'',''true);DROP TABLE x;--', true)`,
    ]);
  });

  it('have names of their own and no NUL', () => {
    expect(() => settingsSql({ row_security: 'off' })).toThrow('not the name of a setting');
    expect(() => settingsSql({ "doorstep.x', 'y": '' })).toThrow('not the name of a setting');
    expect(() => settingsSql({ 'doorstep.reach': 'a\u0000b' })).toThrow('NUL');
  });
});
