import { expect } from '@jest/globals';
import { run, written } from './command.js';
import { newSigner } from './sample-log.js';
import type { PackagedFile, SampleRecord } from './sample-package.js';
import { filesOf, manifestOf, sampleRecords, zipOf } from './sample-package.js';

/** Records of the package that is altered in many ways; its table shows one event more. */
export const COUNT = 20;
export const signer = newSigner();
export const { records, checkpoint } = sampleRecords(COUNT, signer);
export const files = filesOf(records, checkpoint);
export const whole = [...files, manifestOf(files, checkpoint, COUNT + 1)];
export const good = zipOf(whole);

/** With the key of its log unless others are given. */
export const check = (archive: Buffer, ...keys: string[]) =>
  run('--package', written(archive), ...(keys.length > 0 ? keys : [signer.vkey]).flatMap((key) => ['--key', key]));
export const refused = (said: string) => ({
  code: 1,
  said: expect.stringMatching(new RegExp(`^NOT VERIFIED: .*${said}`)),
});
/** With a manifest that a forger has made anew. */
export const forged = (changed: readonly PackagedFile[], events = COUNT + 1) =>
  zipOf([...changed, manifestOf(changed, checkpoint, events)]);
export const having = (name: string, content: string, bytes?: number): PackagedFile[] =>
  files.map((file) => (file.name === name ? { name, content, ...(bytes !== undefined && { bytes }) } : file));
export const evidence = (...changed: readonly SampleRecord[]) =>
  having('evidence.ndjson', changed.map((record) => `${JSON.stringify(record)}\n`).join(''));
export const at = (n: number) => records[n] as SampleRecord;
export const contentOf = (name: string) => files.find((file) => file.name === name)?.content as string;
