/** Of the port `ChunkIndex`. In the kernel, so that a thread which only reads and writes an index need not load this package. */
export { IndexDamagedError } from '@twinmcp/kernel';
