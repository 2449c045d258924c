# For the checks of the AWS command line; sourced, with $program and $endpoint set.
export AWS_ACCESS_KEY_ID=AKIDCLIENTS AWS_SECRET_ACCESS_KEY=secret AWS_DEFAULT_REGION=us-east-1 AWS_PAGER="" AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null

aws() { "$program" --endpoint-url "$endpoint" --output text "$@" 2>&1; }

# check NAME WANTED COMMAND...: runs a command of `aws` and compares its output, blanks squeezed; a wanted text that starts with * may stand anywhere in it.
check() {
    local name="$1" wanted="$2"
    shift 2
    same "$name" "$wanted" "$(aws "$@")"
}

# same NAME WANTED GOT: the same for what came from elsewhere.
same() {
    local name="$1" wanted="$2" got
    got="$(tr -s '[:space:]' ' ' <<<"$3" | sed 's/^ //; s/ $//')"
    case "$wanted" in
        \**) [[ "$got" == *"${wanted#\*}"* ]] && echo "ok $name" && return ;;
        *) [ "$got" = "$wanted" ] && echo "ok $name" && return ;;
    esac
    echo "not ok $name: wanted '$wanted', got '$got'"
    exit 1
}
