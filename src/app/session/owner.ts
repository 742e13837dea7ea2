import { Principal } from '@dfinity/principal';
import type { Context } from './context.ts';
import { OWNER } from './callers.ts';

/** Principal of the identity that deploys, and that the page itself asks as; raw bytes. */
export const ownerOf = ({ store }: Context): Uint8Array =>
  Principal.fromText(store.getState().identities.find(({ name }) => name === OWNER)?.principal ?? '').toUint8Array();
