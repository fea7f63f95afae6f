import { describe, expect, it } from '@jest/globals';
import { parseArguments } from '../src/commands/arguments.js';
import { existingServers } from '../src/stack/existing-servers.js';
import { actorFor } from '../src/stack/local-token.js';

describe('arguments', () => {
  it('takes both spellings, flags and several values', () => {
    const { positional, options } = parseArguments(['list', '--site', 'puya', '--site=minfeng', '--yes'], {
      values: ['site'],
      flags: ['yes'],
    });
    expect(positional).toEqual(['list']);
    expect([...options]).toEqual([
      ['site', ['puya', 'minfeng']],
      ['yes', []],
    ]);
  });

  it('refuses what it does not know, and an option without its value', () => {
    expect(() => parseArguments(['--sit', 'puya'], { values: ['site'] })).toThrow('no option --sit');
    expect(() => parseArguments(['--site'], { values: ['site'] })).toThrow('--site needs a value');
  });
});

describe('who one can be locally', () => {
  it('an operator is bound to a site, a family to its elders', () => {
    expect(actorFor({ as: 'operator', sites: ['puya'] })).toEqual({
      kind: 'staff',
      subject: 'op-puya',
      roles: ['site_operator'],
      scope: { sites: ['puya'] },
    });
    expect(actorFor({ as: 'family', persons: ['p'] })).toMatchObject({ kind: 'family', scope: { persons: ['p'] } });
  });

  it('nobody gets more by leaving the scope out', () => {
    expect(() => actorFor({ as: 'operator' })).toThrow('needs its site');
    expect(() => actorFor({ as: 'family' })).toThrow('needs the elder');
    expect(() => actorFor({ as: 'mayor' })).toThrow('Nobody is called mayor');
  });
});

describe('existing servers', () => {
  it('are those that the environment names', () => {
    expect(existingServers({})).toEqual({ databaseUrl: undefined, kafka: undefined });
    expect(
      existingServers({
        DATABASE_URL: 'postgres://db',
        KAFKA_BROKERS: 'k:9092',
        KAFKA_USERNAME: 'u',
        KAFKA_PASSWORD: 'p',
      }),
    ).toEqual({ databaseUrl: 'postgres://db', kafka: { brokers: 'k:9092', account: { name: 'u', password: 'p' } } });
  });

  it('need a whole account or none', () => {
    expect(() => existingServers({ KAFKA_BROKERS: 'k:9092', KAFKA_USERNAME: 'u' })).toThrow('belong together');
  });
});
