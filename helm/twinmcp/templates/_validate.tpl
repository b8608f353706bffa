{{/* What the schema cannot say: settings that contradict each other. Fails with what to do. */}}
{{- define "twinmcp.validate" -}}
{{- $v := .Values -}}
{{- if not $v.existingSecret -}}
  {{- if not (or $v.nats.url $v.trial.nats.enabled) -}}{{- fail "nats.url is empty: give the URL of a NATS server with JetStream, or set trial.nats.enabled=true for a trial, or name a secret in existingSecret" -}}{{- end -}}
  {{- if not $v.gateway.apiKeys -}}{{- fail "gateway.apiKeys is empty: the gateway does not listen beyond loopback without a key. Give sha256:<hex> of one (printf %s 'the-key' | sha256sum), or name a secret in existingSecret" -}}{{- end -}}
{{- end -}}
{{- range $key := $v.gateway.apiKeys -}}
  {{- if not (regexMatch "^sha256:[0-9a-f]{64}$" $key) -}}{{- fail "gateway.apiKeys holds something that is not sha256:<64 hex digits>: hash each key first, the chart must not see it" -}}{{- end -}}
{{- end -}}
{{- if and $v.telemetry.headers (not $v.telemetry.endpoint) -}}{{- fail "telemetry.headers without telemetry.endpoint: nothing would be sent" -}}{{- end -}}
{{- if and $v.ingress.enabled (not $v.ingress.hosts) -}}{{- fail "ingress.enabled needs ingress.hosts" -}}{{- end -}}
{{- if and $v.httpRoute.enabled (not $v.httpRoute.parentRefs) -}}{{- fail "httpRoute.enabled needs httpRoute.parentRefs: the Gateway that the route belongs to" -}}{{- end -}}
{{- if and $v.trial.nats.enabled $v.nats.url -}}{{- fail "nats.url and trial.nats.enabled exclude each other" -}}{{- end -}}
{{- if and $v.trial.postgres.enabled $v.postgres.url -}}{{- fail "postgres.url and trial.postgres.enabled exclude each other" -}}{{- end -}}
{{- if and $v.trial.redisCluster.enabled $v.redis.url -}}{{- fail "redis.url and trial.redisCluster.enabled exclude each other" -}}{{- end -}}
{{- if not (include "twinmcp.sharedVectors" .) -}}
  {{- if gt (int (default 1 (index $v.services "embedding").replicas)) 1 -}}{{- fail "services.embedding.replicas above one needs qdrant.url: without it the vectors are in a file of one pod" -}}{{- end -}}
{{- end -}}
{{- range $name, $_ := $v.services -}}
  {{- $s := include "twinmcp.serviceValues" (dict "root" $ "component" $name) | fromYaml -}}
  {{- if gt (int $s.autoscaling.minReplicas) (int $s.autoscaling.maxReplicas) -}}{{- fail (printf "services.%s.autoscaling: minReplicas is above maxReplicas" $name) -}}{{- end -}}
  {{- if le (int $s.terminationGracePeriodSeconds) (add (int $s.preStopSeconds) 15 | int) -}}{{- fail (printf "services.%s.terminationGracePeriodSeconds must leave preStopSeconds and 15 s to drain" $name) -}}{{- end -}}
{{- end -}}
{{- end -}}
