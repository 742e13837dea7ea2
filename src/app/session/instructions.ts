import type { MessageReport } from '../../protocol/replica.ts';

/** Requests whose instructions are remembered until their call has its answer. */
const REMEMBERED = 200;

/** Wasm instructions of the messages that a request led to. */
export class Instructions {
  readonly #counts = new Map<string, number>();

  add({ requestId, instructions }: Pick<MessageReport, 'requestId' | 'instructions'>): void {
    if (requestId === undefined) return;
    const known = this.#counts.get(requestId) ?? 0;
    this.#counts.delete(requestId);
    this.#counts.set(requestId, known + instructions);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > REMEMBERED && oldest !== undefined) this.#counts.delete(oldest);
  }

  /** Of a request that has its answer; `undefined` where nothing executed. Equal queries have equal ids, so the next of them begins anew. */
  take(requestId: string): number | undefined {
    const count = this.#counts.get(requestId);
    this.#counts.delete(requestId);
    return count;
  }
}
