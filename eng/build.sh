# For ./test and ./edgectl: finds the SDK, builds, remembers when. Sourced, with $root and $name set; works with bash 3.2 (macOS) too.

# The bare minimum for a quiet dotnet, also in a container without a home.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export HOME="${HOME:-$root/.build/home}"

stamp="$root/.build/edgectl.stamp" # as old as the sources that edgectl was last built from
sdk_hint="EdgeGateway needs the .NET SDK 10 (Debian, Ubuntu: apt-get install dotnet-sdk-10.0; others: https://dotnet.microsoft.com/download)."

require_sdk() {
    local version
    if ! command -v dotnet >/dev/null; then
        echo "$name: dotnet not found. $sdk_hint" >&2
        return 1
    fi

    # Asked from the root, where global.json says which SDKs will do.
    if ! version="$(cd "$root" && dotnet --version 2>/dev/null)"; then
        echo "$name: none of these SDKs will do: $(cd / && dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' -). $sdk_hint" >&2
        return 1
    fi
}

# build TARGET LOG: restores and builds one solution or project in Release; its errors and warnings are left in LOG.
# Call it under with_build_lock. Compiler servers must not inherit the lock (9>&-): they outlive the build.
build() {
    local options=(-c Release --nologo -v q -tl:off -clp:NoSummary)
    if [ "${CI:-}" = true ]; then options+=(-nodeReuse:false -p:UseSharedCompilation=false); fi # leave nothing running behind

    mkdir -p "$root/.build" "$root/Gateway.Cli/bin" "$root/Gateway.Cli/obj" # made first: a new folder would make its parent newer than the stamp
    touch "$stamp.next"                                                    # before the build: what changes meanwhile is built next time
    (cd "$root" && dotnet build "$1" "${options[@]}") >"$2" 2>&1 </dev/null 9>&- || return 1
    mv -f "$stamp.next" "$stamp"
}

# build_server LOG SOURCE ...: publishes Gateway.Api, compiled ahead of time where the compiler for that can be had, into .build/pop/<hash of the sources>.
# Call it under with_build_lock. Its intermediate files lie apart from those of other builds: they are for one kind of machine.
build_server() {
    local log="$1" hash pop="$root/.build/pop" options
    shift
    mkdir -p "$pop"
    touch "$pop/current.next" # before the hash: what changes meanwhile is built next time
    hash="$(cd "$root" && find "$@" \( -name bin -o -name obj \) -prune -o -type f -print | LC_ALL=C sort | while IFS= read -r file; do echo "$file"; cat "$file"; done | hash_of_input)"
    if [ ! -x "$pop/$hash/Gateway.Api" ]; then
        options=(-c Release --nologo -v q -tl:off -clp:NoSummary --use-current-runtime --self-contained false --artifacts-path "$root/.build/pop.obj" -o "$pop/$hash.next")
        if [ "${CI:-}" = true ]; then options+=(-nodeReuse:false -p:UseSharedCompilation=false); fi
        rm -rf "$pop/$hash.next"
        (cd "$root" && dotnet publish Gateway.Api "${options[@]}" -p:PublishReadyToRun=true) >"$log" 2>&1 </dev/null 9>&- ||
            (cd "$root" && ! grep -qE 'error (CS|IDE|CA|RS)[0-9]' "$log" && dotnet publish Gateway.Api "${options[@]}") >"$log.plain" 2>&1 </dev/null 9>&- || return 1
        rm -rf "${pop:?}/$hash"
        mv "$pop/$hash.next" "$pop/$hash"
    fi
    echo "$hash" >"$pop/current.name"
    touch -r "$pop/current.next" "$pop/current.name"
    mv -f "$pop/current.name" "$pop/current"
    rm -f "$pop/current.next"
    remove_old_servers
}

# The hash of what comes in, by whichever program this system has for it.
hash_of_input() {
    if command -v sha256sum >/dev/null; then sha256sum; elif command -v shasum >/dev/null; then shasum -a 256; else cksum; fi | tr -dc '0-9a-f' | cut -c1-16
}

# hold_server FOLDER: while this process lives, also as another program (exec), the folder is not removed.
hold_server() {
    exec 8<"$1"
    if command -v flock >/dev/null; then flock -s 8; fi
}

# Of the builds that nobody runs the three newest stay.
remove_old_servers() {
    local folder
    command -v flock >/dev/null || return 0
    for folder in $(ls -1dt "$root"/.build/pop/*/ | tail -n +4); do
        flock -n "$folder" rm -rf "$folder" || true
    done
}

# Each error once, with paths from the root; the whole log when it holds none (a crash, a full disk).
show_build_errors() {
    grep -E '(error|warning)( [A-Z]+[0-9]+)?:? ' "$1" | sed "s|$root/||g" | awk '!seen[$0]++' || true
    grep -qE 'error( [A-Z]+[0-9]+)?:? ' "$1" || cat "$1"
}

# with_build_lock COMMAND ...: one build at a time in this work tree. Where flock is missing (macOS), the caller goes on without.
with_build_lock() {
    local result=0
    mkdir -p "$root/.build"
    exec 9>"$root/.build/lock"
    if command -v flock >/dev/null; then flock 9; fi
    "$@" || result=$?
    exec 9>&-
    return $result
}

has_rocksdb() {
    local ldconfig library
    for library in /opt/homebrew/lib/librocksdb.dylib /usr/local/lib/librocksdb.dylib; do
        if [ -e "$library" ]; then return 0; fi
    done
    ldconfig="$(PATH="$PATH:/sbin:/usr/sbin" command -v ldconfig)" || return 1
    grep -q 'librocksdb\.so' <<<"$("$ldconfig" -p 2>/dev/null)"
}

# Debian and Ubuntu name the package after the version that they have (librocksdb7.8); the newest one is taken.
rocksdb_package() {
    local package
    package="$(apt-cache pkgnames librocksdb 2>/dev/null | grep -E '^librocksdb[0-9.]+(t64)?$' | sort -V | tail -n 1)" || package=""
    echo "${package:-librocksdb-dev}"
}

# ensure_rocksdb LOG: the store's engine is the system's library. Root of a Debian or Ubuntu gets it installed, all others are told how.
ensure_rocksdb() {
    if has_rocksdb; then return 0; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "$name: installing RocksDB's library ..." >&2
        mkdir -p "$(dirname "$1")"
        {
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$(rocksdb_package)"
        } >"$1" 2>&1 </dev/null || true
        if has_rocksdb; then return 0; fi
        echo "$name: that failed; see $1" >&2
    fi

    if command -v apt-get >/dev/null; then
        echo "$name: RocksDB's library is missing. Install it: sudo apt-get install $(rocksdb_package)" >&2
    else
        echo "$name: RocksDB's library (7.0 or newer) is missing. Install it (macOS: brew install rocksdb)." >&2
    fi
    return 1
}
