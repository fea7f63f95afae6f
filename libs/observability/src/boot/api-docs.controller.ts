import { Public } from '@doorstep/auth';
import { NotInApi } from '@doorstep/contracts';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiDocuments } from './api-documents.js';

const JSON_TYPE = 'application/json; charset=utf-8';

@NotInApi()
@Public()
@Controller()
export class ApiDocsController {
  constructor(private readonly documents: ApiDocuments) {}

  @Get('openapi.json')
  @Header('content-type', JSON_TYPE)
  openApi(): Promise<string> {
    return this.documents.openApi();
  }

  @Get('asyncapi.json')
  @Header('content-type', JSON_TYPE)
  asyncApi(): string {
    return this.documents.asyncApi();
  }
}
