import { unitProblem } from './limits.js';
import type { SectionCompiler } from './section-compiler.js';
import { settingProblem } from './settings.js';

/** What the schema cannot say about one document. */
export function checkDocument(compiler: SectionCompiler): void {
  const { document } = compiler.source;
  const { from, to } = document.effective;
  if (to !== undefined && to <= from) {
    compiler.report(
      ['effective', 'to'],
      'the version ends before it begins',
      '`to` is the first day on which it no longer holds',
    );
  }
  checkParameters(compiler);
  checkSettings(compiler);
  checkProfiles(compiler);
  checkGrants(compiler);
  if (document.care?.voucher && !document.voucher) {
    compiler.report(['care', 'voucher'], 'vouchers are spent but never issued', 'Add the section voucher');
  }
  if (document.meal?.wallet && !document.wallet) {
    compiler.report(['meal', 'wallet'], 'the wallet is spent but never filled', 'Add the section wallet');
  }
}

function checkParameters(compiler: SectionCompiler): void {
  const { parameters, effective } = compiler.source.document;
  for (const [name, parameter] of Object.entries(parameters)) {
    const path = ['parameters', name];
    compiler.cite(path, parameter.source);
    const given = [parameter.value, parameter.values, parameter.list].filter((value) => value !== undefined).length;
    if (given !== 1) compiler.report(path, 'a parameter needs one of value, values, list', 'Give exactly one of them');
    const dates = (parameter.values ?? []).map((entry) => entry.from);
    if (dates.some((date, index) => index > 0 && date <= (dates[index - 1] ?? ''))) {
      compiler.report([...path, 'values'], 'the dates do not ascend', 'Sort the values by date, each date once');
    }
    if (dates[0] !== undefined && dates[0] > effective.from) {
      compiler.report(
        [...path, 'values'],
        `there is no value from ${effective.from} to ${dates[0]}`,
        'Begin with the first day of the version',
      );
    }
    const numbers = [
      parameter.value ?? [],
      parameter.values?.map(({ value }) => value) ?? [],
      parameter.list ?? [],
    ].flat();
    for (const number of numbers) {
      const problem = unitProblem(parameter.unit, number);
      if (problem) compiler.report(path, problem, 'Correct the number or its unit; dates are written 20260131');
    }
    const used = new RegExp(`\\bparam\\.${name}\\b`).test(compiler.source.text);
    if (!used) compiler.report(path, 'nothing uses this parameter', `Use it as param.${name}, or remove it`);
  }
}

function checkSettings(compiler: SectionCompiler): void {
  for (const [name, setting] of Object.entries(compiler.source.document.settings)) {
    const path = ['settings', name];
    compiler.cite(path, setting.source);
    const allowed = setting.values?.includes(setting.default) ?? true;
    if (!allowed) compiler.report([...path, 'default'], 'the default is not among the values', 'Use one of the values');
    if (setting.values === undefined && (setting.min === undefined || setting.max === undefined)) {
      compiler.report(path, 'a setting needs its values, or min and max', 'Say what a city may set');
    }
    if (name === 'ageReached') compiler.report(path, 'ageReached is a setting of every pack', 'Remove it here');
  }
}

function checkProfiles(compiler: SectionCompiler): void {
  const { profile: taken, profiles, settings } = compiler.source.document;
  if (taken !== undefined && !Object.hasOwn(profiles, taken))
    compiler.report(['profile'], `there is no profile '${taken}'`, 'Use a key of profiles, or leave it out');
  for (const [name, profile] of Object.entries(profiles)) {
    const path = ['profiles', name];
    compiler.cite(path, profile.source);
    for (const [key, value] of Object.entries(profile.settings)) {
      const problem = settingProblem(settings[key], value);
      if (problem) compiler.report([...path, 'settings', key], problem, 'See the settings of this pack');
    }
  }
}

function checkGrants(compiler: SectionCompiler): void {
  const { statements } = compiler.source.document;
  if (statements) compiler.cite(['statements'], statements.source);
  for (const [name, grant] of Object.entries(compiler.source.document.grants)) {
    const path = ['grants', name];
    compiler.cite(path, grant.source);
    if (grant.kind === 'steps') {
      const limits = grant.steps.map((step) => step.upTo ?? Infinity);
      const ascends = limits.every((limit, index) => index === 0 || limit > (limits[index - 1] ?? 0));
      if (!ascends || limits.at(-1) !== Infinity) {
        compiler.report(
          [...path, 'steps'],
          'the steps leave a gap',
          'Let upTo ascend and leave it out in the last step',
        );
      }
    }
    if (grant.kind === 'bands') {
      const starts = grant.bands.map((band) => band.moreThan);
      if (starts.some((start, index) => index > 0 && start <= (starts[index - 1] ?? 0))) {
        compiler.report([...path, 'bands'], 'the bands overlap', 'Let moreThan ascend');
      }
    }
  }
}
