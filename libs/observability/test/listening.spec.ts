import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createService } from '../src/index.js';
import type { StartedCanteen } from './start-canteen.js';
import { freePort, startCanteen } from './start-canteen.js';
import { canteen as definition } from './canteen.fixture.js';

let canteen: StartedCanteen;
let url: string;
let metricsUrl: string;

beforeAll(async () => {
  const metricsPort = await freePort();
  canteen = await startCanteen(definition, { METRICS_PORT: String(metricsPort) }, { listen: true });
  url = `http://127.0.0.1:${(canteen.app.getHttpServer().address() as AddressInfo).port}`;
  metricsUrl = `http://127.0.0.1:${metricsPort}`;
});

afterAll(() => canteen.close());

test('is alive and ready', async () => {
  expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'live' });
  expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ready', checks: {} });
});

test('measures requests by route, never by id', async () => {
  await fetch(`${url}/v1/dishes/019a0000-0000-7000-8000-00000000abcd`);
  await fetch(`${url}/v1/nothing-like-it`);
  const text = await (await fetch(`${metricsUrl}/metrics`)).text();
  expect(text).toContain('method="GET",route="/v1/dishes/:id",status="401"} 1');
  expect(text).toContain('route="unmatched"');
  expect(text).toContain('process_cpu_seconds_total');
  expect(text).not.toContain('abcd');
  expect((await fetch(`${metricsUrl}/other`)).status).toBe(404);
});

test('answers what is not even HTTP', async () => {
  const { port } = new URL(url);
  const answer = await new Promise<string>((resolve) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('not http at all\r\n\r\n'));
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('close', () => resolve(text));
  });
  expect(answer).toContain('HTTP/1.1 400');
  expect(answer).toContain('HTTP.MALFORMED');
});

test('headers that are too large are refused as a problem', async () => {
  const response = await fetch(`${url}/v1/dishes`, { headers: { 'x-long': 'a'.repeat(20_000) } });
  expect(response.status).toBe(431);
  expect(await response.json()).toMatchObject({ code: 'HTTP.HEADERS_TOO_LARGE' });
});

test('a port in use is an error and leaves nothing behind', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const env = { ...canteen.source, PORT: String((taken.address() as AddressInfo).port), METRICS_PORT: '0' };
  await expect(createService(definition, env, { listen: true })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  taken.close();
});

test('a stopping service is not ready and still alive', async () => {
  canteen.parts.health.startStopping();
  const response = await fetch(`${url}/health/ready`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ status: 'not_ready', checks: { stopping: { up: false } } });
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});
