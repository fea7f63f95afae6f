import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from '@jest/globals';

/** Commands of these tests take the server for the gateway of a stack that runs. */
export function asGateway(server: Server): void {
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env['GATEWAY_URL'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env['GATEWAY_TOKEN'] = 'a.b.c';
  });
  afterAll(async () => {
    delete process.env['GATEWAY_URL'];
    delete process.env['GATEWAY_TOKEN'];
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
}
