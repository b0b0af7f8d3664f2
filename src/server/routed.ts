import { applyDecorators, HttpCode, RequestMapping, RequestMethod } from '@nestjs/common';

import { type Route } from '../api/index.js';

/** Has a method of a controller answer a route: by its method and path, with its first status unless another is set. */
export function Routed({ method, path, answers }: Route): MethodDecorator {
  const [status = '200'] = Object.keys(answers);
  return applyDecorators(RequestMapping({ method: RequestMethod[method], path }), HttpCode(Number(status)));
}
