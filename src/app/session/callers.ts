/** The identity that creates canisters, installs their code, and reads their state: the user's own. */
export const OWNER = 'Alice (you)';

/**
 * Who calls can be made as. Keys come from public seeds, so that principals are the same on every machine and in every tutorial. They protect nothing.
 * Principals stand here, as making the keys takes longer than all else that a name waits for; the anonymous caller has no key.
 */
export const CALLERS: readonly { readonly name: string; readonly seed: string | undefined; readonly principal: string }[] = [
  { name: OWNER, seed: 'alice', principal: '3g2oc-lhlef-aclhe-fdk6o-x7dot-2vvwa-3gelo-v7wip-ssv6g-ox4lk-aae' },
  { name: 'Bob', seed: 'bob', principal: '5xuof-yl6sw-u6rl3-l2sow-7fg5x-c76r6-7uj3m-ktu3k-cqomb-4b7zs-5ae' },
  { name: 'Carol', seed: 'carol', principal: 'rblbd-o6pqy-btv3y-3wobc-zo5z6-udgog-mptfc-45iuv-t2s7t-2tmzq-xae' },
  { name: 'Anonymous', seed: undefined, principal: '2vxsx-fae' },
];
