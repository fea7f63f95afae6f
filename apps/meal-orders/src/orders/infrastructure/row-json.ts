import type { DataSource, EntityTarget } from 'typeorm';

/**
 * Rows as `jsonb_populate_recordset` reads them: names of columns from the record class, so that one class describes a table for
 * TypeORM and for set-based SQL alike.
 */
export function rowJson<T extends object>(dataSource: DataSource, record: EntityTarget<T>, row: Partial<T>): object {
  const { columns } = dataSource.getMetadata(record);
  return Object.fromEntries(
    columns
      .filter(({ propertyName }) => Object.hasOwn(row, propertyName))
      .map(({ databaseName, propertyName }) => [databaseName, row[propertyName as keyof T]]),
  );
}

export function rowsJson<T extends object>(
  dataSource: DataSource,
  record: EntityTarget<T>,
  rows: readonly T[],
): string {
  return JSON.stringify(rows.map((row) => rowJson(dataSource, record, row)));
}
