/** What an operator would set; each set is rendered, checked by schema and by every policy. */
const KEY = `sha256:${'0'.repeat(64)}`;
const BASE = { 'gateway.apiKeys[0]': KEY, 'nats.url': 'nats://nats.stores:4222' };

export const VALUE_SETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'least needed': BASE,
  'own secret': { existingSecret: 'own' },
  'trial stores': { 'gateway.apiKeys[0]': KEY, 'trial.nats.enabled': 'true', 'trial.postgres.enabled': 'true', 'trial.redisCluster.enabled': 'true' },
  'all external stores': { ...BASE, 'qdrant.url': 'https://qdrant.stores:6333', 'qdrant.apiKey': 'k', 'redis.url': 'rediss://redis.stores:6379', 'postgres.url': 'postgresql://u:p@db.stores:5432/twinmcp' },
  'redis cluster': { ...BASE, 'redis.url': 'redis://a.stores:6379,redis://b.stores:6379', 'redis.cluster': 'true' },
  'work metrics': { ...BASE, 'qdrant.url': 'http://qdrant:6333', 'autoscaling.workMetrics': 'true' },
  keda: { ...BASE, 'qdrant.url': 'http://qdrant:6333', 'autoscaling.kind': 'keda' },
  'no autoscaler': { ...BASE, 'autoscaling.kind': 'none' },
  'one of each': { ...BASE, 'defaults.replicas': '1', 'defaults.autoscaling.enabled': 'false' },
  ingress: { ...BASE, 'ingress.enabled': 'true', 'ingress.className': 'nginx', 'ingress.hosts[0]': 'twinmcp.example.com', 'ingress.tls[0].secretName': 'tls', 'ingress.tls[0].hosts[0]': 'twinmcp.example.com' },
  'gateway api': { ...BASE, 'httpRoute.enabled': 'true', 'httpRoute.parentRefs[0].name': 'public', 'httpRoute.hostnames[0]': 'twinmcp.example.com' },
  'pod monitor': { ...BASE, 'metrics.monitor': 'pod', 'metrics.rules': 'true', 'metrics.dashboards': 'true', 'metrics.labels.release': 'prometheus' },
  'service monitor': { ...BASE, 'metrics.monitor': 'service' },
  traces: { ...BASE, 'telemetry.endpoint': 'http://otel-collector.monitoring:4318', 'telemetry.samplingRatio': '0.5', 'telemetry.headers': 'x-key=k' },
  'traces to a narrow place': { ...BASE, 'telemetry.endpoint': 'https://otlp.example.com/base', 'telemetry.environment': 'production', 'networkPolicy.telemetryTo[0].namespaceSelector.matchLabels.kubernetes\\.io/metadata\\.name': 'monitoring' },
  'no network policies': { ...BASE, 'networkPolicy.enabled': 'false' },
  'narrow network': { ...BASE, 'networkPolicy.gatewayFrom[0].namespaceSelector.matchLabels.kubernetes\\.io/metadata\\.name': 'ingress-nginx', 'networkPolicy.storesTo[0].ipBlock.cidr': '10.0.0.0/8' },
  'persistent clones': { ...BASE, 'services.ast-analysis.data.persistent': 'true', 'services.ast-analysis.data.storageClass': 'fast', 'services.ast-analysis.replicas': '1', 'services.ast-analysis.autoscaling.enabled': 'false' },
  'own registry, names and places': { ...BASE, 'image.registry': 'registry.example.com', 'image.tag': '1.2.3', 'image.pullSecrets[0]': 'pull', fullnameOverride: 'engine', priorityClassName: 'high', 'topologySpread.whenUnsatisfiable': 'DoNotSchedule', 'defaults.nodeSelector.disk': 'ssd' },
};

/** Values that must be refused, with a word of what the error has to say. */
export const REFUSED: Readonly<Record<string, { readonly values: Readonly<Record<string, string>>; readonly says: RegExp }>> = {
  'nothing at all': { values: {}, says: /nats\.url is empty/ },
  'no key': { values: { 'nats.url': 'nats://n:4222' }, says: /gateway\.apiKeys is empty/ },
  'a key in the clear': { values: { ...BASE, 'gateway.apiKeys[0]': 'my-key' }, says: /hash each key first/ },
  'a typing error': { values: { ...BASE, 'gatway.apiKeys': 'x' }, says: /gatway/ },
  'an unknown service': { values: { ...BASE, 'services.search.port': '3009' }, says: /search/ },
  'the tag latest': { values: { ...BASE, 'image.tag': 'latest' }, says: /must name a version/ },
  'replicas on a file': { values: { ...BASE, 'services.embedding.replicas': '2' }, says: /needs qdrant\.url/ },
  'two brokers': { values: { ...BASE, 'trial.nats.enabled': 'true' }, says: /exclude each other/ },
  'least above most': { values: { ...BASE, 'services.gateway.autoscaling.minReplicas': '40' }, says: /minReplicas is above maxReplicas/ },
  'headers for nobody': { values: { ...BASE, 'telemetry.headers': 'x-key=k' }, says: /nothing would be sent/ },
  'a user in the address of traces': { values: { ...BASE, 'telemetry.endpoint': 'http://u:p@otel:4318' }, says: /telemetry/ },
  'no time to drain': { values: { ...BASE, 'defaults.terminationGracePeriodSeconds': '10' }, says: /must leave/ },
  'a wrong database URL': { values: { ...BASE, 'postgres.url': 'mysql://db' }, says: /postgres/ },
  'an ingress for nobody': { values: { ...BASE, 'ingress.enabled': 'true' }, says: /needs ingress\.hosts/ },
  'a limit in bytes': { values: { ...BASE, 'defaults.resources.limits.memory': '1073741824' }, says: /limits\/memory|memory limits/ },
};
