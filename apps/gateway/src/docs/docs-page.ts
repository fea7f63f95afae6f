import type { AsyncApi, Content, OpenApi, Operation, Schema, ServiceDocument } from './document-shapes.js';
import { Html, html } from './html.js';
import { schemaText } from './schema-text.js';

export const STYLE = `
:root{color-scheme:light dark;--line:#8884;--soft:#8881}
body{font:16px/1.5 system-ui,"PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif;max-width:70rem;margin:0 auto;padding:1rem}
nav a{margin-right:1rem}section{margin-top:2.5rem}details{border:1px solid var(--line);border-radius:.4rem;margin:.4rem 0}
summary{padding:.4rem .6rem;cursor:pointer;overflow-wrap:anywhere}details>div{padding:.2rem .8rem .8rem}
code,pre{font:14px/1.45 ui-monospace,Menlo,Consolas,monospace}pre{background:var(--soft);padding:.6rem;overflow:auto;border-radius:.4rem}
.method{display:inline-block;min-width:4.5em;font-weight:700}table{border-collapse:collapse}td,th{border:1px solid var(--line);padding:.2rem .6rem;text-align:left}
`;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** One page about all services, without scripts and without anything from elsewhere. */
export function docsPage(documents: readonly ServiceDocument[]): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Doorstep 家门口: services and events</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <h1>Doorstep 家门口: services and events</h1>
        <nav>${documents.map(({ service }) => html`<a href="#${service}">${service}</a>`)}</nav>
        ${documents.map(section)}
      </body>
    </html>`;
  return page.text;
}

function section({ service, openApi, asyncApi }: ServiceDocument): Html {
  return html`<section id="${service}">
    <h2>${openApi?.info.title ?? service}</h2>
    <p>
      <a href="/${service}/openapi.json">OpenAPI 3.1</a> ·
      <a href="/${service}/asyncapi.json">AsyncAPI 3.0</a>
    </p>
    ${openApi ? operations(service, openApi) : html`<p>The service does not answer at the moment.</p>`}
    ${asyncApi && events(asyncApi)}
  </section>`;
}

function operations(service: string, document: OpenApi): Html[] {
  const schemas = document.components?.schemas ?? {};
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const operation = methods[method];
      return operation ? [operationEntry(method, `/${service}${path}`, operation, schemas)] : [];
    }),
  );
}

function operationEntry(
  method: string,
  path: string,
  operation: Operation,
  schemas: Readonly<Record<string, Schema>>,
): Html {
  const { description, parameters = [], requestBody, responses } = operation;
  const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return html`<details>
    <summary>
      <code><span class="method">${method.toUpperCase()}</span> ${path}</code>
    </summary>
    <div>
      <p>${description ?? ''}</p>
      ${parameters.length > 0 ? parameterTable(parameters, schemas) : undefined}
      ${
        requestBody &&
        html`<h4>Request</h4>
          ${contentText(requestBody.content, schemas)}`
      }
      ${answers.map(
        ([status, answer]) =>
          html`<h4>Answer ${status}</h4>
            ${contentText(answer.content, schemas)}`,
      )}
    </div>
  </details>`;
}

function parameterTable(
  parameters: NonNullable<Operation['parameters']>,
  schemas: Readonly<Record<string, Schema>>,
): Html {
  const rows = parameters.map(
    ({ name, in: place, required, schema }) =>
      html`<tr>
        <td><code>${name}</code></td>
        <td>${place}${required === true ? ', required' : ''}</td>
        <td><code>${schemaText(schema, schemas)}</code></td>
      </tr>`,
  );
  return html`<table>
    ${rows}
  </table>`;
}

function contentText(content: Content['content'], schemas: Readonly<Record<string, Schema>>): Html {
  const entries = Object.entries(content ?? {});
  if (entries.length === 0) return html`<p>Nothing.</p>`;
  return html`${entries.map(
    ([type, { schema }]) =>
      html`<pre>
${type}
${schemaText(schema, schemas)}</pre>`,
  )}`;
}

function events(document: AsyncApi): Html {
  const rows = Object.values(document.operations).flatMap(({ action, channel }) => {
    const topic = document.channels[channel.$ref.split('/').at(-1) ?? ''];
    return Object.keys(topic?.messages ?? {}).map(
      (type) =>
        html`<tr>
          <td>${action}</td>
          <td><code>${topic?.address}</code></td>
          <td><code>${type}</code></td>
          <td>${document.components.messages[type]?.summary}</td>
        </tr>`,
    );
  });
  return html`<details>
    <summary>Events (${rows.length})</summary>
    <div>
      <table>
        ${rows}
      </table>
    </div>
  </details>`;
}
