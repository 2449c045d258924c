#!/usr/bin/env bash
# The AWS command line with Lambda, its URLs and logs. Usage: lambda.sh AWS_PROGRAM ENDPOINT PREFIX FUNCTIONS_FOLDER
set -uo pipefail

program="$1" endpoint="$2" name="$3-cli" functions="$4"
. "$(dirname "${BASH_SOURCE[0]}")/steps.sh"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
role=arn:aws:iam::000000000000:role/clients arn="arn:aws:lambda:us-east-1:000000000000:function:$name"

# pack ZIP FOLDER: `zip` is not everywhere.
pack() { (cd "$2" && python3 -m zipfile -c "$work/$1" ./*); }

pack one.zip "$functions/esm"
mkdir "$work/two" && echo 'export const handler = async () => ({ greeting: process.env.GREETING, version: 2 });' >"$work/two/index.mjs" && pack two.zip "$work/two"
mkdir -p "$work/layer/python" && echo 'text = "from the layer"' >"$work/layer/python/shared.py" && pack layer.zip "$work/layer"
mkdir "$work/layered" && printf 'import shared\n\n\ndef handler(event, context):\n    return shared.text\n' >"$work/layered/app.py" && pack layered.zip "$work/layered"
answer="$work/answer.json"

check "create a function" "Pending Creating Zip" lambda create-function --function-name "$name" --runtime nodejs20.x --role "$role" --handler index.handler --zip-file "fileb://$work/one.zip" \
    --environment 'Variables={GREETING=hello}' --tags by=cli --timeout 10 --query '[State,StateReasonCode,PackageType]'
check "wait for it" "" lambda wait function-active-v2 --function-name "$name"
check "the older waiter too" "" lambda wait function-active --function-name "$name"
check "describe it" "Active Successful index.handler 10 128" lambda get-function-configuration --function-name "$name" --query '[State,LastUpdateStatus,Handler,Timeout,MemorySize]'
check "a second one of its name" "*An error occurred (ResourceConflictException) when calling the CreateFunction operation: Function already exist: $name" \
    lambda create-function --function-name "$name" --runtime nodejs20.x --role "$role" --handler index.handler --zip-file "fileb://$work/one.zip"

check "invoke it" '200 $LATEST' lambda invoke --function-name "$name" --cli-binary-format raw-in-base64-out --payload '{"text":"from the cli"}' --query '[StatusCode,ExecutedVersion]' "$answer"
same "what it answered" '*"greeting":"hello"' "$(cat "$answer")"
same "the tail of its log" "*INFO got from the cli END RequestId: " "$(aws lambda invoke --function-name "$name" --cli-binary-format raw-in-base64-out --payload '{"text":"from the cli"}' --log-type Tail --query LogResult "$answer" | base64 -d)"
check "an error of its own" "200 Unhandled" lambda invoke --function-name "$name" --cli-binary-format raw-in-base64-out --payload '{"fail":"no"}' --query '[StatusCode,FunctionError]' "$answer"
same "what it says" '*"errorMessage":"no"' "$(cat "$answer")"
check "later" 202 lambda invoke --function-name "$name" --invocation-type Event --cli-binary-format raw-in-base64-out --payload '{"text":"later"}' --query StatusCode "$answer"
check "a missing one" "*An error occurred (ResourceNotFoundException) when calling the Invoke operation: Function not found: $arn-absent:\$LATEST" lambda invoke --function-name "$name-absent" "$answer"

check "publish a version" "1 $arn:1" lambda publish-version --function-name "$name" --query '[Version,FunctionArn]'
check "update its settings" InProgress lambda update-function-configuration --function-name "$name" --environment 'Variables={GREETING=again}' --memory-size 256 --query LastUpdateStatus
check "wait for that" "" lambda wait function-updated-v2 --function-name "$name"
check "update its code" InProgress lambda update-function-code --function-name "$name" --zip-file "fileb://$work/two.zip" --query LastUpdateStatus
check "wait for that too" "" lambda wait function-updated --function-name "$name"
check "publish the next version" 2 lambda publish-version --function-name "$name" --query Version
check "list versions" '$LATEST 1 2' lambda list-versions-by-function --function-name "$name" --query 'Versions[].Version'
check "an alias for both" "live 1 0.4" lambda create-alias --function-name "$name" --name live --function-version 1 --routing-config 'AdditionalVersionWeights={2=0.4}' --query '[Name,FunctionVersion,RoutingConfig.AdditionalVersionWeights."2"]'
check "an alias for one" "live 2" lambda update-alias --function-name "$name" --name live --function-version 2 --routing-config '{}' --query '[Name,FunctionVersion]'
check "invoke the alias" 2 lambda invoke --function-name "$name:live" --query ExecutedVersion "$answer"
same "the new code and settings" '{"greeting":"again","version":2}' "$(cat "$answer")"
check "invoke the first version" 1 lambda invoke --function-name "$name" --qualifier 1 --query ExecutedVersion "$answer"
same "the old code and settings" '*"greeting":"hello"' "$(cat "$answer")"

check "list functions" "*$name" lambda list-functions --page-size 1 --query 'Functions[].FunctionName'
check "tag it" "" lambda tag-resource --resource "$arn" --tags more=tags
check "list tags" "cli tags" lambda list-tags --resource "$arn" --query '[Tags.by,Tags.more]'
check "untag it" "" lambda untag-resource --resource "$arn" --tag-keys by

check "a URL" "NONE $arn:live" lambda create-function-url-config --function-name "$name" --qualifier live --auth-type NONE --query '[AuthType,FunctionArn]'
url="$(aws lambda get-function-url-config --function-name "$name" --qualifier live --query FunctionUrl)"
host="${url#*://}"
get() { curl -sS -i -H "Host: ${host%/}" "$endpoint/path?a=1" | tr -d '\r'; }
same "nobody may call it yet" "*HTTP/1.1 403 Forbidden" "$(get)"
check "allow all to call it" "*lambda:InvokeFunctionUrl" lambda add-permission --function-name "$name" --qualifier live --statement-id all --principal '*' --action lambda:InvokeFunctionUrl --function-url-auth-type NONE --query Statement
same "call it" "*HTTP/1.1 200 OK" "$(get)"
same "its type" "*Content-Type: application/json" "$(get)"
same "its answer" '*{"greeting":"again","version":2}' "$(get)"
check "the policy" "*\"Sid\":\"all\"" lambda get-policy --function-name "$name" --qualifier live --query Policy

layer="$(aws lambda publish-layer-version --layer-name "$name" --zip-file "fileb://$work/layer.zip" --compatible-runtimes python3.11 --query LayerVersionArn)"
same "publish a layer" "arn:aws:lambda:us-east-1:000000000000:layer:$name:1" "$layer"
check "a function with it" "$layer" lambda create-function --function-name "$name-layered" --runtime python3.11 --role "$role" --handler app.handler --zip-file "fileb://$work/layered.zip" --layers "$layer" --query 'Layers[].Arn'
check "wait for that function" "" lambda wait function-active-v2 --function-name "$name-layered"
check "invoke that function" 200 lambda invoke --function-name "$name-layered" --query StatusCode "$answer"
same "it sees the layer" '"from the layer"' "$(cat "$answer")"

group="/aws/lambda/$name"
for _ in $(seq 50); do if [ "$(aws logs filter-log-events --log-group-name "$group" --filter-pattern later --query 'length(events)')" = 1 ]; then break; fi; sleep 0.2; done
check "find a line in the log" "*INFO got later" logs filter-log-events --log-group-name "$group" --filter-pattern later --query 'events[].message'
check "describe the log" "$group" logs describe-log-groups --log-group-name-prefix "$group" --query 'logGroups[?logGroupName==`'"$group"'`].logGroupName'
stream="$(aws logs describe-log-streams --log-group-name "$group" --order-by LastEventTime --descending --max-items 1 --query 'logStreams[0].logStreamName' | head -n 1)"
check "read a stream of it" "*REPORT RequestId: " logs get-log-events --log-group-name "$group" --log-stream-name "$stream" --query 'events[].message'
check "tail it" "*got from the cli" logs tail "$group" --since 1h

check "delete a version" "" lambda delete-alias --function-name "$name" --name live
check "delete the function" "" lambda delete-function --function-name "$name"
check "delete the other" "" lambda delete-function --function-name "$name-layered"
check "it is gone" "*An error occurred (ResourceNotFoundException) when calling the GetFunction operation: Function not found: $arn" lambda get-function --function-name "$name"
echo "done"
