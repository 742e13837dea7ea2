import type { OpenOptions, OpenResult } from '../protocol/replica.ts';

interface Openable {
  readonly open: (options: OpenOptions) => OpenResult | Promise<OpenResult>;
}

/** A service that is being opened before anybody asks for it. Who asks first, and for nothing special, has that; what went wrong is told then. */
export function openedAhead<S extends Openable>(service: S): S {
  let ahead: Promise<OpenResult> | undefined = Promise.resolve(service.open({}));
  ahead.catch(() => undefined);
  return {
    ...service,
    open: async (options) => {
      const early = ahead;
      ahead = undefined;
      if (early && Object.keys(options).length === 0) return early;
      // One after the other: both take hold of the same storage.
      await early?.catch(() => undefined);
      return service.open(options);
    },
  };
}
