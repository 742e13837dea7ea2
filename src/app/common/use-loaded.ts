import { useEffect, useState } from 'react';

/**
 * A part of the page that is loaded when it is wanted; `undefined` before it is there, and for good where it cannot be loaded. Other than with
 * `lazy`, nothing around it waits, and what has been loaded before is there at once. `load` stays the same function.
 */
export function useLoaded<Part extends object>(load: () => Promise<Part>, wanted: boolean): Part | undefined {
  const [part, setPart] = useState<Part>();
  useEffect(() => {
    if (!wanted) return undefined;
    let mounted = true;
    load().then(
      (loaded) => {
        if (mounted) setPart(loaded);
      },
      (error: unknown) => console.warn('A part of the page could not be loaded.', error),
    );
    return () => {
      mounted = false;
    };
  }, [load, wanted]);
  return part;
}
