import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, isFree, portNear } from '../src/platform/ports.js';
import { choosePorts } from '../src/stack/ports.js';

describe('ports', () => {
  let stranger: Server;
  let taken: number;

  beforeAll(async () => {
    stranger = createServer();
    await new Promise<void>((resolve) => {
      stranger.listen(0, '127.0.0.1', resolve);
    });
    taken = (stranger.address() as AddressInfo).port;
  });
  afterAll(() => {
    stranger.close();
  });

  it('sees that another program listens', async () => {
    expect(await isFree(taken)).toBe(false);
    expect(await isFree(await freePort())).toBe(true);
  });

  it('takes a neighbour instead, and none twice', async () => {
    const used = new Set<number>();
    const first = await portNear(taken, used);
    const second = await portNear(taken, used);
    expect([first, second, taken].every((port, index, all) => all.indexOf(port) === index)).toBe(true);
  });

  it('refuses, by name, a gateway port that was asked for and is taken', async () => {
    await expect(choosePorts({ DOORSTEP_PORTS: 'free', GATEWAY_PORT: String(taken) })).rejects.toThrow(
      `Port ${taken} (GATEWAY_PORT) is taken`,
    );
    await expect(choosePorts({ DOORSTEP_PORTS: 'free', GATEWAY_PORT: 'http' })).rejects.toThrow('is not a port number');
  });

  it('gives every server a port of its own', async () => {
    const ports = await choosePorts({ DOORSTEP_PORTS: 'free' });
    const all = [ports.postgres, ports.kafka, ports.kafkaController];
    for (const { http, metrics } of ports.services.values()) all.push(http, metrics);
    expect(new Set(all).size).toBe(17);
  });
});
