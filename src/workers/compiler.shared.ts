/** One compiler for all playgrounds that are embedded in a page: each has a port of its own, and their calls run one after another. */
import type { CompilerEvents, CompilerMethods } from '../protocol/compiler.ts';
import { serve } from '../protocol/rpc.ts';
import { pageCompiler } from './compiler-parts.ts';

const compiler = pageCompiler();

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  serve<CompilerMethods, CompilerEvents>(port, compiler);
  port.start();
});
