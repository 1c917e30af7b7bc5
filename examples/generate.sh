#!/bin/sh
# The same with curl, as the hosted API's pages print it, and jq to read the replies.
set -eu

base_url=${VITASCOPE_BASE_URL:-http://127.0.0.1:8000}
prompt=${1:-A dragon flies over a mountain and roars.}
output=${2:-clip.mp4}

submitted=$(curl -L -sS --fail-with-body \
  --request POST \
  --url "$base_url/v2/video/generations" \
  --header "Authorization: Bearer $VITASCOPE_API_KEY" \
  --header 'Content-Type: application/json' \
  --data "$(jq -n --arg prompt "$prompt" '{model: "ltxv/ltxv-2-fast", prompt: $prompt, duration: 6}')") || {
  printf '%s\n' "$submitted" >&2
  exit 1
}
id=$(printf '%s' "$submitted" | jq -r .id)
echo "Generation: $id"

while :; do
  told=$(curl -L -sS --fail-with-body --get \
    --url "$base_url/v2/video/generations" \
    --data-urlencode "generation_id=$id" \
    --header "Authorization: Bearer $VITASCOPE_API_KEY")
  status=$(printf '%s' "$told" | jq -r .status)
  case $status in
    queued | generating)
      echo "$status, $(printf '%s' "$told" | jq -r '.progress // 0 | . * 100 | floor') %"
      sleep 2 ;;
    completed) break ;;
    *)
      printf '%s' "$told" | jq -r '"\(.error.name): \(.error.message)"' >&2
      exit 1 ;;
  esac
done

# The link is signed: it needs no key.
curl -sS --fail --output "$output" "$(printf '%s' "$told" | jq -r .video.url)"
printf '%s' "$told" | jq -r --arg output "$output" '.video | "\($output): \(.width) x \(.height), \(.duration) s"'
