import { astAnalysis, type RangeText } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import type { FusedPlace } from '@twinmcp/retrieval';
import { settle } from '../retrieval/settled.ts';

export interface ReadPlace {
  readonly place: FusedPlace;
  /** Null when the text could not be had. */
  readonly range: RangeText | null;
}

const MAX_RANGES = 500;

/** The text of places, in their order. An answer that left ranges out is asked for the rest. Failure of the source is a value: the places are still known. */
export async function readPlaces(rpc: RpcClient, workspaceId: string, places: readonly FusedPlace[], ctx: CallContext): Promise<{ read: ReadPlace[]; failure: unknown }> {
  const read: ReadPlace[] = [];
  let failure: unknown = null;
  for (let next = 0; next < places.length; ) {
    const batch = places.slice(next, next + MAX_RANGES);
    const answer = await settle(rpc.call(astAnalysis.readRanges, { workspaceId, ranges: batch.map(requestOf) }, ctx, { attempts: 3 }));
    if (!answer.ok) {
      failure = answer.error;
      read.push(...places.slice(next).map((place) => ({ place, range: null })));
      break;
    }
    const got = new Map(answer.value.ranges.map((range) => [`${range.path}\0${range.askedStart ?? range.startLine}`, range]));
    // Ranges are left out at the end of the list: what comes after the last one that is there is asked for again.
    const reached = answer.value.omitted > 0 ? Math.max(1, batch.findLastIndex((place) => got.has(`${place.path}\0${place.startLine}`)) + 1) : batch.length;
    for (const place of batch.slice(0, reached)) read.push({ place, range: got.get(`${place.path}\0${place.startLine}`) ?? null });
    next += reached;
  }
  return { read, failure };
}

/** A file that is hardly longer is read whole; of a part of something long, the line that opens it is wanted too. */
const WIDEN_LINES = 6;
const WIDEN_SHARE = 0.25;

function requestOf({ path, startLine, endLine, fileHash, kind }: FusedPlace) {
  return { path, startLine, endLine, fileHash, widen: WIDEN_LINES + Math.floor((endLine - startLine) * WIDEN_SHARE), ...(kind === 'part' ? { enclosing: true } : {}) };
}
