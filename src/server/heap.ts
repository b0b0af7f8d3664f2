import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect garbage before the heap has grown by half. Left to itself it lets what large answers leave behind grow to
 * a hundred megabytes first.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
