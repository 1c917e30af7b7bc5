{{- define "vitascope.name" -}}
{{- if contains "vitascope" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-vitascope" (.Release.Name | trunc 30 | trimSuffix "-") }}{{ end -}}
{{- end }}

{{- define "vitascope.labels" -}}
app.kubernetes.io/name: vitascope
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "vitascope.selector" -}}
app.kubernetes.io/name: vitascope
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "vitascope.secret" -}}
{{- if .Values.secret.existing }}{{ .Values.secret.existing }}{{ else }}{{ include "vitascope.name" . }}{{ end -}}
{{- end }}

{{- define "vitascope.serviceAccount" -}}
{{- if .Values.serviceAccount.name }}{{ .Values.serviceAccount.name }}{{ else if .Values.serviceAccount.create }}{{ include "vitascope.name" . }}{{ else }}default{{ end -}}
{{- end }}

{{- define "vitascope.image" -}}
{{- $image := ternary .root.Values.cudaImage .root.Values.image .cuda -}}
{{ $image.repository }}:{{ $image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- /* What follows from the ingress: the names by which the API is called, and whose X-Forwarded-* it believes. */ -}}
{{- define "vitascope.behindIngress" -}}
{{- if .Values.ingress.enabled -}}
{{- $service := include "vitascope.name" . -}}
{{- $inside := printf "%s.%s" $service .Release.Namespace -}}
VITASCOPE_TRUSTED_HOSTS: {{ list .Values.ingress.host $service $inside (printf "%s.svc" $inside) (printf "%s.svc.cluster.local" $inside) "localhost" "127.0.0.1" | join "," | quote }}
{{- with .Values.ingress.trustedProxies }}
VITASCOPE_TRUSTED_PROXIES: {{ join "," . | quote }}
{{- end }}
{{- end -}}
{{- end }}

{{- /* Settings as environment: defaults, under what all have, under what these have; then the secrets. Hosts that are
       given come beside those of the ingress, as in the Compose file. */ -}}
{{- define "vitascope.environment" -}}
{{- range $name, $value := mergeOverwrite (dict) (.defaults | default dict) .root.Values.settings .settings }}
{{- if not (kindIs "invalid" $value) }}
{{- $own := get ($.defaults | default dict) $name }}
{{- if and (eq $name "VITASCOPE_TRUSTED_HOSTS") $own (ne $own (toString $value)) }}
{{- $value = printf "%s,%s" $own (toString $value) }}
{{- end }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end }}
{{- range $name := .secrets }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ include "vitascope.secret" $.root }}
      key: {{ $name }}
      optional: {{ ne $name "VITASCOPE_DATABASE" }}
{{- end }}
{{- end }}

{{- define "vitascope.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "vitascope.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}
