import { readdirSync, readFileSync } from 'node:fs';

/** What Linux counts processor time in, whatever its scheduler does. */
const TICK_MS = 10;

/**
 * Processor time of this process and of servers with everything they have spawned, by name. On a machine with neighbours it says
 * what the clock cannot: how much work something was. Without /proc only this process is counted.
 */
export class CpuMeter {
  private readonly roots = new Map<number, string>();

  /** A process that counts from now on, with its children. */
  add(pid: number, name: string): void {
    this.roots.set(pid, name);
  }

  /** Milliseconds so far; `bench` is this process. */
  read(): ReadonlyMap<string, number> {
    const { user, system } = process.cpuUsage();
    const times = new Map([['bench', (user + system) / 1_000]]);
    if (this.roots.size === 0 || process.platform !== 'linux') return times;
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const { parent, own, ended } = statOf(pid);
      const itself = this.roots.get(Number(pid));
      const name = itself ?? this.roots.get(parent);
      // Children that ended were added to their parent's account.
      if (name) times.set(name, (times.get(name) ?? 0) + (own + (itself ? ended : 0)) * TICK_MS);
    }
    return times;
  }
}

function statOf(pid: string): { parent: number; own: number; ended: number } {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold anything, also blanks and brackets; numbers begin after its last bracket.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const [parent, user, system, endedUser, endedSystem] = [1, 11, 12, 13, 14].map((index) => Number(fields[index]));
    return { parent: parent ?? 0, own: (user ?? 0) + (system ?? 0), ended: (endedUser ?? 0) + (endedSystem ?? 0) };
  } catch {
    return { parent: 0, own: 0, ended: 0 };
  }
}
