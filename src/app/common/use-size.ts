import { useEffect, useRef, useState, type RefObject } from 'react';

/** CSS pixels, whole ones. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The room there is in a box; none until it has been measured. */
export function useSize(): { readonly box: RefObject<HTMLDivElement | null>; readonly size: Size } {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, size };
}
