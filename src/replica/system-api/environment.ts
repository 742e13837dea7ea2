import { GuestTrap, faults } from '../errors.ts';
import { ENVIRONMENT_VARIABLES } from '../params.ts';
import { copyOut, readHeap, type Execution } from './execution.ts';
import { ALL, call, sizeIn, withoutMemory, type SystemCalls } from './table.ts';
import { strictUtf8 } from './text.ts';
import { utf8 } from '../../primitives/bytes.ts';

/** Interface Specification, "Environment Variables". */

/** @throws GuestTrap where there are not so many */
function nameAt({ canister }: Execution, index: number): Uint8Array {
  const variable = canister.environment[index];
  if (!variable) throw new GuestTrap(faults.environmentIndex(index, canister.environment.length));
  return utf8(variable.name);
}

/** @throws GuestTrap where the range is out of the heap, too long, or no UTF-8 */
function readName(execution: Execution, api: string, range: string, src: number, size: number): string {
  if (size > ENVIRONMENT_VARIABLES.nameBytes) throw new GuestTrap(faults.contract(`ic0.${api}: Variable name is too large.`));
  const name = strictUtf8(readHeap(execution, `ic0.${api} ${range}`, src, size));
  if (name === undefined) {
    const advice = 'Provide a valid UTF-8 string for the environment variable name.';
    throw new GuestTrap(faults.contract(`ic0.${api}: Variable name is not a valid UTF-8 string.`, advice));
  }
  return name;
}

/** @throws GuestTrap where no variable has the name */
function valueOf({ canister }: Execution, name: string): Uint8Array {
  const variable = canister.environment.find((candidate) => candidate.name === name);
  if (!variable) throw new GuestTrap(faults.environmentName(name));
  return utf8(variable.value);
}

export const environmentCalls: SystemCalls = {
  env_var_count: call(ALL, '() -> I', 500, ({ canister }) => canister.environment.length),
  env_var_name_size: withoutMemory(call(ALL, '(I) -> I', 500, (execution, [index]) => nameAt(execution, index as number).length)),
  env_var_name_copy: call(
    ALL,
    '(I I I I)',
    500,
    (execution, [index, dst, offset, size]) => {
      const target = { dst: dst as number, offset: offset as number, size: size as number };
      copyOut(execution, 'env_var_name_copy', 'name', nameAt(execution, index as number), target);
      return undefined;
    },
    sizeIn(3),
  ),
  env_var_name_exists: call(ALL, '(I I) -> i32', 500, (execution, [src, size]) => {
    const name = readName(execution, 'env_var_name_exists', 'heap', src as number, size as number);
    return execution.canister.environment.some((variable) => variable.name === name) ? 1 : 0;
  }),
  env_var_value_size: call(
    ALL,
    '(I I) -> I',
    500,
    (execution, [src, size]) => valueOf(execution, readName(execution, 'env_var_value_size', 'heap', src as number, size as number)).length,
  ),
  env_var_value_copy: call(
    ALL,
    '(I I I I I)',
    500,
    (execution, [src, nameSize, dst, offset, size]) => {
      const value = valueOf(execution, readName(execution, 'env_var_value_copy', 'name', src as number, nameSize as number));
      copyOut(execution, 'env_var_value_copy', 'value', value, { dst: dst as number, offset: offset as number, size: size as number });
      return undefined;
    },
    sizeIn(4),
  ),
};
