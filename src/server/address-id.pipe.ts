import { NotFoundException, type PipeTransform } from '@nestjs/common';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** Thrown where a part of an address is not what its route takes: that route is not there. */
export class UnknownAddressException extends NotFoundException {}

/**
 * Reads a UUID that is part of an address: with anything else there is no such route.
 *
 * @source starlette, convertors.py, `UUIDConvertor`
 */
export class AddressIdPipe implements PipeTransform<unknown, string> {
  /** @throws {@link UnknownAddressException} */
  transform(value: unknown): string {
    if (typeof value !== 'string' || !UUID.test(value)) throw new UnknownAddressException('Not Found');
    const digits = value.replaceAll('-', '').toLowerCase();
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
}
