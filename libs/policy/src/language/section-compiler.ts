import type { LocalDate } from '@doorstep/kernel';
import type { BoolExpr, Context, IntExpr, PlaceView } from '../engine/context.js';
import { CelCompiler, type Compiled } from './cel-compiler.js';
import { rangeOf, type Range } from './cel-ranges.js';
import { CelError, CelParser, type PackWords } from './cel-parser.js';
import type { BoundParameter } from './cel-words.js';
import type { PackProblem } from './pack-error.js';
import { REASON_TEXTS } from '../render/reason-texts.js';
import type { ParsedSource } from './pack-source.js';
import type { Uses } from './rules.js';
import type { FactKind, Scope } from './vocabulary.js';

type Path = readonly PropertyKey[];

/** Compiles the expressions of one document and collects every problem instead of stopping at the first. */
export class SectionCompiler {
  readonly problems: PackProblem[] = [];
  /** Ages at which a birthday can change a result. */
  readonly ageLimits = new Set<number>();
  private readonly parsers = new Map<Scope, CelParser>();
  private readonly parameters = new Map<string, BoundParameter>();
  private readonly predicates = new Map<string, Compiled>();
  private readonly settings = new Map<string, string | number>();
  private readonly settingRanges = new Map<string, Range>();
  private readonly ranges = new Map<string, Range | undefined>();
  private readonly place: PlaceView;
  private readonly words: PackWords;
  private facts = new Set<FactKind>();
  private categories = new Set<string>();
  private calendar = false;

  constructor(readonly source: ParsedSource) {
    const { parameters, settings, profile, profiles, place } = source.document;
    const chosen = profile === undefined ? {} : (profiles[profile]?.settings ?? {});
    this.place = { province: '', city: '', district: '', town: '', ...place };
    for (const [name, { value, values, list }] of Object.entries(parameters)) {
      const from = source.document.effective.from;
      const dated = values ?? (value === undefined ? [] : [{ from, value }]);
      this.parameters.set(name, {
        ...(list && { list }),
        values: dated.map((entry) => ({ from: entry.from as LocalDate, value: entry.value })),
      });
    }
    for (const [name, setting] of Object.entries(settings)) {
      this.settings.set(name, chosen[name] ?? setting.default);
      const numbers = [setting.default, ...(setting.values ?? []), setting.min ?? [], setting.max ?? []].flat();
      if (!numbers.every((each) => typeof each === 'number')) continue;
      this.settingRanges.set(name, { least: Math.min(...numbers), greatest: Math.max(...numbers) });
    }
    const typeOf = (fallback: string | number): 'int' | 'string' => (typeof fallback === 'number' ? 'int' : 'string');
    this.words = {
      param: mapValues(parameters, ({ list }) => (list ? 'list<int>' : 'int')),
      setting: mapValues(settings, (setting) => typeOf(setting.default)),
      is: mapValues(source.document.predicates, () => 'bool' as const),
    };
    this.compilePredicates();
  }

  /** What the expressions compiled by `work` read. */
  using<T>(work: () => T): { readonly result: T; readonly uses: Uses } {
    this.facts = new Set();
    this.categories = new Set();
    this.calendar = false;
    const result = work();
    return { result, uses: { facts: this.facts, categories: this.categories, calendar: this.calendar } };
  }

  int(scope: Scope, path: Path, amount: string | number): IntExpr {
    return typeof amount === 'number' ? () => amount : this.expression<number>(scope, path, amount, 'int');
  }

  /** Of a rate, in bp. One that is wrong otherwise has been reported already. */
  rate(scope: Scope, path: Path, rate: string | number): Range {
    const range = typeof rate === 'number' ? { least: rate, greatest: rate } : this.ranges.get(`${scope} ${rate}`);
    if (!range) return { least: 0, greatest: 0 };
    const { least, greatest } = range;
    if (least < 0 || greatest > 10_000)
      this.report(path, `a rate of ${least} to ${greatest} bp`, 'Rates are 0 to 10000 bp');
    return range;
  }

  bool(scope: Scope, path: Path, text: string): BoolExpr {
    return this.expression<boolean>(scope, path, text, 'bool');
  }

  /** `S12 title of the source`, short enough for a step of a decision; `design` stays as it is. */
  cite(path: Path, source: string | readonly string[]): string {
    const keys = typeof source === 'string' ? [source] : source;
    const cited = keys.map((key) => {
      if (key === 'design' || key === 'press') return key;
      const known = this.source.document.sources[key];
      if (!known) this.report([...path, 'source'], `unknown source '${key}'`, 'List it under sources, or write design');
      return `${key} ${known?.title ?? ''}`;
    });
    return cited.join('; ').slice(0, 280);
  }

  /** A reason code is a released one, or the pack brings the words for it. */
  reason(path: Path, code: string): string {
    if (!(code in REASON_TEXTS) && !(code in this.source.document.texts.reasons)) {
      this.report(
        [...path, 'reason'],
        `unknown reason code ${code}`,
        'Use a released code, or give its texts under texts.reasons',
      );
    }
    return code;
  }

  report(path: Path, problem: string, fix: string): void {
    this.problems.push(this.source.problem(path, problem, fix));
  }

  private compilePredicates(): void {
    for (const [name, { when, source }] of Object.entries(this.source.document.predicates)) {
      const path = ['predicates', name];
      this.cite(path, source);
      const compiled = this.compile<boolean>('person', [...path, 'when'], when, 'bool');
      if (compiled) this.predicates.set(name, compiled);
    }
  }

  private expression<T>(scope: Scope, path: Path, text: string, type: 'int' | 'bool'): (context: Context) => T {
    const compiled = this.compile<T>(scope, path, text, type);
    if (!compiled) return () => undefined as T;
    for (const fact of compiled.facts) this.facts.add(fact);
    for (const category of compiled.categories) this.categories.add(category);
    for (const age of compiled.ages) this.ageLimits.add(age);
    this.calendar ||= compiled.calendar;
    return compiled.run;
  }

  private compile<T>(scope: Scope, path: Path, text: string, type: 'int' | 'bool'): Compiled<T> | undefined {
    let parser = this.parsers.get(scope);
    if (!parser) this.parsers.set(scope, (parser = new CelParser(scope, this.words)));
    try {
      const { parameters, settings, settingRanges, predicates, place } = this;
      const tree = parser.parse(text, type);
      const compiled = CelCompiler.compile<T>(tree, { parameters, settings, predicates, place });
      this.ranges.set(`${scope} ${text}`, rangeOf(tree, { parameters, settingRanges }));
      return compiled;
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      this.report(path, error.message, error.fix);
      return undefined;
    }
  }
}

function mapValues<V, R>(object: Readonly<Record<string, V>>, change: (value: V) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
