import { NotFoundException, type PipeTransform } from '@nestjs/common';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/**
 * Reads a UUID that is part of an address: with anything else there is no such route.
 *
 * @source starlette, convertors.py, `UUIDConvertor`
 */
export class AddressIdPipe implements PipeTransform<unknown, string> {
  /** @throws `NotFoundException` as of an address that is not there */
  transform(value: unknown): string {
    if (typeof value !== 'string' || !UUID.test(value)) throw new NotFoundException('Not Found');
    const digits = value.replaceAll('-', '').toLowerCase();
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
}
