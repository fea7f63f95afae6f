import { expect, test } from '@jest/globals';
import { describeService } from '../src/index.js';
import { canteen } from './canteen.fixture.js';

test('describes a service without starting it', async () => {
  const { openApi } = await describeService(canteen);
  console.log(JSON.stringify(openApi, undefined, 1));
  expect(openApi.openapi).toBe('3.1.0');
});
