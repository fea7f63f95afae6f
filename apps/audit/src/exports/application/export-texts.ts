/** Goes with every audit package. */
export const READ_ME = `审计包 / Audit package

manifest.json      每个文件的 SHA-256、查询条件、快照与检查点 / SHA-256 of each file, filter, snapshot, checkpoint
evidence.ndjson    每行一条记录，含原始字节、盐值、公开条目与证明 / one record a line: exact bytes, salt, public entry, proof
                   （超过五十万条时分为 evidence-1.ndjson 等 / evidence-1.ndjson and so on when there are more than 500,000）
events.csv         同样的事件，供表格软件阅读 / the same events for a spreadsheet
dictionary.json    各列含义 / what the columns mean
checkpoint.txt     证明所依据的签名检查点 / the signed checkpoint that the proofs lead to

核验 / To verify (docs/verify.md):
1. Take the verifier key from where the city published it, not from here.
2. The package as it is, every file, record and proof at once:
     npm run audit:verify -- --package <this archive> --key <verifier key>
3. By hand: sha256sum each file and compare with manifest.json. Then for each line of evidence.ndjson: SHA-256(salt || bytes) is the
   commitment in entry; SHA-256(0x00 || entry) is the leaf; proof leads to the root of checkpoint.txt.
4. A line whose proof is null was younger than the checkpoint; one whose bytes are null belongs to a person who was erased.
   Events that have no number have no leaf: they stand in events.csv only.
`;
