import { HttpFault } from './faults.js';
import { Readiness } from './root.js';
import { route } from './route.js';

/** The routes that tell of the server itself. */
export const rootRoutes = {
  health: route({
    tag: 'Root',
    method: 'GET',
    path: '/health',
    operation: 'health_check',
    summary: 'Tell that the server answers',
    answers: { 200: { type: 'boolean' } },
  }),
  ready: route({
    tag: 'Root',
    method: 'GET',
    path: '/ready',
    operation: 'perform_readiness_check',
    summary: 'Tell whether the database answers',
    answers: { 200: Readiness },
    errors: { 503: [Readiness] },
  }),
  csrfToken: route({
    tag: 'Root',
    method: 'GET',
    path: '/csrf-token',
    operation: 'create_csrf_token',
    summary: 'Tell that there are no CSRF tokens',
    query: { client: { required: true, description: 'The client that asks for the token' } },
    answers: {},
    errors: { 422: [HttpFault] },
  }),
} as const;
