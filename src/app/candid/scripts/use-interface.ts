import { useMemo } from 'react';
import { useApp } from '../../common/store-context.tsx';
import { parseCandid, type ServiceMethod } from '../parse-types.ts';
import type { TypeEnvironment } from '../types.ts';

interface Interface {
  readonly methods: readonly ServiceMethod[];
  readonly environment: TypeEnvironment;
}

const UNKNOWN: Interface = { methods: [], environment: new Map() };

/** The methods of a canister as it is installed; none where nothing is, or its interface cannot be read. */
export function useInterface(canister: string): Interface {
  const candid = useApp((state) => state.project?.installed[canister]?.candid);
  return useMemo(() => {
    const parsed = candid === undefined ? undefined : parseCandid(candid);
    return parsed?.ok ? { methods: parsed.service, environment: parsed.types } : UNKNOWN;
  }, [candid]);
}
