import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

/** The documents of a segment: files in order, the chunks of a file side by side. Lengths are in terms. */
export interface SegmentDocuments {
  readonly fileIds: Uint32Array;
  readonly pathLengths: Uint32Array;
  /** One more than there are files: chunks of file i are firstChunk[i] … firstChunk[i + 1] − 1. */
  readonly firstChunk: Uint32Array;
  readonly bodyLengths: Uint32Array;
  readonly nameLengths: Uint32Array;
  readonly headerLengths: Uint32Array;
}

export function encodeDocuments(documents: SegmentDocuments): Uint8Array {
  const out = new ByteWriter(4096);
  const files = documents.fileIds.length;
  out.varint(files);
  for (let i = 0; i < files; i++) {
    out.varint(documents.fileIds[i]!);
    out.varint(documents.pathLengths[i]!);
    out.varint(documents.firstChunk[i + 1]! - documents.firstChunk[i]!);
  }
  for (let i = 0; i < documents.bodyLengths.length; i++) {
    out.varint(documents.bodyLengths[i]!);
    out.varint(documents.nameLengths[i]!);
    out.varint(documents.headerLengths[i]!);
  }
  return out.copy();
}

export function decodeDocuments(bytes: Uint8Array): SegmentDocuments {
  const reader = new ByteReader(bytes);
  const files = reader.varint();
  if (files > bytes.length) throw new RangeError('more files than bytes');
  const fileIds = new Uint32Array(files);
  const pathLengths = new Uint32Array(files);
  const firstChunk = new Uint32Array(files + 1);
  for (let i = 0; i < files; i++) {
    fileIds[i] = reader.varint();
    pathLengths[i] = reader.varint();
    firstChunk[i + 1] = firstChunk[i]! + reader.varint();
  }
  const chunks = firstChunk[files]!;
  if (chunks > bytes.length) throw new RangeError('more chunks than bytes');
  const bodyLengths = new Uint32Array(chunks);
  const nameLengths = new Uint32Array(chunks);
  const headerLengths = new Uint32Array(chunks);
  for (let i = 0; i < chunks; i++) {
    bodyLengths[i] = reader.varint();
    nameLengths[i] = reader.varint();
    headerLengths[i] = reader.varint();
  }
  return { fileIds, pathLengths, firstChunk, bodyLengths, nameLengths, headerLengths };
}
