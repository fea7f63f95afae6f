import { Public } from '@doorstep/auth';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ReadLogFile } from '../application/read-log-file.query.js';

const HEADERS = {
  document: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' },
  tile: { 'content-type': 'application/octet-stream', 'cache-control': 'public, max-age=31536000, immutable' },
};
/** Everything here is meant for everybody: any page may read and check it. */
const OPEN = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };

/** However it is written: what is no path of a file is not there. */
const Path = z.string();

/** The log as C2SP tlog-tiles. Its form is fixed elsewhere (docs/verify.md), so it has no place in our own API documents. */
@ApiExcludeController()
@Public()
@Controller('log')
export class LogController {
  constructor(private readonly files: ReadLogFile) {}

  @Get('*')
  async file(@Param('*', { schema: Path }) path: string, @Res() reply: FastifyReply): Promise<void> {
    reply.headers(OPEN); // also with "not there": a reader must see that a partial tile has become a full one
    const { content, kind } = await this.files.execute(path);
    // A bare Buffer: anything else would be written as JSON.
    await reply.headers(HEADERS[kind]).send(content);
  }
}
