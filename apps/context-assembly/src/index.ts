export { ContextAssemblyModule } from './context-assembly.module.ts';
