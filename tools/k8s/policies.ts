import { pathsOfMesh } from './policies/network.ts';
import { environmentIsKnown, referencesExist, secretsAreNotInline } from './policies/references.ts';
import { imagesArePinned, limitsAreSet, podsAreRestricted, probesAreThere, tokensAreNotMounted } from './policies/pods.ts';
import { autoscalersFit, budgetsLeaveRoom, drainsInTime, selectorsFindPods } from './policies/scaling.ts';
import type { Manifest } from './manifest.ts';

/** One rule over everything that is installed together; each finding names the object and what to change. */
export type Policy = (manifests: readonly Manifest[]) => string[];

export const POLICIES: Readonly<Record<string, Policy>> = {
  imagesArePinned, limitsAreSet, podsAreRestricted, probesAreThere, tokensAreNotMounted,
  selectorsFindPods, autoscalersFit, budgetsLeaveRoom, drainsInTime,
  referencesExist, environmentIsKnown, secretsAreNotInline,
  pathsOfMesh,
};

export function checkPolicies(manifests: readonly Manifest[]): string[] {
  return Object.entries(POLICIES).flatMap(([name, policy]) => policy(manifests).map((finding) => `${name}: ${finding}`));
}
