import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openCheckpoint, signCheckpoint } from '../../src/log/domain/checkpoint.js';
import { bundleOf, entriesOf } from '../../src/log/domain/entry.js';
import { emptyRoot, leafHash, nodeHash, splitPoint, type Hash } from '../../src/log/domain/hashing.js';
import { ProofBuilder } from '../../src/log/domain/proofs.js';
import { NoteSigner, noteVerifier, openNote } from '../../src/log/domain/signed-note.js';
import { hashesAtLevel, parseTilePath, tilePath, tilesOf, TILE_WIDTH } from '../../src/log/domain/tiles.js';
import { formatProof, parseProof } from '../../src/log/domain/tlog-proof.js';
import { TileNodes } from '../../src/log/domain/tile-nodes.js';
import { TreeFrontier } from '../../src/log/domain/tree-frontier.js';
import { verifyConsistency, verifyInclusion } from '../../src/log/domain/verification.js';

const VKEY = 'audit.example/eldercare+f9841bcc+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4';
const NOTE = `audit.example/eldercare
5
VG7gQpJmu4zrkl6h+yUgHVt3IMVAU58DqYKeFF2+kas=

\u2014 audit.example/eldercare +YQbzGZUqUuYvcJPuXEJcN2lIQQjSnpcU2EZx74l1A2d3iZRdfJbCp8daVTDcpa+KMAIQt5HO3vk2X069xe00ugD/g0=
`;

/** RFC 6962 section 2.1, word by word. */
function naiveRoot(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return emptyRoot();
  if (leaves.length === 1) return leaves[0] as Hash;
  const k = splitPoint(leaves.length);
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

const leavesOf = (n: number): Hash[] => Array.from({ length: n }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));

function treeOf(leaves: readonly Hash[]): { frontier: TreeFrontier; builder: ProofBuilder } {
  const frontier = new TreeFrontier();
  const tiles = new Map<string, TileNodes>();
  const keep = ({ tile, hashes }: { tile: { level: unknown; index: number }; hashes: Buffer }): void => {
    tiles.set(`${String(tile.level)}/${tile.index}`, new TileNodes(hashes));
  };
  frontier.append(leaves).forEach(keep);
  frontier.partialTiles().forEach(keep);
  const builder = new ProofBuilder(leaves.length, ({ level, index }) => {
    const nodes = tiles.get(`${level}/${index}`);
    return nodes ? Promise.resolve(nodes) : Promise.reject(new Error('no tile'));
  });
  return { frontier, builder };
}

