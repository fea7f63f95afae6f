import type { Problem } from '@doorstep/contracts';
import type { FastifyReply } from 'fastify';
import type { ProblemFacts } from './problem-facts.js';
import { languageOf, titleOf } from './problem-titles.js';
import type { ServiceRequest } from './request-context.js';

/** Answers with RFC 9457 problem+json in the caller's language. */
export function sendProblem(request: ServiceRequest, reply: FastifyReply, facts: ProblemFacts): void {
  const language = languageOf(request.headers['accept-language']);
  const problem: Problem = {
    type: `urn:doorstep:problem:${facts.code.toLowerCase()}`,
    title: titleOf(facts.code, facts.status, language),
    status: facts.status,
    code: facts.code,
    ...(facts.detail !== undefined && { detail: facts.detail }),
    correlationId: request.correlationId,
    ...(facts.errors && { errors: [...facts.errors] }),
    ...(facts.details && Object.keys(facts.details).length > 0 && { details: facts.details }),
  };
  reply
    .code(facts.status)
    .headers({
      ...facts.headers,
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': language,
      // For the gateway, which records refusals without reading bodies.
      'x-problem-code': facts.code,
      vary: 'accept-language',
    })
    .send(JSON.stringify(problem));
}
