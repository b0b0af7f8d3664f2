import { type CanActivate, type ExecutionContext } from '@nestjs/common';

import { AddressIdPipe } from './address-id.pipe.js';

/** Reads the id of an address before anything else of the request: with a wrong one there is no such route, whatever the body. */
export class AddressIdGuard implements CanActivate {
  readonly #id = new AddressIdPipe();

  /** @throws `UnknownAddressException` */
  canActivate(context: ExecutionContext): boolean {
    const { params } = context.switchToHttp().getRequest<{ readonly params: Readonly<Record<string, string>> }>();
    if ('id' in params) this.#id.transform(params.id);
    return true;
  }
}
