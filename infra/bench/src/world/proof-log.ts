import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readVerifierKey, verifyEntry } from '@doorstep/verifier';
import type { VerifierKey } from '@doorstep/verifier';
import { nodePlatform } from '@doorstep/verifier/node';
import type { Lab } from '../harness/lab.js';
import { loadApp } from '../servers/apps.js';
import { newFolder } from './audit-world.js';

const ORIGIN = 'bench.invalid/proofs';
const AT_ONCE = 20_480;
const LOWEST = '0/';

type TileLevel = number | 'entries';
interface Tile {
  readonly tile: { readonly level: TileLevel; readonly index: number; readonly width: number };
  readonly bytes: Buffer;
}

/** What is used of the application: nothing may depend on it, so its build is looked up at run time. */
interface AuditParts {
  readonly LogTree: { empty(): LogTree };
  readonly NoteSigner: new (name: string, pem: string) => { vkey(): string };
  readonly signCheckpoint: (checkpoint: object, signers: readonly object[]) => string;
  readonly entryBytes: (entry: object) => Buffer;
  readonly tilePath: (tile: Tile['tile']) => string;
  readonly formatProof: (proof: object) => string;
  readonly LogTiles: new (folder: object) => Tiles;
  readonly FileLogFolder: new (root: string) => object;
}

interface Tiles {
  /** By level, index and width. */
  readonly kept: Map<string, unknown>;
  proofs(size: number): { inclusion(index: number): Promise<Buffer[]> };
}

interface LogTree {
  readonly size: number;
  append(entries: readonly Buffer[]): Tile[];
  partials(): Tile[];
  root(): Buffer;
}

const PARTS = [
  'domain/log-tree',
  'domain/signed-note',
  'domain/checkpoint',
  'domain/entry',
  'domain/tiles',
  'domain/tlog-proof',
  'application/log-tiles',
  'infrastructure/file-log-folder',
];

/** A log of so many made-up entries as tiles in a folder, made by the code of the product, and one signed checkpoint. */
export class ProofLog {
  private readonly tiles: InstanceType<AuditParts['LogTiles']>;
  private bare: { readonly text: Buffer; readonly signature: Buffer } | undefined;

  private constructor(
    readonly size: number,
    private readonly parts: AuditParts,
    private readonly checkpoint: string,
    private readonly keys: readonly VerifierKey[],
    folder: string,
  ) {
    this.tiles = new parts.LogTiles(new parts.FileLogFolder(folder));
  }

  static async open(lab: Lab, size: number): Promise<ProofLog> {
    const loaded: object[] = [];
    // One after the other: the test runner loses modules that several imports link at once.
    for (const file of PARTS) loaded.push(await loadApp<object>('audit', `src/log/${file}.js`));
    const parts = Object.assign({}, ...loaded) as AuditParts;
    const folder = newFolder(lab);
    const tree = parts.LogTree.empty();
    while (tree.size < size) {
      const from = tree.size;
      const entries = Array.from({ length: Math.min(AT_ONCE, size - from) }, (_, n) => entryOf(parts, from + n));
      write(parts, folder, tree.append(entries));
    }
    write(parts, folder, tree.partials());
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const signer = new parts.NoteSigner(ORIGIN, pem);
    const note = parts.signCheckpoint({ origin: ORIGIN, size, root: tree.root() }, [signer]);
    return new ProofLog(size, parts, note, [readVerifierKey(signer.vkey(), nodePlatform)], folder);
  }

  /**
   * As text, built from the tiles in the folder. What is kept of the lowest level is dropped before: of a large log it never is the tile
   * that is asked for, of a small one always. Those above are kept, as in the product.
   */
  async proof(index: number): Promise<string> {
    for (const tile of this.tiles.kept.keys()) if (tile.startsWith(LOWEST)) this.tiles.kept.delete(tile);
    const path = await this.tiles.proofs(this.size).inclusion(index);
    return this.parts.formatProof({ index, path, checkpoint: this.checkpoint });
  }

  entry(index: number): Buffer {
    return entryOf(this.parts, index);
  }

  /** @throws NotVerifiedError when the log does not have the entry where the proof says */
  async verify(entry: Buffer, proof: string): Promise<void> {
    await verifyEntry(entry, proof, this.keys, nodePlatform);
  }

  /** One Ed25519 signature, and nothing around it. */
  async verifySignature(): Promise<boolean> {
    const cut = this.checkpoint.lastIndexOf('\n\n');
    this.bare ??= {
      text: Buffer.from(this.checkpoint.slice(0, cut + 1)),
      signature: Buffer.from((this.checkpoint.slice(cut + 2).split(' ')[2] as string).trim(), 'base64').subarray(4),
    };
    return (this.keys[0] as VerifierKey).verify(this.bare.text, this.bare.signature);
  }
}

function entryOf(parts: AuditParts, index: number): Buffer {
  const commitment = sha256(Buffer.from(String(index)));
  return parts.entryBytes({ source: 'meal-orders/bench', sequence: String(index + 1), commitment });
}

/** Without waiting for the disk after each: what is measured reads them. */
function write(parts: AuditParts, folder: string, tiles: readonly Tile[]): void {
  for (const { tile, bytes } of tiles) {
    if (tile.level === 'entries') continue; // no proof needs them
    const path = join(folder, parts.tilePath(tile));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

/** As the verifier hashes: both sides of the comparison do it in the same way. */
export function sha256(data: Uint8Array): Buffer {
  return nodePlatform.sha256(data) as Buffer;
}
