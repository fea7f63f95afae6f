export interface SettingRule {
  readonly default: string | number;
  readonly values?: readonly (string | number)[] | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** What is wrong with a value of a setting, or undefined. */
export function settingProblem(setting: SettingRule | undefined, value: unknown): string | undefined {
  if (!setting) return 'there is no such setting';
  if (setting.values) {
    return setting.values.includes(value as string | number) ? undefined : `it is one of ${setting.values.join(', ')}`;
  }
  if (!Number.isInteger(value)) return 'it is an integer';
  const { min = -Infinity, max = Infinity } = setting;
  const within = (value as number) >= min && (value as number) <= max;
  return within ? undefined : `it lies between ${min} and ${max}`;
}

export const AGE_REACHED: SettingRule = {
  default: 'birthday',
  values: ['birthday', 'day_after', 'month', 'next_month'],
};
