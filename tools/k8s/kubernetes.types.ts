/** The fields of Kubernetes objects that the policies read; everything may be missing, because a manifest may be wrong. */
export interface Metadata {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export interface SecurityContext {
  runAsNonRoot?: boolean;
  runAsUser?: number;
  seccompProfile?: { type: string };
  allowPrivilegeEscalation?: boolean;
  readOnlyRootFilesystem?: boolean;
  privileged?: boolean;
  capabilities?: { drop?: string[]; add?: string[] };
}

export interface Variable {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef?: { name: string; key: string; optional?: boolean } };
}

export interface Container {
  name: string;
  image: string;
  env?: Variable[];
  ports?: { name?: string; containerPort: number }[];
  resources?: { requests?: { cpu?: string; memory?: string }; limits?: { memory?: string } };
  securityContext?: SecurityContext;
  startupProbe?: object;
  livenessProbe?: object;
  readinessProbe?: object;
  lifecycle?: { preStop?: { sleep?: { seconds: number } } };
}

export interface Volume {
  name: string;
  configMap?: { name: string };
  persistentVolumeClaim?: { claimName: string };
  hostPath?: { path: string };
}

export interface PodSpec {
  serviceAccountName?: string;
  automountServiceAccountToken?: boolean;
  terminationGracePeriodSeconds?: number;
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  securityContext?: SecurityContext;
  initContainers?: Container[];
  containers: Container[];
  volumes?: Volume[];
}

export interface Pod {
  metadata?: Partial<Metadata>;
  spec: PodSpec;
}

export interface NetworkPeer {
  ipBlock?: { cidr: string };
  namespaceSelector?: Selector;
  podSelector?: Selector;
}

export interface NetworkRule {
  ports?: { port?: number | string; endPort?: number }[];
  from?: NetworkPeer[];
  to?: NetworkPeer[];
}

/** Of all kinds together. */
export interface Spec extends Partial<PodSpec> {
  type?: string;
  replicas?: number;
  template?: Pod;
  jobTemplate?: { spec: { template: Pod } };
  strategy?: { type?: string };
  selector?: Selector;
  ports?: { port: number; targetPort?: number | string }[];
  scaleTargetRef?: { kind?: string; name: string };
  minReplicas?: number;
  maxReplicas?: number;
  minReplicaCount?: number;
  maxReplicaCount?: number;
  minAvailable?: number | string;
  maxUnavailable?: number | string;
  podSelector?: Selector;
  policyTypes?: string[];
  ingress?: NetworkRule[];
  egress?: NetworkRule[];
}
