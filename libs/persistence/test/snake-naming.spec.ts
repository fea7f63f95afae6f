import { describe, expect, it } from '@jest/globals';
import { SnakeNaming } from '@doorstep/persistence';

describe('names in the database', () => {
  const naming = new SnakeNaming();

  it.each([
    ['MealOrderRecord', undefined, 'meal_order'],
    ['Claim', undefined, 'claim'],
    ['AnythingRecord', 'ledger_entry', 'ledger_entry'],
  ])('of the class %s (%s) is %s', (type, given, table) => expect(naming.tableName(type, given)).toBe(table));

  it.each([
    ['placedAt', undefined, [], 'placed_at'],
    ['subsidyFen', undefined, [], 'subsidy_fen'],
    ['personID', undefined, [], 'person_id'],
    ['fen', undefined, ['price'], 'price_fen'],
    ['x', 'given_name', [], 'given_name'],
  ])('of the property %s is %s', (property, given, embedded, column) =>
    expect(naming.columnName(property, given, embedded as string[])).toBe(column),
  );
});
