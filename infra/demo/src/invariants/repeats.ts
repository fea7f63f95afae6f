import type { GatewayClient } from '../gateway-client.js';
import type { Findings } from '../findings.js';

/**
 * I16: requests of the day, sent again with their keys, get their old status and id. That they changed nothing shows in the books
 * afterwards. The rest of an answer is the present state (ADR 0012), and so the same only for two requests sent now.
 */
export async function checkRepeats(client: GatewayClient, findings: Findings): Promise<void> {
  const first = await client.repeatSample();
  const second = await client.repeatSample();
  findings.truth('I16 some requests were sent again', first.length > 10);
  first.forEach(({ then, now }, i) => {
    const what = `I16 POST ${then.path} with its old key`;
    findings.equal(what, [now.status, now.body?.id], [then.answer.status, then.answer.body?.id]);
    findings.equal(`${what}, twice`, second[i]?.now, now);
  });
}
