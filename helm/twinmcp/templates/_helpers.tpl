{{- define "twinmcp.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}{{- .Release.Name | trunc 40 | trimSuffix "-" -}}{{- else -}}{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}{{- end -}}
{{- end -}}
{{- end -}}

{{/* Labels that never change in the life of a Deployment. Takes (dict "root" $ "component" name). */}}
{{- define "twinmcp.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "twinmcp.labels" -}}
{{ include "twinmcp.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: twinmcp
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* Labels of pods: without the version of the chart, which would start them anew for nothing. */}}
{{- define "twinmcp.podLabels" -}}
{{ include "twinmcp.selector" . }}
app.kubernetes.io/part-of: twinmcp
{{- end -}}

{{- define "twinmcp.name" -}}
{{ include "twinmcp.fullname" .root }}-{{ .component }}
{{- end -}}

{{/* The values of one service over the defaults, as YAML. */}}
{{- define "twinmcp.serviceValues" -}}
{{- toYaml (mergeOverwrite (deepCopy .root.Values.defaults) (deepCopy (index .root.Values.services .component))) -}}
{{- end -}}

{{- define "twinmcp.image" -}}
{{- $image := .root.Values.image -}}
{{- $tag := default .root.Chart.AppVersion $image.tag -}}
{{- if eq $tag "latest" -}}{{- fail "image.tag must name a version: with `latest` a rollback would not bring back what ran before" -}}{{- end -}}
{{- if $image.registry -}}{{ $image.registry }}/{{- end -}}{{ $image.repository }}-{{ .component }}:{{ $tag }}
{{- end -}}

{{- define "twinmcp.secretName" -}}
{{- default (include "twinmcp.fullname" .) .Values.existingSecret -}}
{{- end -}}

{{/* Whether vectors are kept in a server that replicas share. An existing secret may hold QDRANT_URL; qdrant.url says so then. */}}
{{- define "twinmcp.sharedVectors" -}}
{{- if .Values.qdrant.url -}}true{{- end -}}
{{- end -}}

{{- define "twinmcp.usesPostgres" -}}
{{- if or .Values.postgres.url .Values.trial.postgres.enabled -}}true{{- end -}}
{{- end -}}

{{/* Whether the replicas of a service are given by an autoscaler. The embedding service with an index of its own is one. */}}
{{- define "twinmcp.autoscaled" -}}
{{- $values := include "twinmcp.serviceValues" . | fromYaml -}}
{{- $single := and (eq .component "embedding") (not (include "twinmcp.sharedVectors" .root)) -}}
{{- if and (ne .root.Values.autoscaling.kind "none") $values.autoscaling.enabled (not $single) -}}true{{- end -}}
{{- end -}}

{{/* Whether /data outlives a pod: when it is asked for, and for vectors that are nowhere else. */}}
{{- define "twinmcp.persistent" -}}
{{- $values := include "twinmcp.serviceValues" . | fromYaml -}}
{{- if or $values.data.persistent (and (eq .component "embedding") (not (include "twinmcp.sharedVectors" .root))) -}}true{{- end -}}
{{- end -}}

{{- define "twinmcp.replicas" -}}
{{- $values := include "twinmcp.serviceValues" . | fromYaml -}}
{{- if and (eq .component "embedding") (not (include "twinmcp.sharedVectors" .root)) -}}1{{- else -}}{{ $values.replicas }}{{- end -}}
{{- end -}}

{{- define "twinmcp.allowedHosts" -}}
{{- $gateway := include "twinmcp.name" (dict "root" . "component" "gateway") -}}
{{- $hosts := concat .Values.gateway.allowedHosts (list $gateway (printf "%s.%s" $gateway .Release.Namespace) (printf "%s.%s.svc" $gateway .Release.Namespace) (printf "%s.%s.svc.cluster.local" $gateway .Release.Namespace)) -}}
{{- if .Values.ingress.enabled -}}{{- $hosts = concat $hosts .Values.ingress.hosts -}}{{- end -}}
{{- if .Values.httpRoute.enabled -}}{{- $hosts = concat $hosts .Values.httpRoute.hostnames -}}{{- end -}}
{{- $hosts | uniq | join "," -}}
{{- end -}}

{{/* Bytes of a memory quantity with a binary suffix, as megabytes. */}}
{{- define "twinmcp.mebibytes" -}}
{{- if hasSuffix "Gi" . -}}{{ mulf (trimSuffix "Gi" . | float64) 1024 | int }}{{- else if hasSuffix "Mi" . -}}{{ trimSuffix "Mi" . | int }}{{- else -}}{{- fail (printf "memory limits are written with Mi or Gi, not %q" .) -}}{{- end -}}
{{- end -}}
