import { expect, it } from 'vitest';
import { demangle } from './demangle.ts';

/** As the Rust compiler mangles a path. */
const mangled = (...parts: string[]): string => `_ZN${[...parts, 'h0123456789abcdef'].map((part) => `${part.length}${part}`).join('')}E`;

it.each([
  ['main', 'main'],
  ['canister_update ic0_trap', 'canister_update ic0_trap'],
  [mangled('core', 'panicking', 'panic_fmt'), 'core::panicking::panic_fmt'],
  [`${mangled('core', 'panicking', 'panic_fmt')}.llvm.0123ABCD`, 'core::panicking::panic_fmt'],
  [mangled('ic_cdk_executor', 'set_panic_hook', '_$u7b$$u7b$closure$u7d$$u7d$'), 'ic_cdk_executor::set_panic_hook::{{closure}}'],
  [mangled('_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$core..ops..drop..Drop$GT$', 'drop'), '<alloc::vec::Vec<T> as core::ops::drop::Drop>::drop'],
  [mangled('ma$XX$in$u110000$'), 'ma$XX$in$u110000$'],
  ['_ZN4mainE', 'main'],
  ['_ZN9mainE', '_ZN9mainE'],
  ['_ZN04mainE', '_ZN04mainE'],
])('%s is shown as %s', (name, shown) => {
  expect(demangle(name)).toBe(shown);
});
