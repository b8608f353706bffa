{{/* One password for the trial database, the same at each rendering of a release. Who wants a better one brings a database. */}}
{{- define "twinmcp.trialPassword" -}}
{{- $old := lookup "v1" "Secret" .Release.Namespace (printf "%s-postgres" (include "twinmcp.fullname" .)) -}}
{{- if and $old $old.data -}}{{ index $old.data "POSTGRES_PASSWORD" | b64dec }}{{- else -}}{{ printf "%s/%s/%s" .Release.Namespace .Release.Name (toJson .Values.gateway.apiKeys) | sha256sum | trunc 32 }}{{- end -}}
{{- end -}}

{{/* StatefulSet and headless Service of a trial store. Takes root, store, port, values (image, storage), mount, replicas, container (args, env). */}}
{{- define "twinmcp.trialStore" -}}
{{- $scope := dict "root" .root "component" .store }}
{{- $name := include "twinmcp.name" $scope }}
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels: {{- include "twinmcp.labels" $scope | nindent 4 }}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector: {{- include "twinmcp.selector" $scope | nindent 4 }}
  ports:
    - { name: {{ .store }}, port: {{ .port }}, targetPort: {{ .port }}, protocol: TCP }
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ $name }}
  labels: {{- include "twinmcp.labels" $scope | nindent 4 }}
spec:
  serviceName: {{ $name }}
  replicas: {{ .replicas }}
  podManagementPolicy: Parallel
  selector:
    matchLabels: {{- include "twinmcp.selector" $scope | nindent 6 }}
  template:
    metadata:
      labels: {{- include "twinmcp.podLabels" $scope | nindent 8 }}
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      securityContext: {{- toYaml .root.Values.podSecurityContext | nindent 8 }}
      containers:
        - name: {{ .store }}
          image: {{ .values.image }}
          securityContext: {{- toYaml .root.Values.containerSecurityContext | nindent 12 }}
          {{- toYaml .container | nindent 10 }}
          ports:
            - { name: {{ .store }}, containerPort: {{ .port }}, protocol: TCP }
          startupProbe: { tcpSocket: { port: {{ .port }} }, periodSeconds: 2, failureThreshold: 60 }
          livenessProbe: { tcpSocket: { port: {{ .port }} }, periodSeconds: 10, failureThreshold: 6 }
          readinessProbe: { tcpSocket: { port: {{ .port }} }, periodSeconds: 5 }
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 512Mi }
          volumeMounts:
            - { name: data, mountPath: {{ .mount }} }
            - { name: tmp, mountPath: /tmp }
            {{- if eq .store "postgres" }}
            - { name: run, mountPath: /var/run/postgresql }
            {{- end }}
      volumes:
        - { name: tmp, emptyDir: { sizeLimit: 100Mi } }
        {{- if eq .store "postgres" }}
        - { name: run, emptyDir: { sizeLimit: 10Mi } }
        {{- end }}
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        {{- with .root.Values.trial.storageClass }}
        storageClassName: {{ . }}
        {{- end }}
        resources: { requests: { storage: {{ .values.storage }} } }
{{- end -}}
