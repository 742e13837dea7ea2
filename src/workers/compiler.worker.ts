import type { CompilerEvents, CompilerMethods } from '../protocol/compiler.ts';
import { serve } from '../protocol/rpc.ts';
import { pageCompiler } from './compiler-parts.ts';

serve<CompilerMethods, CompilerEvents>(self, pageCompiler());
