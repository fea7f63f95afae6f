import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** Whether somebody could listen there now. Asks both families: a stranger on `0.0.0.0` or `::` takes the port too. */
export async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, HOST)) && (await canListen(port, undefined));
}

/** The preferred port, or a free one that is not yet `taken`. The answer is added to `taken`. */
export async function portNear(preferred: number, taken: Set<number>): Promise<number> {
  for (let port = preferred; port < preferred + 100; port++) {
    if (taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    return port;
  }
  return freePort(taken);
}

/** Any free port. */
export async function freePort(taken: Set<number> = new Set()): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((resolve, reject) => {
      const server = createServer().once('error', reject);
      server.listen(0, HOST, () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      });
    });
    if (taken.has(port)) continue;
    taken.add(port);
    return port;
  }
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 cannot listen on `::`; that says nothing about the port.
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES');
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
