#!/usr/bin/env bash
# The AWS command line against an endpoint. Usage: checks.sh AWS_PROGRAM ENDPOINT PREFIX
set -uo pipefail

program="$1" endpoint="$2" table="$3-cli"
. "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

check "create a table" CREATING dynamodb create-table --table-name "$table" --billing-mode PAY_PER_REQUEST \
    --attribute-definitions AttributeName=pk,AttributeType=S AttributeName=sk,AttributeType=N AttributeName=g,AttributeType=S \
    --key-schema AttributeName=pk,KeyType=HASH AttributeName=sk,KeyType=RANGE \
    --global-secondary-indexes 'IndexName=by-g,KeySchema=[{AttributeName=g,KeyType=HASH}],Projection={ProjectionType=ALL}' \
    --stream-specification StreamEnabled=true,StreamViewType=KEYS_ONLY --tags Key=by,Value=cli --query TableDescription.TableStatus
check "wait for it" "" dynamodb wait table-exists --table-name "$table"
check "describe it" "ACTIVE by-g KEYS_ONLY" dynamodb describe-table --table-name "$table" --query 'Table.[TableStatus,GlobalSecondaryIndexes[0].IndexName,StreamSpecification.StreamViewType]'
check "put an item" "" dynamodb put-item --table-name "$table" --item '{"pk":{"S":"a"},"sk":{"N":"1"},"g":{"S":"x"},"text":{"S":"ä😀"},"bytes":{"B":"AAH/"},"texts":{"SS":["b"]}}'
check "get it" "1 ä😀 AAH/ b" dynamodb get-item --table-name "$table" --key '{"pk":{"S":"a"},"sk":{"N":"1.0"}}' --query 'Item.[sk.N,text.S,bytes.B,texts.SS[0]]'
check "get nothing" "" dynamodb get-item --table-name "$table" --key '{"pk":{"S":"a"},"sk":{"N":"2"}}'
check "update it" "3" dynamodb update-item --table-name "$table" --key '{"pk":{"S":"a"},"sk":{"N":"1"}}' --update-expression 'ADD n :n' --expression-attribute-values '{":n":{"N":"3"}}' --return-values UPDATED_NEW --query Attributes.n.N
check "a failed condition" "*An error occurred (ConditionalCheckFailedException) when calling the PutItem operation: The conditional request failed" \
    dynamodb put-item --table-name "$table" --item '{"pk":{"S":"a"},"sk":{"N":"1"}}' --condition-expression 'attribute_not_exists(pk)'
check "a missing table" "*An error occurred (ResourceNotFoundException) when calling the Scan operation: Requested resource not found" dynamodb scan --table-name "$table-absent"
check "a faulty query" "*An error occurred (ValidationException) when calling the Query operation: Query condition missed key schema element: pk" \
    dynamodb query --table-name "$table" --key-condition-expression 'sk = :s' --expression-attribute-values '{":s":{"N":"1"}}'
check "write a batch" "" dynamodb batch-write-item --query UnprocessedItems \
    --request-items "{\"$table\":[$(for number in 10 11 12 13 14; do printf '%s{"PutRequest":{"Item":{"pk":{"S":"b"},"sk":{"N":"%s"},"g":{"S":"x"}}}}' "$([ $number = 10 ] || echo ,)" $number; done)]}"
check "query in pages" "10 11 12 13 14" dynamodb query --table-name "$table" --key-condition-expression 'pk = :p' --expression-attribute-values '{":p":{"S":"b"}}' --page-size 2 --query 'Items[].sk.N'
check "query an index" "6" dynamodb query --table-name "$table" --index-name by-g --key-condition-expression 'g = :g' --expression-attribute-values '{":g":{"S":"x"}}' --select COUNT --query Count
check "scan some" "3" dynamodb scan --table-name "$table" --limit 3 --no-paginate --query Count
check "write together" "" dynamodb transact-write-items --transact-items "[{\"Put\":{\"TableName\":\"$table\",\"Item\":{\"pk\":{\"S\":\"t\"},\"sk\":{\"N\":\"1\"}}}},{\"Delete\":{\"TableName\":\"$table\",\"Key\":{\"pk\":{\"S\":\"b\"},\"sk\":{\"N\":\"14\"}}}}]"
check "a cancelled transaction" "*An error occurred (TransactionCanceledException) when calling the TransactWriteItems operation: Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed]" \
    dynamodb transact-write-items --transact-items "[{\"Put\":{\"TableName\":\"$table\",\"Item\":{\"pk\":{\"S\":\"t\"},\"sk\":{\"N\":\"1\"}},\"ConditionExpression\":\"attribute_not_exists(pk)\"}}]"
check "partiql" "1 10" dynamodb execute-statement --statement "SELECT sk FROM \"$table\" WHERE g = 'x' AND sk < 11" --query 'sort(Items[].sk.N)'
check "switch time to live on" "ends" dynamodb update-time-to-live --table-name "$table" --time-to-live-specification Enabled=true,AttributeName=ends --query TimeToLiveSpecification.AttributeName
check "tags" "by cli" dynamodb list-tags-of-resource --resource-arn "$(aws dynamodb describe-table --table-name "$table" --query Table.TableArn)" --query 'Tags[0].[Key,Value]'
stream="$(aws dynamodb describe-table --table-name "$table" --query Table.LatestStreamArn)"
shard="$(aws dynamodbstreams describe-stream --stream-arn "$stream" --query 'StreamDescription.Shards[0].ShardId')"
iterator="$(aws dynamodbstreams get-shard-iterator --stream-arn "$stream" --shard-id "$shard" --shard-iterator-type TRIM_HORIZON --query ShardIterator)"
check "read the stream" "*INSERT" dynamodbstreams get-records --shard-iterator "$iterator" --query 'Records[0].eventName'
check "list tables" "*$table" dynamodb list-tables --page-size 1 --query 'TableNames[]'
check "delete the table" DELETING dynamodb delete-table --table-name "$table" --query TableDescription.TableStatus
check "wait for its end" "" dynamodb wait table-not-exists --table-name "$table"
echo "done"
