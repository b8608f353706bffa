export { LibraryResolutionModule } from './library-resolution.module.ts';
