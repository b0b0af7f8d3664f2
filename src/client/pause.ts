/**
 * Waits.
 *
 * @param hear - gets what ends the wait early
 * @throws what the signal was aborted with
 */
export async function pause(seconds: number, signal?: AbortSignal, hear?: (wake: () => void) => void): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const give = (): void => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const wake = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', give);
      resolve();
    };
    const timer = setTimeout(wake, seconds * 1000);
    signal?.addEventListener('abort', give, { once: true });
    hear?.(wake);
  });
}