describe('the Merkle tree', () => {
  it('hashes the vectors of RFC 6962', () => {
    // Inputs and roots of the Certificate Transparency reference tests.
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    const leaves = inputs.map((hex) => leafHash(Buffer.from(hex, 'hex')));
    roots.forEach((root, i) =>
      expect(
        treeOf(leaves.slice(0, i + 1))
          .frontier.root()
          .toString('hex'),
      ).toBe(root),
    );
    expect(new TreeFrontier().root().toString('hex')).toBe(emptyRoot().toString('hex'));
  });

  it.each([1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 70_000])(
    'equals the naive tree at %i leaves',
    async (n) => {
      const leaves = leavesOf(n);
      const { frontier, builder } = treeOf(leaves);
      const root = naiveRoot(leaves);
      expect(frontier.root().equals(root)).toBe(true);
      expect((await builder.root()).equals(root)).toBe(true);
      expect(frontier.partialTiles().map(({ tile }) => tile)).toEqual(
        tilesOf(n).filter(({ width }) => width < TILE_WIDTH),
      );
      for (const index of new Set([0, n >> 1, n - 1])) {
        expect(verifyInclusion(leaves[index] as Hash, index, n, await builder.inclusion(index), root)).toBe(true);
      }
    },
  );

  it('proves inclusion and growth for every pair of sizes, and nothing else', async () => {
    const leaves = leavesOf(33);
    const trees = leaves.map((_, i) => treeOf(leaves.slice(0, i + 1)));
    for (let n = 1; n <= 33; n++) {
      const { frontier, builder } = trees[n - 1] as (typeof trees)[number];
      for (let i = 0; i < n; i++) {
        const path = await builder.inclusion(i);
        expect(verifyInclusion(leaves[i] as Hash, i, n, path, frontier.root())).toBe(true);
        expect(verifyInclusion(leaves[(i + 1) % 33] as Hash, i, n, path, frontier.root())).toBe(false);
        if (n > 1) expect(verifyInclusion(leaves[i] as Hash, (i + 1) % n, n, path, frontier.root())).toBe(false);
      }
      for (let m = 1; m <= n; m++) {
        const old = (trees[m - 1] as (typeof trees)[number]).frontier.root();
        const path = await builder.consistency(m);
        expect(verifyConsistency(m, old, n, frontier.root(), path)).toBe(true);
        expect(verifyConsistency(m, leafHash(Buffer.from('other')), n, frontier.root(), path)).toBe(false);
      }
    }
  });

  it('goes on from its partial tiles as if it had never stopped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 700 }), async (first, second) => {
        const leaves = leavesOf(first + second);
        const whole = treeOf(leaves).frontier;
        const half = treeOf(leaves.slice(0, first)).frontier;
        const partials = half.partialTiles();
        const again = await TreeFrontier.restore(first, (tile) =>
          Promise.resolve(partials.find((candidate) => candidate.tile.level === tile.level)?.hashes ?? Buffer.alloc(0)),
        );
        again.append(leaves.slice(first));
        expect(again.size).toBe(whole.size);
        expect(again.root().equals(whole.root())).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

describe('tile paths', () => {
  it('writes numbers in groups of three', () => {
    expect(tilePath({ level: 0, index: 5, width: 256 })).toBe('tile/0/005');
    expect(tilePath({ level: 2, index: 1_234_067, width: 17 })).toBe('tile/2/x001/x234/067.p/17');
    expect(tilesOf(70_000).map(tilePath).slice(-4)).toEqual([
      'tile/0/273.p/112',
      'tile/1/000',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ]);
    expect(tilesOf(256).map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect(tilesOf(0)).toEqual([]);
    expect(hashesAtLevel(70_000, 1)).toBe(273);
  });

  it.each([
    'tile/0/5',
    'tile/0/0005',
    'tile/0/x000/005',
    'tile/0/005.p/0',
    'tile/0/005.p/256',
    'tile/0/005.p/007',
    'tile/0/../005',
    'tile/-1/005',
    'tile/00/005',
    'tile/99/005',
    'tile/0/005/',
    'tile/0/x1/005',
    `tile/0/${'x999/'.repeat(30)}999`,
  ])('refuses %s', (path) => {
    expect(() => parseTilePath(path)).toThrow('not the path of a tile');
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(
        fc.nat(999_999_999),
        fc.integer({ min: 1, max: 256 }),
        fc.constantFrom<(number | 'entries')[]>(0, 1, 5, 'entries'),
        (index, width, level) => {
          expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width });
        },
      ),
    );
  });
});

describe('checkpoints and notes', () => {
  it('opens a note made by another program', () => {
    const checkpoint = openCheckpoint(NOTE, 'audit.example/eldercare', [noteVerifier(VKEY)]);
    expect(checkpoint.size).toBe(5);
    expect(checkpoint.root.toString('base64')).toBe('VG7gQpJmu4zrkl6h+yUgHVt3IMVAU58DqYKeFF2+kas=');
  });

  it('refuses every single changed character', () => {
    for (let i = 0; i < NOTE.length; i++) {
      const changed = `${NOTE.slice(0, i)}${NOTE[i] === 'A' ? 'B' : 'A'}${NOTE.slice(i + 1)}`;
      expect(() => openCheckpoint(changed, 'audit.example/eldercare', [noteVerifier(VKEY)])).toThrow();
    }
  });

  it('signs what its own vkey verifies, and survives other signatures', () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const signer = new NoteSigner('doorstep.example/log', pem);
    const note = signCheckpoint({ origin: signer.name, size: 3, root: leafHash(Buffer.from('x')) }, [signer]);
    const verifier = noteVerifier(signer.vkey());
    expect(openCheckpoint(note, signer.name, [verifier]).size).toBe(3);
    const witnessed = `${note}\u2014 witness.example ${Buffer.alloc(72).toString('base64')}\n`;
    expect(openNote(witnessed, [verifier])).toBe(note.split('\n\n')[0] + '\n');
    expect(() => openNote(note, [noteVerifier(VKEY)])).toThrow('no signature of a known key');
  });

  it('writes and reads proofs and bundles', async () => {
    const leaves = leavesOf(9);
    const path = await treeOf(leaves).builder.inclusion(4);
    const text = formatProof({ index: 4, path, checkpoint: NOTE, extra: Buffer.from('salt') });
    expect(parseProof(text)).toEqual({ index: 4, path, checkpoint: NOTE, extra: Buffer.from('salt') });
    expect(formatProof({ index: 0, path: [], checkpoint: NOTE })).toBe(`c2sp.org/tlog-proof@v1\nindex 0\n\n${NOTE}`);
    const entries = [Buffer.from('a'), Buffer.alloc(0), Buffer.from('long'.repeat(100))];
    expect(entriesOf(bundleOf(entries))).toEqual(entries);
    expect(() => entriesOf(bundleOf(entries).subarray(0, -1))).toThrow('cut short');
  });
});
