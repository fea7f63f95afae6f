import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../platform/paths.js';

type Program = (args: readonly string[]) => Promise<number>;

// These programs use this package, so it finds them at run time instead of depending on them.
const load = async (path: string, name: string): Promise<Program> =>
  ((await import(pathToFileURL(join(ROOT, path)).href)) as Record<string, Program>)[name] as Program;

export const demoLunch: Program = async (args) => (await load('infra/demo/dist/src/lunch.js', 'lunch'))(args);
