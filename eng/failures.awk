# The failed tests of one project's log, in brief: the name, the message in at most `lines` lines, where it was.
# A message that is too long loses its middle: what failed stands at its beginning, how to run it again at its end.

function cut(text) { return length(text) > 300 ? substr(text, 1, 300) " ..." : text }

function show(    i, tail) {
    if (name == "") return
    print name
    tail = lines > 6 ? 3 : 0
    for (i = 1; i <= count; i++) {
        if (count <= lines || i <= lines - tail - 1 || i > count - tail) print "  " cut(message[i])
        else if (i == lines - tail) print "  ... (" count - lines + 1 " more lines)"
    }
    if (where != "") print "  at " where
    name = where = ""
    count = 0
}

/\[Long Running Test\] / { running = $0; sub(/.*\[Long Running Test\] /, "", running) }

/^    [^ ].* \[FAIL\]$/ || /^    \[.*(Failure|ERROR)/ {
    show()
    name = substr($0, 5)
    sub(/ \[FAIL\]$/, "", name)
    name = cut(name)
    isMessage = 1
    next
}
/^    [^ ]/ || /^  [^ ]/ || /^===/ { show(); next }
name != "" && /^      Stack Trace:$/ { isMessage = 0; next }
name != "" && isMessage { message[++count] = substr($0, 7); next }
name != "" && where == "" && /^        [^ ].*\([0-9]+,[0-9]+\): at / {
    where = $0
    sub(/^ */, "", where)
    sub(/\): at .*/, ")", where)
}
/^(Unhandled exception|Process terminated|Stack overflow|Fatal error)/ && crash == "" { crash = $0 }
/^Ended (after|with)/ {
    show()
    name = project
    message[++count] = crash != "" ? crash : running != "" ? "still running: " running : before
    message[++count] = $0
    show()
}
{ before = $0 }
END { show() }
