import { ApiDocuments } from '@doorstep/observability';
import { Injectable } from '@nestjs/common';
import type { ServiceDocument } from './document-shapes.js';
import { Upstreams } from '../proxy/upstreams.js';
import { wholeText } from '../proxy/whole-text.js';

const TIME_LIMIT_MS = 2_000;
const FRESH_MS = 30_000;

/** The API documents of all services and of the gateway itself, asked for at most every half minute. */
@Injectable()
export class ServiceDocuments {
  private latest: { readonly documents: Promise<ServiceDocument[]>; readonly untilMs: number } | undefined;

  constructor(
    private readonly upstreams: Upstreams,
    private readonly own: ApiDocuments,
  ) {}

  all(): Promise<ServiceDocument[]> {
    const now = Date.now();
    if (!this.latest || this.latest.untilMs < now) this.latest = { documents: this.load(), untilMs: now + FRESH_MS };
    return this.latest.documents;
  }

  private async load(): Promise<ServiceDocument[]> {
    const documents = await Promise.all(
      this.upstreams.all.map(async ({ name, origin }) => ({
        service: name,
        openApi: await fetchJson<ServiceDocument['openApi']>(`${origin}/openapi.json`),
        asyncApi: await fetchJson<ServiceDocument['asyncApi']>(`${origin}/asyncapi.json`),
      })),
    );
    if (documents.some(({ openApi, asyncApi }) => !openApi || !asyncApi)) this.latest = undefined;
    return [...documents, await this.ownDocument()];
  }

  private async ownDocument(): Promise<ServiceDocument> {
    return {
      service: 'gateway',
      openApi: JSON.parse(await this.own.openApi()) as ServiceDocument['openApi'],
      asyncApi: JSON.parse(this.own.asyncApi()) as ServiceDocument['asyncApi'],
    };
  }
}

async function fetchJson<T>(url: string): Promise<T | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIME_LIMIT_MS) });
    const text = await wholeText(response, TIME_LIMIT_MS);
    return response.ok ? (JSON.parse(text) as T) : undefined;
  } catch {
    return undefined;
  }
}
