# For ./edgectl and ./test: what functions need beside the PoP. Sourced, with $root and $name set, after eng/build.sh. Nothing here is needed to serve tables.

function_sdks="$root/.build/function-sdks"

# has_function_sdks: the SDKs that a PoP gives to functions are installed, in the versions that are named.
has_function_sdks() {
    local sdk
    for sdk in node-v2 node-v3; do
        cmp -s "$root/eng/function-sdks/$sdk/package-lock.json" "$function_sdks/$sdk/installed.json" || return 1
    done
}

# install_function_sdks: each in a folder of its own, finished before it gets its name. Quiet; what npm says is in the log.
install_function_sdks() {
    local sdk source
    mkdir -p "$function_sdks"
    for sdk in node-v2 node-v3; do
        source="$root/eng/function-sdks/$sdk"
        if cmp -s "$source/package-lock.json" "$function_sdks/$sdk/installed.json"; then continue; fi
        rm -rf "$function_sdks/$sdk.next"
        mkdir -p "$function_sdks/$sdk.next"
        cp "$source"/package*.json "$source/.npmrc" "$function_sdks/$sdk.next/"
        (cd "$function_sdks/$sdk.next" && npm ci) >>"$root/.build/function-sdks.log" 2>&1 </dev/null || return 1
        cp "$source/package-lock.json" "$function_sdks/$sdk.next/installed.json"
        rm -rf "${function_sdks:?}/$sdk"
        mv "$function_sdks/$sdk.next" "$function_sdks/$sdk"
    done
}

# begin_function_sdks: begins to install them beside whatever else is to do; end_function_sdks waits for that. Without npm, or where it fails, functions bring their SDK.
begin_function_sdks() {
    installing=""
    export EDGE_FUNCTION_SDKS="$function_sdks"
    if has_function_sdks || ! command -v npm >/dev/null; then return 0; fi
    mkdir -p "$root/.build"
    echo "$name: installing the AWS SDKs that functions find without bringing them (once) ..." >&2
    (with_sdk_lock install_function_sdks) >/dev/null 2>&1 </dev/null &
    installing=$!
}

end_function_sdks() {
    if [ -z "$installing" ]; then return 0; fi
    wait "$installing" || echo "$name: that failed; functions that bring no SDK will not find one. See .build/function-sdks.log" >&2
}

with_sdk_lock() {
    exec 7>"$root/.build/function-sdks.lock"
    if command -v flock >/dev/null; then flock 7; fi
    "$@"
}

# ensure_bubblewrap LOG: the walls around functions. Root of a Debian or Ubuntu gets it installed; elsewhere the PoP says what is missing when the first function runs.
ensure_bubblewrap() {
    if command -v bwrap >/dev/null || [ "$(uname -s)" != Linux ]; then return 0; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "$name: installing bubblewrap, the walls around functions ..." >&2
        {
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends bubblewrap
        } >"$1" 2>&1 </dev/null || true
    fi

    if ! command -v bwrap >/dev/null; then echo "$name: functions will run without walls, for one account only. To have them: sudo apt-get install bubblewrap" >&2; fi
    return 0
}
