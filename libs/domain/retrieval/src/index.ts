export { DEFAULT_WEIGHTS, fuse, type FusionInput } from './fusion/fuse.ts';
export { groupByFile } from './fusion/group-by-file.ts';
export { comparePlaces } from './fusion/order.ts';
export type { Channel, ChannelHit, DefinitionHit, FusedPlace, FusionWeights, PlaceMention } from './fusion/model.ts';
