/** The first thing that runs: the replica's worker loads its program while the page loads its own. */
import './early-replica.ts';

void import('./main.tsx');
