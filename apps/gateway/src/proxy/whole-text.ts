/** Documents of an API have some hundred kilobytes, those of an issuer a few. */
const MOST_BYTES = 1_000_000;

/**
 * The text of an answer.
 * @throws Error when it is not there to its end within `withinMs`, is too long, or breaks off. The signal of the request does not see to
 * that: Node 20 forgets it once the request was collected as garbage, and a body that drips would be waited for for ever.
 */
export async function wholeText({ body }: Response, withinMs: number): Promise<string> {
  const reader = (body as ReadableStream<Uint8Array> | null)?.getReader();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void reader?.cancel().catch(() => undefined);
  }, withinMs);
  try {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
      parts.push(part.value);
      length += part.value.length;
      if (length > MOST_BYTES) throw new Error('the answer is too long');
    }
    if (late) throw new Error(`no whole answer within ${withinMs} ms`);
    return Buffer.concat(parts).toString('utf8');
  } finally {
    clearTimeout(timer);
    void reader?.cancel().catch(() => undefined);
  }
}
