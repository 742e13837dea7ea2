import { fromUtf8, utf8 } from '../../primitives/bytes.ts';
import { GuestTrap, faults } from '../errors.ts';
import { MAX_REPLY_BYTES } from '../params.ts';
import { isReplicated } from './context.ts';
import { copyOut, readHeap, type Execution } from './execution.ts';
import { ALL, call, sizeIn, type SystemCall, type SystemCalls } from './table.ts';

/** Interface Specification, "System API": Entry points, "Responding" and "Ingress message inspection". */

const WITH_ARGUMENT = 'I U RQ NRQ CQ Ry CRy F';
const RESPONDING = 'U RQ NRQ CQ Ry Rt CRy CRt';

/** The pair `NAME_size` and `NAME_copy` for a blob. */
export function blob(name: string, contexts: readonly (typeof ALL)[number][] | string, get: (execution: Execution) => Uint8Array): [string, SystemCall][] {
  return [
    [`${name}_size`, call(contexts, '() -> I', 500, (execution) => get(execution).length)],
    [
      `${name}_copy`,
      call(
        contexts,
        '(I I I)',
        500,
        (execution, [dst, offset, size]) => {
          copyOut(execution, `${name}_copy`, get(execution), dst as number, offset as number, size as number);
          return undefined;
        },
        sizeIn(2),
      ),
    ],
  ];
}

const replyLimit = (execution: Execution): number => (isReplicated(execution.input.context) ? MAX_REPLY_BYTES.replicated : MAX_REPLY_BYTES.query);

const answered = (execution: Execution): boolean => execution.response !== undefined || execution.input.responded;

function appendReply(execution: Execution, src: number, size: number): void {
  if (answered(execution)) throw new GuestTrap(faults.toolchain('ic0.msg_reply_data_append: the call is already replied.'));
  const total = execution.replyBytes + size;
  if (total > replyLimit(execution)) {
    const text = `ic0.msg_reply_data_append: application payload size (${total}) cannot be larger than ${replyLimit(execution)}.`;
    throw new GuestTrap(faults.contract(text, 'Consider checking the response size and returning an error if it is too long.'));
  }
  execution.reply.push(readHeap(execution, 'msg_reply_data_append', src, size));
  execution.replyBytes = total;
}

function rejectCall(execution: Execution, src: number, size: number): void {
  if (size > replyLimit(execution)) {
    const text = `ic0.msg_reject: application payload size (${size}) cannot be larger than ${replyLimit(execution)}.`;
    throw new GuestTrap(faults.contract(text, 'Try truncating the error messages that are too long.'));
  }
  const bytes = readHeap(execution, 'msg_reject', src, size);
  if (answered(execution)) throw new GuestTrap(faults.toolchain('ic0.msg_reject: the call is already replied'));
  execution.response = { kind: 'reject', message: decodeStrictly('msg_reject', bytes) };
}

/** @throws GuestTrap where the bytes are not UTF-8. */
export function decodeStrictly(name: string, bytes: Uint8Array): string {
  const text = fromUtf8(bytes);
  // A replacement character that the bytes themselves do not hold shows that something was replaced.
  if (text.includes('\uFFFD') && utf8(text).length !== bytes.length) throw new GuestTrap(faults.toolchain(`ic0.${name}: invalid UTF-8 string provided`));
  return text;
}

const join = (execution: Execution): Uint8Array => {
  const out = new Uint8Array(execution.replyBytes);
  let at = 0;
  for (const part of execution.reply) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

export const messageCalls: SystemCalls = {
  ...Object.fromEntries(blob('msg_caller', ALL, ({ input }) => input.caller)),
  msg_arg_data_size: call(WITH_ARGUMENT, '() -> I', 500, ({ input }) => input.arg.length),
  msg_arg_data_copy: call(
    WITH_ARGUMENT,
    '(I I I)',
    500,
    (execution, [dst, offset, size]) => {
      copyOut(execution, 'msg_arg_data_copy', execution.input.arg, dst as number, offset as number, size as number);
      return undefined;
    },
    sizeIn(2),
  ),
  msg_reject_code: call('Ry Rt CRy CRt C', '() -> i32', 500, ({ input }) => input.rejectCode),
  ...Object.fromEntries(blob('msg_reject_msg', 'Rt CRt', ({ input }) => utf8(input.rejectMessage))),
  msg_deadline: call('U RQ NRQ CQ Ry Rt CRy CRt', '() -> i64', 500, ({ input }) => input.deadline),
  msg_reply_data_append: call(
    RESPONDING,
    '(I I)',
    500,
    (execution, [src, size]) => {
      appendReply(execution, src as number, size as number);
      return undefined;
    },
    sizeIn(1, 50),
  ),
  msg_reply: call(RESPONDING, '()', 500, (execution) => {
    if (answered(execution)) throw new GuestTrap(faults.toolchain('ic0.msg_reply: the call is already replied'));
    execution.response = { kind: 'reply', data: join(execution) };
    return undefined;
  }),
  msg_reject: call(
    RESPONDING,
    '(I I)',
    500,
    (execution, [src, size]) => {
      rejectCall(execution, src as number, size as number);
      return undefined;
    },
    sizeIn(1, 50),
  ),
  ...Object.fromEntries(blob('msg_method_name', 'F', ({ input }) => utf8(input.methodName))),
  accept_message: call('F', '()', 500, (execution) => {
    if (execution.accepted) throw new GuestTrap(faults.contract('ic0.accept_message: the function was already called.'));
    execution.accepted = true;
    return undefined;
  }),
};
