import type { KeyObject } from 'node:crypto';
import { createHash, createSecretKey } from 'node:crypto';
import { assert } from '@doorstep/kernel';
import { KeyWrapper } from '../application/key-wrapper.port.js';
import { opened, sealed } from '../domain/sealed-box.js';

const NAME_BYTES = 4;

interface MasterKey {
  readonly name: Buffer;
  readonly key: KeyObject;
}

/** Master keys from the environment or a file. The first wraps; each wrapped key begins with the name of the one that wrapped it. */
export class MasterKeyWrapper extends KeyWrapper {
  private readonly masters: readonly [MasterKey, ...MasterKey[]];

  constructor(keys: readonly Buffer[]) {
    super();
    const [first, ...former] = keys.map(masterOf);
    assert(first, 'there is at least one master key');
    this.masters = [first, ...former];
  }

  wrap(keys: readonly Buffer[], contexts: readonly string[]): Promise<Buffer[]> {
    const [{ name, key }] = this.masters;
    return Promise.resolve(
      keys.map((each, index) => Buffer.concat([name, sealed(key, each, contexts[index] as string)])),
    );
  }

  unwrap(wrapped: readonly Buffer[], contexts: readonly string[]): Promise<Buffer[]> {
    return Promise.resolve(wrapped.map((each, index) => this.unwrapped(each, contexts[index] as string)));
  }

  private unwrapped(wrapped: Buffer, context: string): Buffer {
    const name = wrapped.subarray(0, NAME_BYTES);
    const master = this.masters.find((each) => each.name.equals(name));
    assert(master, `no master key is named ${name.toString('hex')}: a former VAULT_MASTER_KEY is missing`);
    return opened(master.key, wrapped.subarray(NAME_BYTES), context);
  }
}

function masterOf(bytes: Buffer): MasterKey {
  const name = createHash('sha256').update('doorstep vault master key').update(bytes).digest().subarray(0, NAME_BYTES);
  return { name, key: createSecretKey(bytes) };
}
