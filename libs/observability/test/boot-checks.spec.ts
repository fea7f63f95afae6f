import { Public, RequirePermission } from '@doorstep/auth';
import type { Permission } from '@doorstep/auth';
import {
  Body,
  Controller,
  createParamDecorator,
  Get,
  Headers,
  Module,
  Param,
  Post,
  Query,
  RawBody,
  Req,
} from '@nestjs/common';
import type { ExecutionContext, Type } from '@nestjs/common';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { createService, describeService, UnsafeRoutesError } from '../src/index.js';
import { canteen } from './canteen.fixture.js';
import { startCanteen } from './start-canteen.js';

@Controller('v1/open')
class WithoutPermission {
  @Get()
  list(): void {}
}

@Controller('v1/typo')
class WithUnknownPermission {
  @Get()
  @RequirePermission('meal-orders.order.plcae' as Permission)
  list(): void {}
}

@Public()
@Controller('v1/unchecked')
class WithoutSchemas {
  @Post(':id')
  create(
    @Body() _body: object,
    @Query() _query: object,
    @Param('id') _id: string,
    @Headers('prefer') _prefer: string,
  ): void {}
}

@Public()
@Controller('v1/raw')
class WithTheWholeRequest {
  @Get()
  list(@Req() _request: object): void {}

  @Post()
  create(@RawBody() _bytes: Buffer): void {}
}

@Public()
@Controller('v1/lenient')
class WithOpenSchemas {
  @Post()
  create(@Body({ schema: z.object({ a: z.string() }) }) _body: object): void {}

  @Get()
  list(@Query({ schema: z.looseObject({}) }) _query: object): void {}
}

const Open = z.object({ a: z.string() });
const HIDDEN: Readonly<Record<string, z.ZodType>> = {
  'behind nullish': Open.nullish(),
  'behind a default': Open.default({ a: '' }),
  'in a union': z.union([z.strictObject({ b: z.string() }), Open]),
  'in a member': z.strictObject({ nested: Open }),
  'in a list': z.strictObject({ list: z.array(Open) }),
  'behind a pipe': Open.transform(({ a }) => a),
  'as a record': z.record(z.string(), Open),
  'in a lazy one': z.strictObject({ later: z.lazy(() => Open).optional() }),
};

/** One controller for each way to hide an open object. */
function withBody(schema: z.ZodType): Type {
  @Public()
  @Controller('v1/hidden')
  class WithHiddenOpenSchema {
    @Post()
    create(@Body({ schema }) _body: unknown): void {}
  }
  return WithHiddenOpenSchema;
}

const WholeBody = createParamDecorator((_none: void, context: ExecutionContext): unknown => context.getArgs()[0]);

@Public()
@Controller('v1/own-decorator')
class WithItsOwnDecorator {
  @Post()
  create(@WholeBody() _body: unknown): void {}
}

function serviceOf(...controllers: Type[]) {
  @Module({ controllers })
  class TheModule {}
  return { ...canteen, module: TheModule };
}

async function faultsOf(...controllers: Type[]): Promise<readonly string[]> {
  const error: unknown = await startCanteen(serviceOf(...controllers)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnsafeRoutesError);
  return (error as UnsafeRoutesError).faults;
}

test('a route without a permission stops the service', async () => {
  expect(await faultsOf(WithoutPermission)).toEqual(['WithoutPermission.list declares no permission']);
});

test('a permission that nobody knows stops the service', async () => {
  expect(await faultsOf(WithUnknownPermission)).toEqual([
    'WithUnknownPermission.list needs the unknown permission meal-orders.order.plcae',
  ]);
});

test('a parameter without a schema stops the service', async () => {
  expect([...(await faultsOf(WithoutSchemas))].sort()).toEqual(
    [1, 2, 3, 4].map((index) => `WithoutSchemas.create: parameter ${index} has no schema`),
  );
});

test('reading the request past the schemas stops the service', async () => {
  expect(await faultsOf(WithTheWholeRequest)).toHaveLength(2);
});

test('a schema that drops unknown members in silence stops the service', async () => {
  expect(await faultsOf(WithOpenSchemas)).toEqual([
    expect.stringContaining('use z.strictObject'),
    expect.stringContaining('use z.strictObject'),
  ]);
});

test.each(Object.entries(HIDDEN))(
  'a schema that drops unknown members %s stops the service',
  async (_where, schema) => {
    expect(await faultsOf(withBody(schema))).toEqual([expect.stringContaining('use z.strictObject')]);
  },
);

test('a decorator that is not known to check what it reads stops the service', async () => {
  expect(await faultsOf(WithItsOwnDecorator)).toEqual([
    'WithItsOwnDecorator.create: parameter 1 reads the request without a schema',
  ]);
});

test('all faults are told at once, and the documents are refused too', async () => {
  expect(await faultsOf(WithoutPermission, WithoutSchemas)).toHaveLength(5);
  await expect(describeService(serviceOf(WithoutPermission))).rejects.toThrow(UnsafeRoutesError);
});

test('a wrong environment is told before anything starts', async () => {
  await expect(createService(canteen, {})).rejects.toMatchObject({ name: 'EnvironmentError' });
});
