import { Public } from '@doorstep/auth';
import { NotInApi } from '@doorstep/contracts';
import { Controller, Get, Header } from '@nestjs/common';
import { docsPage } from './docs-page.js';
import { ServiceDocuments } from './service-documents.js';

@NotInApi()
@Public()
@Controller('docs')
export class DocsController {
  constructor(private readonly documents: ServiceDocuments) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'")
  async page(): Promise<string> {
    return docsPage(await this.documents.all());
  }
}
