{{/* Environment of a service: what differs between services, and what comes from the secret. Takes root, component, values, limit (MiB). */}}
{{- define "twinmcp.env" -}}
{{- $secret := include "twinmcp.secretName" .root -}}
- { name: TWINMCP_CONFIG, value: /etc/twinmcp/config.yaml }
- { name: TWINMCP_DATA_DIR, value: /data }
- { name: NODE_OPTIONS, value: "--max-old-space-size={{ mulf .limit .values.heapShare | int }}" }
- { name: NATS_URL, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: NATS_URL } } }
{{- with .root.Values.telemetry }}
{{- if .endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ .endpoint | quote }} }
- { name: TWINMCP_TELEMETRY__HEADERS, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: TWINMCP_TELEMETRY__HEADERS, optional: true } } }
{{- if ne (toString .samplingRatio) "" }}
- { name: TWINMCP_TELEMETRY__SAMPLING_RATIO, value: {{ .samplingRatio | quote }} }
{{- end }}
{{- with .environment }}
- { name: TWINMCP_TELEMETRY__ENVIRONMENT, value: {{ . | quote }} }
{{- end }}
{{- end }}
{{- end }}
{{- if eq .component "gateway" }}
- { name: TWINMCP_GATEWAY__HOST, value: 0.0.0.0 }
- { name: TWINMCP_GATEWAY__PORT, value: {{ .values.port | quote }} }
- { name: TWINMCP_GATEWAY__ALLOWED_HOSTS, value: {{ include "twinmcp.allowedHosts" .root | quote }} }
- { name: TWINMCP_GATEWAY__API_KEYS, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: TWINMCP_GATEWAY__API_KEYS } } }
{{- else }}
- { name: TWINMCP_SERVICES__HOST, value: 0.0.0.0 }
- { name: TWINMCP_SERVICES__{{ .component | upper | replace "-" "_" }}__HEALTH_PORT, value: {{ .values.port | quote }} }
{{- end }}
{{- if eq .component "embedding" }}
- { name: QDRANT_URL, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: QDRANT_URL, optional: true } } }
- { name: QDRANT_API_KEY, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: QDRANT_API_KEY, optional: true } } }
- { name: TWINMCP_EMBEDDING__OPENAI__API_KEY, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: TWINMCP_EMBEDDING__OPENAI__API_KEY, optional: true } } }
- { name: TWINMCP_EMBEDDING__COHERE__API_KEY, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: TWINMCP_EMBEDDING__COHERE__API_KEY, optional: true } } }
{{- end }}
{{- if has .component (list "context-assembly" "library-resolution") }}
- { name: DATABASE_URL, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: DATABASE_URL, optional: true } } }
{{- end }}
{{- if has .component (list "gateway" "context-assembly" "library-resolution") }}
- { name: REDIS_URL, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: REDIS_URL, optional: true } } }
{{- if or .root.Values.redis.cluster .root.Values.trial.redisCluster.enabled }}
- { name: TWINMCP_REDIS__CLUSTER, value: "true" }
{{- end }}
{{- end }}
{{- with .values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The configuration file of all services. */}}
{{- define "twinmcp.config" -}}
{{- toYaml .Values.config -}}
{{- end -}}
