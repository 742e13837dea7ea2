/** For tests: a machine that runs no code. The method's name decides how it answers. */
import { utf8, toHex } from '../../primitives/bytes.ts';
import { reject } from '../errors.ts';
import type { CallResult, CanisterFacts, IngressCall, IngressStatus, Machine, QueryResult } from '../machine.ts';

type RequestRecord = NonNullable<ReturnType<Machine['requestStatus']>>;

export class FakeMachine implements Machine {
  readonly seed = new Uint8Array(32).fill(7);
  readonly calls: IngressCall[] = [];
  readonly queries: IngressCall[] = [];
  readonly canisters = new Map<string, CanisterFacts>();
  readonly requests = new Map<string, RequestRecord>();
  /** A call named `slow` ends only after this. */
  release: Promise<void> = Promise.resolve();
  readonly #clock: () => bigint;

  constructor(clock: () => bigint) {
    this.#clock = clock;
  }

  get time(): bigint {
    return this.#clock();
  }

  async call(call: IngressCall, onTaken: () => void = () => undefined): Promise<CallResult> {
    const key = toHex(call.requestId);
    this.calls.push(call);
    if (call.methodName === 'refused') return { refused: reject('IC0406', 'Canister rejected the message') };
    const record = (status: IngressStatus): void => {
      this.requests.set(key, { sender: call.sender, canisterId: call.canisterId, status });
    };
    record({ kind: 'processing' });
    onTaken();
    if (call.methodName === 'slow') await this.release;
    const status: IngressStatus =
      call.methodName === 'rejected'
        ? { kind: 'rejected', reject: reject('IC0503', 'Canister called `ic0.trap` with message: no') }
        : { kind: 'replied', reply: call.arg };
    record(status);
    return { status };
  }

  async query(call: IngressCall): Promise<QueryResult> {
    this.queries.push(call);
    return call.methodName === 'rejected'
      ? { kind: 'rejected', reject: reject('IC0536', "Canister has no query method 'rejected'") }
      : { kind: 'replied', reply: utf8(`query:${call.methodName}`) };
  }

  requestStatus(requestId: Uint8Array): RequestRecord | undefined {
    return this.requests.get(toHex(requestId));
  }

  canister(canisterId: Uint8Array): CanisterFacts | undefined {
    return this.canisters.get(toHex(canisterId));
  }
}
